"""/entry and /conflicts: what became of an entry, and what instructors do to it."""

from dataclasses import replace

import pytest

from knowledge.curation.stores.curation_store import CurationStore
from tests.bot.conversing import QUESTION
from tests.bot.instructing import drafted, enrol, pressed, told
from tests.fakes.library import ENTRIES, entry, library
from tests.fakes.person import Person, buttons
from tests.fakes.python_runner import PythonRunner
from tutor.library import Shelf

ONE = "What is one plus one in Python?"


@pytest.fixture
def runner() -> PythonRunner:
    return PythonRunner()


@pytest.fixture
def shelf(engine) -> Shelf:
    more = entry("one-plus-one", ONE, topic="autograd")
    return Shelf(library((*ENTRIES, more)), CurationStore(engine))


@pytest.fixture
def omar(http) -> Person:
    return Person(http, 1003)


@pytest.fixture(autouse=True)
async def _instructors(bot, store, ines, omar) -> None:
    assert bot
    await enrol(store, ines, omar)


async def changing(person: Person, part: str, text: str, *, count: int = 2) -> dict:
    """Change a part of the entry; the message that asks what to do with it."""
    card = await told(person, "/entry one-plus-one")
    choice = await pressed(person, card, "✏ Edit")
    await pressed(person, choice, part)
    return await told(person, text, count=count)


async def edited(person: Person, part: str, text: str, *, count: int = 2) -> dict:
    """Change a part of the entry and publish it; the message that says so."""
    controls = await changing(person, part, text, count=count)
    await person.press(controls, "✅ Publish")
    return await person.shows(controls, "Published")


async def test_an_entry_is_found_by_its_name_or_by_words(ines) -> None:
    card = await told(ines, "/entry stack-vs-cat")
    several = await told(ines, "/entry difference between stack and view")
    one = await pressed(ines, several, QUESTION)
    alone = await told(ines, "/entry")

    assert card["text"].startswith("stack-vs-cat\nAs it shipped; nobody has changed it.")
    assert "stack is cat after unsqueeze" in card["text"]
    assert list(buttons(card)) == ["✏ Edit", "Retire"]
    assert "Which one do you mean?" in several["text"]
    assert one["text"] == card["text"]
    assert "/entry view" in alone["text"]


async def test_an_edit_is_published_with_who_and_when(ines, lena) -> None:
    done = await edited(ines, "✏ Answer", "It is two.\n```\n1 + 1\n```", count=3)

    card = await pressed(ines, done, "Open the entry")
    answer = await told(lena, ONE)
    recent = await told(ines, "/entry")

    assert f"Published the new version of “{ONE}”" in done["text"]
    assert "Ines changed it on" in card["text"]
    assert list(buttons(card)) == ["✏ Edit", "Retire", "↩ Undo", "History"]
    assert "It is two." in answer["text"]
    assert ONE in buttons(recent)


async def test_undo_takes_back_and_history_tells_all(ines) -> None:
    await edited(ines, "✏ Question", "What is 1 + 1 in Python then?")
    done = await edited(ines, "✏ Pitfall", "It is not 11.")

    undone = await pressed(ines, done, "↩ Undo")
    card = await pressed(ines, undone, "Open the entry")
    history = await pressed(ines, card, "History")
    late = await pressed(ines, done, "↩ Undo")

    assert undone["text"].startswith("Undone.")
    assert "It is not 11." not in card["text"]
    assert "3. Ines took a change back on" in history["text"]
    assert "2. Ines changed it on" in history["text"]
    assert "+ It is not 11." in history["text"]
    assert f"- {ONE}\n+ What is 1 + 1 in Python then?" in history["text"]
    assert "took a change back" in late["text"], "the button is of a state that is over"


