"""How drafts end in chat: a doubt is shown first, and many may end at once."""

import pytest

from knowledge.curation.stores.curation_store import CurationStore
from tests.bot.instructing import drafted, enrol, pressed, told
from tests.fakes.library import ENTRIES, entry, library
from tests.fakes.person import Person, buttons
from tests.fakes.python_runner import PythonRunner
from tutor.library import Shelf

pytestmark = pytest.mark.usefixtures("bot")

TAKEN = "What is one plus one in good old Python?"
PAGE = "What is one plus one in old Python?"


@pytest.fixture
def runner() -> PythonRunner:
    return PythonRunner()


@pytest.fixture
def shelf(engine) -> Shelf:
    page = entry("one-plus-one", PAGE, short="It is `2`. So is two.", topic="autograd")
    return Shelf(library((*ENTRIES, page)), CurationStore(engine))


@pytest.fixture(autouse=True)
async def _instructor(store, ines: Person) -> None:
    await enrol(store, ines)


async def doubted(ines: Person) -> dict:
    controls = await drafted(ines, "What is one plus one in Python old?")
    return await pressed(ines, controls, "✅ Publish")


async def test_a_draft_that_would_displace_a_page_asks_once_more(ines) -> None:
    found = await doubted(ines)
    back = await pressed(ines, found, "Back", count=2)
    again = await pressed(ines, back, "✅ Publish")
    await ines.press(again, "Publish all the same")
    done = await ines.shows(again, "Learners get it within seconds")

    assert found["text"] == (
        "“What is one plus one in Python old?” is answered by a page today, in whose place yours "
        "would come.\n\n"
        "Your draft:\nWhat is one plus one in Python old?\nBecause a slice makes a new list.\n\n"
        f"That page:\n{PAGE}\nIt is 2."
    )
    assert list(buttons(found)) == ["Publish all the same", "Add as a wording", "Back"]
    assert "↩ Undo" in buttons(done)


async def test_its_question_can_be_a_wording_of_that_page(ines) -> None:
    found = await doubted(ines)
    await ines.press(found, "Add as a wording")
    added = await ines.shows(found, "The draft itself is kept.")
    await ines.press(added, "↩ Undo")

    assert added["text"].startswith("Added “What is one plus one in Python old?” to “What is one")
    assert list(buttons(added)) == ["↩ Undo", "Open the entry", "Discard the draft"]


async def test_what_is_near_is_said_before_the_topic_is_asked(ines) -> None:
    await told(ines, f"/answer {TAKEN}")
    await told(ines, "Two.")
    topics = await told(ines, "No example")

    assert topics["text"].startswith(f"Nearest entry: {PAGE}\n\nWhich topic does it belong to?")
    assert next(iter(buttons(topics))) == "Open the entry"
