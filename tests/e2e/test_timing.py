"""The whole demo over its chat, without a browser: /time, and "None of these"."""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.running import demo
from tests.fakes.person import Person, buttons

PATIENCE = 60.0


@pytest.fixture(scope="module")
def address(prepared: Callable[[], Path]) -> Iterator[str]:
    with demo(prepared()) as address:
        yield address


@pytest.fixture
async def lena(address: str) -> AsyncIterator[Person]:
    async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as client:
        yield Person(client, 1001)


async def test_a_loop_in_python_is_slower_than_torch_and_an_edit_times_anew(lena: Person) -> None:
    sent = await lena.say(
        "/time\n```python\n# setup\nx = torch.randn(2000)\n```\n"
        "```python\nsum(x)\n```\n```python\nx.sum()\n```"
    )

    reply = await lena.reply(sent, seconds=PATIENCE)

    assert re.search(r"B is [\d,]+ times as fast as A \(between [\d,]+ and [\d,]+", reply["text"])
    assert "up to rounding" in reply["text"]
    assert "x (2000,) float32" in reply["text"]

    await lena.edit(sent, "/time x = torch.ones(3)\n---\nx = torch.ones(3)\nx @ torch.ones(4)")
    told = await lena.shows(reply, "RuntimeError in B, line 2", seconds=PATIENCE)
    assert "x @ torch.ones(4)" in told["text"]


async def test_a_block_against_itself_shows_no_difference(lena: Person) -> None:
    block = "x = torch.rand(50, 50)\nx @ x"

    reply = await lena.reply(await lena.say(f"/time {block}\n# vs\n{block}"), seconds=PATIENCE)

    assert "rounds" in reply["text"]
    assert "Both give equal values." in reply["text"]


async def test_a_block_that_never_ends_is_stopped_and_named(lena: Person) -> None:
    sent = await lena.say("/time 1\n---\nwhile True: pass")

    reply = await lena.reply(sent, seconds=PATIENCE)

    assert "took too long" in reply["text"]
    assert "That was in B." in reply["text"]


async def test_none_of_these_ends_the_suggestions(lena: Person) -> None:
    offered = await lena.reply(await lena.say("dimension trouble"), seconds=PATIENCE)
    assert "None of these" in buttons(offered)

    await lena.press(offered, "None of these")

    told = await lena.shows(offered, "passed your question on")
    assert buttons(told) == {}