async def test_an_undoing_is_undone_at_one_tap(ines) -> None:
    done = await edited(ines, "✏ Pitfall", "It is not 11.")
    undone = await pressed(ines, done, "↩ Undo")

    redone = await pressed(ines, undone, "↪ Redo")
    card = await pressed(ines, redone, "Open the entry")
    late = await pressed(ines, undone, "↪ Redo")

    assert list(buttons(undone)) == ["↪ Redo", "Open the entry"]
    assert redone["text"] == f"Restored. “{ONE}” is version 1 again."
    assert "It is not 11." in card["text"]
    assert "Ines brought back version 1 on" in card["text"]
    assert "brought back version 1" in late["text"], "the button is of a state that is over"


async def test_history_offers_each_state_that_is_not_the_present_one(ines) -> None:
    await edited(ines, "✏ Pitfall", "It is not 11.")
    await edited(ines, "✏ Pitfall", "It is not 12.")
    done = await edited(ines, "✏ Pitfall", "It is not 13.")
    undone = await pressed(ines, done, "↩ Undo")
    card = await pressed(ines, undone, "Open the entry")

    history = await pressed(ines, card, "History")
    restored = await pressed(ines, history, "Restore 1")
    shipped = await pressed(
        ines,
        await pressed(ines, await told(ines, "/entry one-plus-one"), "History"),
        "As it shipped",
    )

    assert "↪ Redo" in buttons(card)
    assert list(buttons(history)) == ["Restore 3", "Restore 1", "As it shipped", "Open the entry"]
    assert "is version 1 again" in restored["text"]
    assert "is as it ships now" in shipped["text"]


async def test_a_long_history_has_pages_and_a_way_back_to_each_version(ines) -> None:
    for number in range(7):
        done = await edited(ines, "✏ Pitfall", f"It is not {number}.")
    card = await pressed(ines, done, "Open the entry")
    history = await pressed(ines, card, "History")

    await ines.press(history, "▶")
    oldest = await ines.shows(history, "(2 of 2)")
    restored = await pressed(ines, oldest, "Restore 1")

    assert history["text"].startswith("History of one-plus-one (1 of 2)")
    assert list(buttons(oldest)) == ["Restore 1", "As it shipped", "◀", "Open the entry"]
    assert "is version 1 again" in restored["text"]


async def test_an_entry_whose_creation_was_undone_is_found_by_name_and_brought_back(
    ines, shelf
) -> None:
    controls = await drafted(ines)
    await ines.press(controls, "✅ Publish")
    done = await ines.shows(controls, "Learners get it within seconds")
    [slug] = [each for each in shelf.library.entries if each.startswith("slice")]
    undone = await pressed(ines, done, "↩ Undo")

    history = await told(ines, f"/entry {slug}")
    restored = await pressed(ines, history, "Restore 1")

    assert list(buttons(undone)) == ["↪ Redo"]
    assert list(buttons(history)) == ["Restore 1"]
    assert "is version 1 again" in restored["text"]
    assert slug in shelf.library.entries


async def test_retiring_asks_once_and_can_be_undone(ines, lena) -> None:
    card = await told(ines, "/entry one-plus-one")

    asked = await pressed(ines, card, "Retire")
    await ines.press(asked, "Retire it")
    done = await ines.shows(asked, "Retired “")
    gone = await told(lena, ONE)
    retired = await told(ines, "/entry one-plus-one")
    back = await pressed(ines, retired, "Serve again")
    answer = await told(lena, ONE)

    assert "Retire “" in asked["text"]
    assert "↩ Undo" in buttons(done)
    assert "rather not guess" in gone["text"]
    assert "Retired" in retired["text"]
    assert "is served again" in back["text"]
    assert answer["text"].startswith(ONE)


async def test_who_retires_what_another_has_just_changed_is_told(ines, omar) -> None:
    card = await told(omar, "/entry one-plus-one")
    await edited(ines, "✏ Pitfall", "It is not 11.")

    asked = await pressed(omar, card, "Retire")

    assert "Ines changed it on" in asked["text"]
    assert list(buttons(asked)) == ["Open the entry"]


async def test_other_wordings_are_changed_line_by_line(ines, shelf) -> None:
    wordings = "\n".join(f"how much is one and one, way {number}" for number in range(8))

    await edited(ines, "✏ Wordings", wordings)

    assert shelf.library.entries["one-plus-one"].aliases == tuple(wordings.split("\n"))


