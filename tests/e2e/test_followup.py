"""One dialogue over the whole demo: a question, and what follows on its answer."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from tests.e2e.running import demo
from tests.fakes.person import Person, buttons

PATIENCE = 60.0


@pytest.fixture(scope="module")
def data(prepared: Callable[[], Path]) -> Path:
    return prepared()


@pytest.fixture
async def client(data: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Each test meets the demo started anew, with the data of the one before."""
    with demo(data) as address:
        async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as client:
            yield client


@pytest.fixture
def lena(client: httpx.AsyncClient) -> Person:
    return Person(client, 1001)


@pytest.fixture
def ines(client: httpx.AsyncClient) -> Person:
    return Person(client, 1002)


async def told(person: Person, text: str) -> dict:
    return await person.reply(await person.say(text), seconds=PATIENCE)


async def test_a_dialogue_goes_on_from_answer_to_answer(lena: Person) -> None:
    before = await told(lena, "why?")
    answer = await told(lena, "what does unsqueeze do?")
    more = await told(lena, "why?")
    example = await told(lena, "example?")
    pitfall = await told(lena, "what can go wrong?")
    view = await told(lena, "is it a view?")
    squeeze = await told(lena, "and squeeze?")
    uncovered = await told(lena, "and in julia?")
    whole = await told(lena, "and what is broadcasting?")

    assert "what this follows on" in before["text"]
    title = answer["text"].split("\n")[0]
    assert title == "What does unsqueeze do?"
    assert more["text"].startswith(f"{title}\n\nMore\n")
    assert example["text"].startswith(f"{title}\n\nExample\n>>> import torch")
    assert "▶ Run" in buttons(example)
    assert pitfall["text"].startswith(f"{title}\n\n⚠ Pitfall\n")
    assert "nothing is copied" in view["text"]
    assert squeeze["text"].startswith(f"Taken as “and squeeze?” after “{title}”\n\nWhich axes")
    assert "None of my pages covers that" in uncovered["text"]
    assert whole["text"].startswith("What is broadcasting?")


async def test_the_dialogue_survives_a_restart(lena: Person) -> None:
    more = await told(lena, "tell me more")

    assert more["text"].startswith("What is broadcasting?\n\nMore\n")


async def test_what_is_passed_on_to_instructors_reaches_them(lena: Person, ines: Person) -> None:
    await told(lena, "what does squeeze do?")
    uncovered = await told(lena, "and for wombats?")

    listed = await told(ines, "/unanswered")

    assert "passed your question on to the instructors" in uncovered["text"]
    [title] = [line for line in listed["text"].split("\n") if "wombats" in line]
    assert title.endswith("and for wombats?” ×1")
