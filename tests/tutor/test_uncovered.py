"""What no page covered waits for instructors, until something does: on the shipped content."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge.curation.cluster import Cluster
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.version import Action, Author, Version
from progress.stores.progress_store import ProgressStore
from tests.tutor.curating import INES, LENA, OMAR, Classroom, classroom
from tutor.conversation.followup import Excerpt, TakenAs
from tutor.curation.unanswered import Open
from tutor.library import Library

SLUG, OTHER = "squeeze-dim", "softmax-dim"
WOMBATS = "and for wombats?"
QUANTUM = "and on a quantum computer?"


@pytest.fixture
async def room(library: Library, store: ProgressStore, engine: AsyncEngine) -> Classroom:
    return await classroom(store, CurationStore(engine), library)


async def listed(room: Classroom) -> tuple[Cluster, ...]:
    found = await room.curation.unanswered.listed(room.turn(INES))
    assert isinstance(found, Open)
    return found.clusters


async def after(room: Classroom, slug: str, said: str) -> None:
    """Read a page, and say what follows on it."""
    await room.choose(slug)
    await room.ask(said)


async def test_what_a_page_did_not_cover_is_on_the_list(room: Classroom) -> None:
    """A search for it finds the very page that it was asked of."""
    question = room.tutor.library.entries[SLUG].question
    for said in (WOMBATS, QUANTUM):
        await after(room, SLUG, said)
    await after(room, SLUG, WOMBATS)

    found = await listed(room)

    titles = [(each.title, each.times) for each in found]
    assert titles == [(f"{question} {WOMBATS}", 2), (f"{question} {QUANTUM}", 1)]
    assert all(SLUG not in each.proposed for each in found), "it does not cover it"


async def test_the_same_after_another_page_is_another_question(room: Classroom) -> None:
    await after(room, SLUG, WOMBATS)
    await after(room, OTHER, WOMBATS)
    await after(room, OTHER, "and what about wombats")

    found = await listed(room)

    assert [len(each.asked) for each in found] == [2, 1]


async def test_it_is_off_the_list_once_its_page_covers_it(room: Classroom) -> None:
    await after(room, SLUG, WOMBATS)
    entry = room.tutor.library.entries[SLUG]
    told = "Wombats are cubes, and a tensor of wombats squeezes like any other."
    covering = entry.model_copy(update={"pitfall": f"{entry.pitfall}\n\n{told}"})
    typo = entry.model_copy(update={"pitfall": f"{entry.pitfall}\n\nOnce more: look out."})

    for number, changed, still_open in ((1, typo, 1), (2, covering, 0)):
        version = Version(
            SLUG, number, Action.EDITED, Author(OMAR, "Omar"), room.now, changed, None
        )
        await room.store.publish(version)
        assert len(await listed(room)) == still_open


async def test_a_page_is_proposed_that_is_near_what_was_said(room: Classroom) -> None:
    for said in ("and for masked rows?", WOMBATS):
        await after(room, SLUG, said)

    near, far = [each.proposed for each in reversed(await listed(room))]

    assert near[0] == "mask-assignment"
    assert SLUG not in near
    assert far == ()


async def test_an_entry_that_it_is_added_to_answers_the_next_who_asks(room: Classroom) -> None:
    await after(room, SLUG, WOMBATS)
    [cluster] = await listed(room)
    near = room.tutor.library.search(cluster.title).candidates
    slug = next(each.slug for each in near if each.slug != SLUG)

    await room.curation.unanswered.merge(room.turn(INES), cluster.key, slug)
    emptied = await listed(room)
    await room.choose(SLUG)
    answer = await room.tutor.conversation.ask(room.turn(LENA), WOMBATS)

    assert emptied == ()
    assert isinstance(answer, TakenAs)
    assert (answer.answered.entry.slug, answer.after.slug) == (slug, SLUG)


async def test_what_is_added_to_the_page_itself_shows_more_of_it(room: Classroom) -> None:
    await after(room, SLUG, WOMBATS)
    [cluster] = await listed(room)

    await room.curation.unanswered.merge(room.turn(INES), cluster.key, SLUG)
    await room.choose(SLUG)
    answer = await room.tutor.conversation.ask(room.turn(LENA), WOMBATS)

    assert isinstance(answer, Excerpt)
    assert answer.entry.slug == SLUG