@pytest.mark.parametrize(("choice", "said"), [("Keep ours", "Kept ours"), ("Take", "Took the")])
async def test_a_release_that_changed_the_same_entry_shows_both_and_asks(
    ines, shelf, choice, said
) -> None:
    await edited(ines, "✏ Question", "What is 1 + 1 in Python then?")
    shipped = shelf.library.entries["one-plus-one"].model_copy(
        update={"question": "How much is one and one?"}
    )
    await upgraded(shelf, shipped)

    both = await told(ines, "/conflicts")
    caption = next(each for each in buttons(both) if each.startswith(choice))
    await ines.press(both, caption)
    settled = await ines.shows(both, said)
    none = await told(ines, "/conflicts")

    assert "Ours: Ines changed it on" in both["text"]
    assert "- What is 1 + 1 in Python then?\n+ How much is one and one?" in both["text"]
    assert list(buttons(both)) == ["Keep ours", "Take the new one"]
    assert "↩ Undo" in buttons(settled)
    assert "No entry is in conflict" in none["text"]


async def test_what_a_release_took_away_is_taken_out_and_brought_back(ines, lena, shelf) -> None:
    await edited(ines, "✏ Pitfall", "It is not 11.")
    was = shelf.library
    left = tuple(each for each in was.as_shipped if each.slug != "one-plus-one")
    shelf.library = replace(was, shipped=left).amended(await shelf._versions.heads(), was.revision)

    both = await told(ines, "/conflicts")
    await ines.press(both, "Take it out")
    done = await ines.shows(both, "Taken out")
    gone = await told(lena, ONE)
    back = await pressed(ines, done, "↩ Undo")

    assert done["text"] == (
        "Taken out, as in the release. one-plus-one is no longer there; its history is kept."
    )
    assert list(buttons(done)) == ["↩ Undo"]
    assert "rather not guess" in gone["text"]
    assert "is as it was before" in back["text"]
    assert shelf.library.entries["one-plus-one"].pitfall == "It is not 11."


async def test_a_change_of_what_is_retired_promises_learners_nothing(ines, lena) -> None:
    card = await told(ines, "/entry one-plus-one")
    asking = await pressed(ines, card, "Retire")
    await ines.press(asking, "Retire it")
    await ines.shows(asking, "Learners no longer get it")

    controls = await changing(ines, "✏ Pitfall", "It is not 11.")
    await ines.press(controls, "✅ Publish")
    done = await ines.shows(controls, "It stays retired")
    before = await told(lena, ONE)
    served = await pressed(ines, done, "Serve again")
    after = await told(lena, ONE)

    assert "learners will see" not in controls["text"]
    assert "retired and stays so" in controls["text"]
    assert "within seconds" not in done["text"]
    assert "rather not guess" in before["text"]
    assert "is served again" in served["text"]
    assert after["text"].startswith(ONE)


async def test_a_release_with_the_question_of_an_entry_of_ours_is_named(ines, shelf) -> None:
    controls = await drafted(ines)
    await ines.press(controls, "✅ Publish")
    await ines.shows(controls, "Learners get it within seconds")
    [slug] = [each for each in shelf.library.entries if each.startswith("slice")]
    ours = shelf.library.entries[slug]
    await upgraded(shelf, ours.model_copy(update={"slug": "slices-copy", "pitfall": "Theirs."}))

    listed = await told(ines, "/conflicts")
    opened = await pressed(ines, listed, f"{slug}: {ours.question}")

    assert listed["text"].startswith("Since the new release, these entries have a question in com")
    assert [each.partition(":")[0] for each in buttons(listed)] == [slug, "slices-copy"]
    assert "Retire" in buttons(opened)


async def upgraded(shelf: Shelf, shipped) -> None:
    """Let the release have another version of an entry."""
    was = shelf.library
    others = tuple(each for each in was.as_shipped if each.slug != shipped.slug)
    with_new = replace(was, shipped=(*others, shipped))
    shelf.library = with_new.amended(await shelf._versions.heads(), was.revision)
