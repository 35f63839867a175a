"""Notes in the chat: kept by who teaches a class, told first to who is in it, recorded nowhere."""

from datetime import UTC, datetime

import pytest

from bot.notes.buttons import RemoveNote, pack
from progress.cohorts.cohort import StaffRole
from progress.cohorts.note import Note
from progress.stores.cohorts.cohort_store import appoint
from progress.stores.progress_store import ProgressStore
from tests.bot.conversing import QUESTION, events
from tests.bot.instructing import pressed, told
from tests.fakes.person import Person, buttons
from tutor.cohorts.notes import MOST_NOTES

pytestmark = pytest.mark.usefixtures("bot", "ours")

NOTE = "/note homework 3: Due on Friday at noon."
OTHERS = 2000
A_DAY = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def otto(http) -> Person:
    """He teaches another class."""
    return Person(http, 1003)


@pytest.fixture
async def ours(store: ProgressStore, lena, ines, otto) -> int:
    made = await store.cohorts.create("Deep learning", ines.user, A_DAY)
    await store.cohorts.create("Algebra", otto.user, A_DAY)
    await store.cohorts.join(made.id, lena.user, A_DAY.date())
    return made.id


async def test_a_class_is_told_its_note_first(store, lena, ines, otto) -> None:
    kept = await told(ines, NOTE)
    assert "“Deep learning”" in kept["text"]
    assert kept["text"].endswith("homework 3\nDue on Friday at noon.")
    before = len(await events(store))

    for said in ("When is Homework 3 due?", "homework 3"):
        answer = await told(lena, said)
        assert answer["text"] == "Deep learning\nhomework 3\nDue on Friday at noon."
    assert len(await events(store)) == before

    for stranger in (otto, Person(lena._http, OTHERS)):
        assert "Friday" not in (await told(stranger, "When is Homework 3 due?"))["text"]
    assert "Friday" not in (await told(lena, "```\nhomework = 3\n```"))["text"]
    assert "Friday" not in (await told(lena, "homework = 3\nprint(homework)"))["text"]


async def test_the_group_does_not_read_a_note(lena, ines, in_class, telegram) -> None:
    await told(ines, "/note stack: Ask the pile in room 5.")

    assert "room 5" in (await told(lena, QUESTION))["text"]
    asked = await in_class.say(f"@{telegram.state.bot['username']} {QUESTION}")
    assert "room 5" not in (await in_class.reply(asked))["text"]
    assert "private chat" in (await in_class.reply(await in_class.say("/notes")))["text"]


async def test_a_page_that_fits_as_well_stands_below(lena, ines) -> None:
    await told(ines, "/note stack: Ask the pile in room 5.")

    answer = await told(lena, QUESTION)
    (caption,) = buttons(answer)
    page = await pressed(lena, answer, caption)

    assert "room 5" not in page["text"]
    assert "stack" in page["text"]


async def test_notes_are_listed_replaced_and_removed(lena, ines) -> None:
    assert "no notes yet" in (await told(ines, "/notes"))["text"]
    await told(ines, NOTE)
    monday = await ines.say("By Monday instead.")
    await ines.reply(monday)
    command = await ines.say("/note Homework 3", reply_to=monday["message_id"])
    replaced = await ines.reply(command)
    assert "By Monday instead." in replaced["text"]
    assert replaced["text"].endswith("Until now it said:\n\nDue on Friday at noon.")

    listed = await told(ines, "/notes")
    assert listed["text"] == "Notes · Deep learning\n\n· homework 3 – By Monday instead."
    gone = await pressed(ines, listed, "✕ homework 3")
    assert gone["text"].endswith("/note homework 3\nBy Monday instead.")
    await ines.shows(listed, "no notes yet")
    await told(ines, gone["text"].partition("\n")[2])
    assert "By Monday" in (await told(lena, "homework 3?"))["text"]


async def test_a_class_has_so_many_notes_as_a_list_can_show(ours, store, ines) -> None:
    for number in range(MOST_NOTES):
        await store.notes.keep(ours, Note(f"homework {number}", "x" * 300), ines.user, A_DAY)

    assert "50 notes already" in (await told(ines, "/note room: 5"))["text"]
    assert "homework 3" in (await told(ines, NOTE))["text"]
    listed = (await ines.reply(await ines.say("/notes"), count=1))["text"]
    assert listed.count("…") == MOST_NOTES - 1


async def test_nobody_else_changes_a_class_s_notes(ours, store, lena, ines, otto) -> None:
    await told(ines, NOTE)
    async with store._engine.begin() as connection:
        await appoint(connection, ours, OTHERS, StaffRole.ASSISTANT, A_DAY)
    assistant = Person(ines._http, OTHERS)
    (note,) = await store.notes.of(ours)
    mine = await told(ines, "/notes")
    (data,) = buttons(mine).values()

    for person in (lena, otto, assistant):
        shown = await told(person, "/notes")
        assert not buttons(shown)
        for forged in (data, "nr", "nr1.1", pack(RemoveNote(ours, 5))):
            await person.click(shown, forged)
        await told(person, "/help")
    assert "homework 3" in (await told(assistant, "/notes"))["text"]
    assert "no notes yet" in (await told(otto, "/notes"))["text"]
    assert "those who teach" in (await told(lena, "/note room: 5"))["text"]
    assert "assistant" in (await told(assistant, "/note room: 5"))["text"]
    assert await store.notes.of(ours) == (note,)


@pytest.mark.parametrize(
    "said", ["/note", "/note deadline", "/note the: Friday", f"/note {'homework ' * 9}: Friday"]
)
async def test_what_is_no_note_is_told_kindly(ines, said: str) -> None:
    assert "A note is a title" in (await told(ines, said))["text"]
