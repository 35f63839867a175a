"""The whole demo over its chat: what nobody could answer, an instructor answers from chat."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.bot.instructing import pressed, told
from tests.e2e.running import demo
from tests.fakes.person import Person, buttons, until

PATIENCE = 60.0
# Five seconds is what we promise; the machine that tests may be busy with others.
PUBLISHING = 20.0
QUESTION = "can a network solve sudoku puzzles?"
BROKEN = "```python\na = torch.ones(2, 3)\na @ torch.ones(4, 5)\n```"
WHOLE = "```python\nboard = torch.arange(9)\ntorch.nn.functional.one_hot(board).shape\n```"


@pytest.fixture(scope="module")
def address(prepared: Callable[[], Path]) -> Iterator[str]:
    with demo(prepared()) as address:
        yield address


@pytest.fixture
async def people(address: str) -> AsyncIterator[tuple[Person, Person]]:
    async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as client:
        yield Person(client, 1001), Person(client, 1002)


async def test_a_question_in_vain_becomes_an_entry_that_learners_get(
    people: tuple[Person, Person],
) -> None:
    lena, ines = people
    unknown = await lena.reply(await lena.say(QUESTION), seconds=PATIENCE)
    listed = await ines.reply(await ines.say("/unanswered"), seconds=PATIENCE)

    await pressed(ines, listed, "1. Answer")
    await told(ines, "As *logic in tensors*: one-hot the digits.")
    ran, again = await ines.replies(await ines.say(BROKEN), count=2, seconds=PATIENCE)
    _, topics = await ines.replies(await ines.say(WHOLE), count=2, seconds=PATIENCE)
    await ines.press(topics, "Training")
    seen, controls = await ines.replies(topics, count=2, seconds=PATIENCE)
    await ines.press(controls, "✅ Publish")
    await ines.shows(controls, "Published", seconds=PATIENCE)

    async def answered() -> dict | None:
        reply = await told(lena, QUESTION)
        return reply if reply["text"] == seen["text"] else None

    answer = await until(answered, seconds=PUBLISHING)
    emptied = await ines.reply(await ines.say("/unanswered"), seconds=PATIENCE)

    assert "rather not guess" in unknown["text"]
    assert "matmul (2×3) @ (4×5): 3 ≠ 4" in ran["text"]
    assert "ended in an error" in again["text"]
    assert seen["text"].endswith(
        ">>> import torch\n>>> board = torch.arange(9)\n"
        ">>> torch.nn.functional.one_hot(board).shape\ntorch.Size([9, 9])"
    )
    assert "▶ Run" in buttons(answer)
    assert QUESTION not in emptied["text"]
