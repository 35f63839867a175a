"""The library follows the database: its texts at once, its index when that is made."""

from knowledge.curation.version import Action, Author, Version
from knowledge.pages.entry import Status
from knowledge.search.retrieval import Abstained, Matched, Suggested
from tests.fakes.library import ENTRIES, WordIndex, entry, library
from tests.tutor.curating import NOON, Classroom
from tutor.library import Shelf

INES = Author(1002, "Ines")
QUESTION = "What is the difference between view and reshape?"


def made(one, number: int = 1, action: Action = Action.EDITED) -> Version:
    return Version(one.slug, number, action, INES, NOON, one, None)


async def test_what_another_process_published_is_there_after_a_look(room: Classroom) -> None:
    new = changed_entry("view-vs-reshape", short="Changed.\n\n```pycon\n>>> 1\n1\n```")
    await room.store.publish(made(new))

    before = room.tutor.library.entries["view-vs-reshape"]
    await room.tutor.refresh()

    assert before != new
    assert room.tutor.library.entries["view-vs-reshape"] == new
    assert (room.tutor.library.revision, room.tutor.library.indexed) == (1, 0)


async def test_a_look_when_nothing_happened_changes_nothing(room: Classroom) -> None:
    library = room.tutor.library

    await room.tutor.refresh()

    assert room.tutor.library is library


async def test_a_retired_entry_is_found_by_nobody_even_while_it_is_indexed(
    room: Classroom,
) -> None:
    retired = changed_entry("view-vs-reshape", status=Status.RETIRED)
    await room.store.publish(made(retired))
    await room.tutor.refresh()

    asked = room.tutor.library.search(QUESTION)
    vague = room.tutor.library.search("the difference between view and what")

    assert isinstance(asked, Abstained)
    assert isinstance(vague, Suggested)
    assert "view-vs-reshape" not in vague.slugs
    assert {"view-vs-reshape"}.isdisjoint(one.slug for one in asked.candidates + vague.candidates)


async def test_a_new_index_finds_the_new_and_keeps_later_texts(room: Classroom) -> None:
    new = entry("padding", "How do I pad an image on one side only?")
    await room.store.publish(made(new, action=Action.CREATED))
    await room.tutor.refresh()
    index = WordIndex(tuple(room.tutor.library.entries.values()))
    later = changed_entry("padding", of=new, question="How do I pad an image on the left?")
    await room.store.publish(made(later, 2))
    await room.tutor.refresh()

    room.shelf.reindexed(index, 1)

    assert isinstance(room.tutor.library.search(new.question), Matched)
    assert room.tutor.library.entries["padding"] == later
    assert (room.tutor.library.revision, room.tutor.library.indexed) == (2, 1)


async def test_news_come_at_once(room: Classroom) -> None:
    """The instructor's own bot need not wait for the next look."""
    await room.store.publish(made(changed_entry("view-vs-reshape", difficulty=3)))
    await room.tutor.refresh()

    await room.shelf.news(patience_seconds=3600)


async def test_a_library_without_a_database_stays_as_it_is() -> None:
    shelf = Shelf(library())

    await shelf.refresh()

    assert shelf.library.revision == 0


def changed_entry(slug: str, of=None, **changes):
    one = of or next(each for each in ENTRIES if each.slug == slug)
    return one.model_copy(update=changes)
