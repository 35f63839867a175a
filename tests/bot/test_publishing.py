"""How drafts end in chat: a doubt is shown first, and many may end at once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from knowledge.curation.draft import Draft, Step, Writer
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.version import Author
from tests.bot.instructing import drafted, enrol, pressed, told
from tests.fakes.library import ENTRIES, entry, library
from tests.fakes.person import Person, buttons, until
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


async def imported(store: CurationStore, *names: str) -> None:
    """One draft a name; a capital one has a finding."""
    answer = "```python\n1 + 1\n```\n\nSo it is."
    drafts = (
        Draft(
            Author(0, "import"),
            datetime(2026, 11, 25, 12, number, tzinfo=UTC),
            question=f"What comes of {name} here?",
            answer=answer,
            step=Step.READY,
            findings=("line 1: form: odd",) * 2 if name.isupper() else (),
        )
        for number, name in enumerate(names)
    )
    for draft in drafts:
        await store.add(draft)


async def test_drafts_with_findings_can_be_listed_alone(ines, engine) -> None:
    await imported(CurationStore(engine), "a", "B", "c")
    every = await told(ines, "/drafts")
    await ines.press(every, "With findings 1")
    noted = await ines.shows(every, "1 draft with findings")

    assert "⚠ 2 findings: line 1: form: odd" in every["text"]
    assert {"Publish all 2", "Discard all 3", "Ready 2"} <= buttons(every).keys()
    assert "What comes of B here?" in noted["text"]
    assert "What comes of a" not in noted["text"]
    assert not [each for each in buttons(noted) if each.startswith("Publish")]


async def test_a_draft_that_lacks_its_code_shows_first_what_was_noticed(ines, engine) -> None:
    lacking = Draft(Author(0, "import"), datetime.now(UTC), question=TAKEN, answer="Two of them.")
    await CurationStore(engine).add(
        replace(lacking, step=Step.EXAMPLE, findings=("line 1: form: odd",))
    )
    listed = await told(ines, "/drafts")
    opened = await pressed(ines, listed, "1. Open")

    assert opened["text"].startswith(
        f"The import noticed:\n• line 1: form: odd\n\nNearest entry: {PAGE}\n\n{TAKEN}\n\n"
    )
    assert next(iter(buttons(opened))) == "Open the entry"
    assert not [each for each in buttons(listed) if each.startswith(("☐", "Discard all"))]


async def test_what_is_ready_is_published_at_once_but_nothing_with_findings(
    ines, engine, shelf
) -> None:
    await imported(CurationStore(engine), "a", "B", "c")
    every = await told(ines, "/drafts")
    await ines.press(every, "Publish all 2")
    asked = await ines.shows(every, "Publish 2 drafts?")
    await ines.press(asked, "Yes")
    done = await ines.shows(every, "Published 2 drafts.")
    await ines.press(done, "See the drafts")
    left = await ines.shows(every, "1 draft")

    assert "“What comes of a here?”" in asked["text"]
    assert "B here" not in asked["text"]
    assert {"comes-here", "comes-c-here"} <= shelf.library.entries.keys()
    assert "What comes of B here?" in left["text"]


async def test_those_that_are_ticked_are_discarded(ines, engine) -> None:
    store = CurationStore(engine)
    await imported(store, "a", "B", "c")
    every = await told(ines, "/drafts")
    for caption in ("☐ 1", "☐ 2"):
        await ines.press(every, caption)
        every = await ines.shows(every, "3 drafts")
        every = await shows_button(ines, every, caption.replace("☐", "☑"))
    await ines.press(every, "Discard these 2")
    asked = await ines.shows(every, "Discard 2 drafts?")
    await ines.press(asked, "Yes")
    await ines.shows(every, "Discarded 2 drafts.")

    assert [each.question for each in await store.drafts()] == ["What comes of a here?"]


async def test_what_is_asked_of_many_is_done_to_no_others(ines, engine) -> None:
    store = CurationStore(engine)
    await imported(store, "a", "c")
    every = await told(ines, "/drafts")
    await ines.press(every, "Discard all 2")
    asked = await ines.shows(every, "Discard 2 drafts?")
    await imported(store, "d")
    await ines.press(asked, "Yes")
    await ines.shows(every, "some may be done already. I have done nothing more.")

    assert len(await store.drafts()) == 3


async def test_what_was_ticked_and_is_gone_does_not_become_all(ines, engine) -> None:
    store = CurationStore(engine)
    await imported(store, "a", "B", "c")
    every = await told(ines, "/drafts")
    await ines.press(every, "☐ 3")
    every = await shows_button(ines, every, "☑ 3")
    gone = (await store.drafts())[-1]
    await store.discard(gone, writer=Writer(ines.user, gone.at))
    await ines.press(every, "Discard these 1")
    await ines.shows(every, "I have done nothing more.")

    assert len(await store.drafts()) == 2


async def test_an_edit_in_which_nothing_was_written_is_not_published(ines, engine) -> None:
    await imported(CurationStore(engine), "a", "c")
    shown = await told(ines, "/entry one-plus-one")
    await pressed(ines, shown, "✏ Edit")
    await told(ines, "/cancel")
    every = await told(ines, "/drafts")

    assert "3 drafts" in every["text"]
    assert "Publish all 2" in buttons(every)


async def shows_button(person: Person, message: dict, caption: str) -> dict:
    """The message once it has the button."""

    async def found() -> dict | None:
        newest = next(
            each for each in await person.messages() if each["message_id"] == message["message_id"]
        )
        return newest if caption in buttons(newest) else None

    return await until(found)


async def test_a_new_topic_is_made_where_a_draft_asks_for_one(ines, lena, shelf) -> None:
    await told(ines, "/answer What is one plus two here?")
    await told(ines, "Three.")
    topics = await told(ines, "No example")
    asked = await pressed(ines, topics, "New topic")
    refused = await told(ines, "Δ")
    seen, controls = await ines.replies(await ines.say("Counting & sums"), count=2)
    await ines.press(controls, "✅ Publish")
    await ines.shows(controls, "Learners get it within seconds")
    listed = await told(lena, "/topics")

    assert "What is the new topic called?" in asked["text"]
    assert "a letter from a to z" in refused["text"]
    assert seen["text"].startswith("What is one plus two here?")
    assert "✏ Topic: Counting & sums" in buttons(controls)
    assert "Counting & sums" in buttons(listed)
    assert shelf.library.topics["counting-sums"] == "Counting & sums"


async def test_a_topic_that_a_draft_alone_names_can_be_chosen_for_another(ines, lena) -> None:
    topics = []
    for question in ("What is one plus two here?", "Why is one plus three four?"):
        await told(ines, f"/answer {question}")
        await told(ines, "So it is.")
        topics.append(await told(ines, "No example"))
        if len(topics) == 1:
            await pressed(ines, topics[0], "New topic")
            await told(ines, "Counting", count=2)
    controls = await told(ines, "counting", count=2)

    assert "Counting" not in buttons(topics[0])
    assert "Counting" in buttons(topics[1])
    assert "✏ Topic: Counting" in buttons(controls)
    assert "Counting" not in buttons(await told(lena, "/topics"))
