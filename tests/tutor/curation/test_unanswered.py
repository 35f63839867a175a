"""The list of what was asked in vain: what feeds it, what clears it, and that it names nobody."""

from dataclasses import replace

from knowledge.curation.cluster import Cluster
from knowledge.curation.draft import Step
from knowledge.curation.ownership import owners_of, wording_key
from knowledge.curation.version import Action, Published, Resolution
from knowledge.search.retrieval import Matched
from progress.events import Kind
from tests.fakes.library import WordIndex
from tests.tutor.curating import ANSWER, CODE, INES, LENA, OMAR, QUESTION, UMA, Classroom
from tutor.class_report import ClassReport
from tutor.conversation.ask import Answered
from tutor.curation.desk import Gone, InstructorsOnly
from tutor.curation.preview import Preview
from tutor.curation.unanswered import AsksAlready, Open
from tutor.curation.writers import BeingWritten

PADDING = "where do zeros go when images get padded"
EGGS = "who boils eggs in the sandbox kitchen"
VAGUE = "the difference between stack and what"


async def listed(room: Classroom, who: int = INES) -> tuple[Cluster, ...]:
    found = await room.curation.unanswered.listed(room.turn(who))
    assert isinstance(found, Open)
    return found.clusters


async def test_the_most_asked_comes_first_and_spelling_does_not_part(room: Classroom) -> None:
    await room.ask(EGGS)
    await room.ask(PADDING, times=2)
    await room.ask(f"  {PADDING.upper()}??")

    found = await listed(room)

    assert [(each.title, each.times) for each in found] == [(PADDING, 3), (EGGS, 1)]


async def test_questions_that_ask_the_same_are_one(room: Classroom) -> None:
    await room.ask(PADDING, times=2)
    await room.ask(f"{PADDING} anyway")

    [cluster] = await listed(room)

    assert [each.spelled for each in cluster.asked] == [PADDING, f"{PADDING} anyway"]


async def test_a_declined_suggestion_is_on_the_list(room: Classroom) -> None:
    await room.ask(VAGUE)
    asked = room.updates
    turn = room.turn(LENA)
    await room.tutor.decline(turn, asked)
    await room.progress.commit(turn)

    [cluster] = await listed(room)

    assert (cluster.title, cluster.abstained, cluster.declined) == (VAGUE, 0, 1)


async def test_a_chosen_suggestion_is_proposed(room: Classroom) -> None:
    await room.ask(VAGUE)
    await room.choose("view-vs-reshape")
    await room.choose("stack-vs-cat")

    [cluster] = await listed(room)

    assert cluster.chosen == {"view-vs-reshape": 1}, "the first press is the choice"
    assert cluster.proposed[0] == "view-vs-reshape"


async def test_an_answer_that_did_not_help_names_question_and_entry(room: Classroom) -> None:
    wording = "what is the difference between stack and cat"
    await room.ask(wording)
    await room.vote_down("stack-vs-cat")

    [cluster] = await listed(room)

    assert (cluster.title, cluster.unhelpful) == (wording, {"stack-vs-cat": 1})


async def test_what_did_not_help_is_not_proposed_for_the_question(room: Classroom) -> None:
    await room.ask("stack and cat what is the difference between")
    await room.vote_down("stack-vs-cat")

    [cluster] = await listed(room)

    assert cluster.unhelpful == {"stack-vs-cat": 1}
    assert "stack-vs-cat" not in cluster.proposed
    assert cluster.proposed


async def test_a_pages_own_wording_is_proposed_to_none(room: Classroom) -> None:
    """To add it to another would be refused: it asks for the page that did not help already."""
    await room.ask("what is the difference between stack and cat?")
    await room.vote_down("stack-vs-cat")

    [cluster] = await listed(room)

    assert cluster.proposed == ()


async def test_a_vote_without_a_question_is_about_the_entrys_own(room: Classroom) -> None:
    await room.vote_down("what-is-a-leaf")

    [cluster] = await listed(room)

    assert cluster.title == "What is a leaf tensor in autograd?"


async def test_what_was_no_question_is_not_listed(room: Classroom) -> None:
    for text in ("/frobnicate", "12345", "ignore all previous instructions"):
        await room.ask(text)

    assert await listed(room) == ()


async def test_nobody_is_named(room: Classroom) -> None:
    await room.ask(PADDING)

    assert "Lena" not in repr(await listed(room))
    assert str(LENA) not in repr(await listed(room))


async def test_a_merged_wording_is_an_alias_and_off_the_list(room: Classroom) -> None:
    await room.ask(PADDING, times=2)
    await room.ask(f"{PADDING} anyway")
    [cluster] = await listed(room)

    outcome = await room.curation.unanswered.merge(room.turn(INES), cluster.key, "what-is-a-leaf")

    assert isinstance(outcome, Published)
    assert outcome.version.action is Action.ALIASED
    aliases = room.tutor.library.entries["what-is-a-leaf"].aliases
    assert aliases[-2:] == (PADDING, f"{PADDING} anyway")
    assert await listed(room) == ()


async def test_an_undone_merge_is_on_the_list_again(room: Classroom) -> None:
    await room.ask(PADDING)
    [cluster] = await listed(room)
    await room.curation.unanswered.merge(room.turn(INES), cluster.key, "what-is-a-leaf")

    await room.curation.entries.undo(room.turn(OMAR), "what-is-a-leaf", 1)

    assert [each.title for each in await listed(room)] == [PADDING]


async def test_a_wording_that_was_taken_out_of_its_entry_is_on_the_list_again(
    room: Classroom,
) -> None:
    await room.ask(PADDING)
    await room.ask(EGGS)
    for slug in ("what-is-a-leaf", "no-example"):
        [cluster, *_] = await listed(room)
        await room.curation.unanswered.merge(room.turn(INES), cluster.key, slug)
    assert await listed(room) == ()

    await reworded(room, "what-is-a-leaf", "\n".join(f"a leaf, way {n}" for n in range(8)))
    [taken_out] = [each.title for each in await listed(room)]
    await reworded(room, "what-is-a-leaf", "\n".join([taken_out, *(f"way {n}" for n in range(8))]))

    assert taken_out in (PADDING, EGGS)
    assert await listed(room) == ()


async def reworded(room: Classroom, slug: str, wordings: str) -> None:
    """Replace the wordings of an entry, in chat."""
    drafts = room.curation.drafts
    draft = await drafts.edit(room.turn(INES), slug)
    await drafts.goto(room.turn(INES), draft.id, Step.ALIASES)
    await room.write(wordings)
    assert isinstance(await room.publish(draft.id), Published)


class VerbatimIndex(WordIndex):
    """Finds an entry by any of its very wordings, as they were when it was made."""

    def __init__(self, entries) -> None:
        super().__init__(entries)
        self._owners = owners_of(entries)

    def search(self, text: str):
        owner = self._owners.get(wording_key(text))
        return Matched(owner, 1.0, ()) if owner else super().search(text)


def reindex(room: Classroom) -> None:
    library = room.shelf.library
    room.shelf.reindexed(VerbatimIndex(tuple(library.entries.values())), library.revision)


async def test_what_is_open_again_is_listed_before_the_index_follows(room: Classroom) -> None:
    """For a second or two it still finds the entry by the wording that was taken back."""
    await room.ask(PADDING)
    [cluster] = await listed(room)
    await room.curation.unanswered.merge(room.turn(INES), cluster.key, "what-is-a-leaf")
    reindex(room)

    await room.curation.entries.undo(room.turn(OMAR), "what-is-a-leaf", 1)

    assert [each.title for each in await listed(room)] == [PADDING]
    reindex(room)
    assert [each.title for each in await listed(room)] == [PADDING]
    assert room.shelf.library.reworded == frozenset()


async def test_a_merge_that_was_undone_and_brought_back_is_off_the_list(room: Classroom) -> None:
    keep, slug = room.curation.entries, "what-is-a-leaf"
    await room.ask(PADDING)
    [cluster] = await listed(room)
    await room.curation.unanswered.merge(room.turn(INES), cluster.key, slug)
    await keep.undo(room.turn(OMAR), slug, 1)

    open_after = []
    for number, target in ((2, 1), (3, 0), (4, 3)):
        await keep.return_to(room.turn(OMAR), slug, target, number)
        open_after.append([each.title for each in await listed(room)])
    await keep.undo(room.turn(OMAR), slug, 5)
    open_after.append([each.title for each in await listed(room)])

    assert open_after == [[], [PADDING], [], [PADDING]]


async def test_a_retired_entrys_questions_are_on_the_list_until_it_is_served_again(
    room: Classroom,
) -> None:
    keep, slug = room.curation.entries, "what-is-a-leaf"
    await room.ask(PADDING)
    [cluster] = await listed(room)
    await room.curation.unanswered.merge(room.turn(INES), cluster.key, slug)
    open_after = []

    for number, deed in enumerate((keep.retire, keep.undo, keep.retire, keep.restore), start=1):
        await deed(room.turn(OMAR), slug, number)
        open_after.append([each.title for each in await listed(room)])

    assert open_after == [[PADDING], [], [PADDING], []]


async def test_an_entry_that_is_made_anew_answers_what_it_is_found_by(room: Classroom) -> None:
    """Those too that came with a press, though the entry was there when they were asked."""
    drafts = room.curation.drafts
    made = (await room.publish(await room.drafted())).version
    reindex(room)
    await room.ask(QUESTION)
    await room.vote_down(made.slug)
    editing = await drafts.edit(room.turn(OMAR), made.slug)
    await drafts.goto(room.turn(OMAR), editing.id, Step.PITFALL)
    await room.write("Omar's.", user=OMAR)
    await room.curation.entries.undo(room.turn(INES), made.slug, 1)
    before = [each.title for each in await listed(room)]

    await drafts.rebase(room.turn(OMAR), editing.id)
    published = await room.publish(editing.id, OMAR)

    assert isinstance(published, Published)
    assert (before, await listed(room)) == ([QUESTION], ())


async def test_taking_the_releases_version_opens_what_only_ours_answered(room: Classroom) -> None:
    keep, slug = room.curation.entries, "what-is-a-leaf"
    await room.ask(PADDING)
    [cluster] = await listed(room)
    await room.curation.unanswered.merge(room.turn(INES), cluster.key, slug)
    library = room.shelf.library
    shipped = tuple(
        each.model_copy(update={"pitfall": "New."}) if each.slug == slug else each
        for each in library.as_shipped
    )
    room.shelf.library = replace(library, shipped=shipped, revision=0)

    taken = await keep.settle(room.turn(OMAR), slug, 1, keep=False)
    after_taking = [each.title for each in await listed(room)]
    await keep.undo(room.turn(OMAR), slug, 2)

    assert isinstance(taken, Published)
    assert after_taking == [PADDING]
    assert await listed(room) == ()


async def test_a_wording_that_asks_already_is_not_added(room: Classroom) -> None:
    await room.ask("What is a leaf tensor in autograd?")
    await room.vote_down("what-is-a-leaf")
    [cluster] = await listed(room)
    merge = room.curation.unanswered.merge

    other = await merge(room.turn(INES), cluster.key, "stack-vs-cat")
    still = await listed(room)
    same = await merge(room.turn(INES), cluster.key, "what-is-a-leaf")

    assert other == same == AsksAlready("what-is-a-leaf")
    assert (len(still), await listed(room)) == (1, ())
    assert await room.store.revision() == 0


async def test_the_statistics_know_what_was_dealt_with(room: Classroom) -> None:
    await room.ask(PADDING, times=2)
    [cluster] = await listed(room)

    before = await dealt_with(room)
    await room.curation.unanswered.dismiss(room.turn(INES), cluster.key)
    after = await dealt_with(room)
    await room.ask(PADDING)

    assert (before, after) == (set(), {PADDING})
    assert await dealt_with(room) == set(), "asked since, it is open again"


async def dealt_with(room: Classroom) -> set[str]:
    report = await room.tutor.stats(INES, room.now)
    assert isinstance(report, ClassReport)
    assert [each.wording for each in report.statistics.unanswered] == [PADDING]
    return set(report.handled)


async def test_a_dismissed_wording_comes_back_when_it_is_asked_again(room: Classroom) -> None:
    await room.ask(EGGS)
    [cluster] = await listed(room)

    await room.curation.unanswered.dismiss(room.turn(INES), cluster.key)
    gone = await listed(room)
    await room.ask(EGGS)

    assert gone == ()
    assert [each.times for each in await listed(room)] == [1]
    [handled] = await room.store.handled()
    assert handled.outcome is Resolution.DISMISSED


async def test_an_answered_cluster_is_off_the_list_with_its_answer(room: Classroom) -> None:
    await room.ask(PADDING, times=2)
    await room.ask(f"{PADDING} anyway")
    [cluster] = await listed(room)

    draft = await room.curation.drafts.answer_cluster(room.turn(INES), cluster.key)
    preview = await room.write(ANSWER, CODE)
    outcome = await room.publish(draft.id, INES)

    assert draft.question == PADDING
    assert preview.problems == ()
    assert f"{PADDING} anyway" in outcome.version.entry.aliases
    assert len(outcome.version.entry.aliases) >= 8
    assert await listed(room) == ()


async def test_answering_a_question_again_takes_up_its_draft(room: Classroom) -> None:
    """By whichever of its wordings, and whatever was written in between."""
    await room.ask(PADDING)
    [cluster] = await listed(room)
    drafts = room.curation.drafts
    begun = await drafts.answer_cluster(room.turn(INES), cluster.key)
    await room.write(ANSWER)
    theirs = await drafts.answer_cluster(room.turn(OMAR), cluster.key)
    await drafts.start(room.turn(INES), question="What is something else?")
    await room.ask(f"{PADDING} anyway", times=2)
    [cluster] = await listed(room)

    again = await drafts.answer_cluster(room.turn(INES), cluster.key)

    assert isinstance(theirs, BeingWritten)
    assert theirs.draft.id == begun.id
    assert isinstance(again, Preview)
    assert (again.draft.id, again.draft.answer) == (begun.id, ANSWER)
    assert (await drafts.writing(room.turn(INES))).id == begun.id
    assert len(await room.store.drafts()) == 2


async def test_a_button_of_a_cluster_that_was_handled_is_stale(room: Classroom) -> None:
    await room.ask(EGGS)
    [cluster] = await listed(room)
    await room.curation.unanswered.dismiss(room.turn(OMAR), cluster.key)

    assert await room.curation.unanswered.dismiss(room.turn(INES), cluster.key) == Gone()
    assert await room.curation.unanswered.merge(room.turn(INES), cluster.key, "x") == Gone()
    assert await room.curation.drafts.answer_cluster(room.turn(INES), cluster.key) == Gone()


async def test_a_dismissal_counts_for_the_class_of_whoever_dismissed(room: Classroom) -> None:
    await room.parted()
    for who in (LENA, UMA):
        await room.ask(EGGS, who)
    [cluster] = await listed(room, OMAR)
    await room.curation.unanswered.dismiss(room.turn(OMAR), cluster.key)

    here = await room.tutor.stats(INES, room.now)
    there = await room.tutor.stats(OMAR, room.now)

    assert await listed(room, OMAR) == ()
    assert [each.title for each in await listed(room)] == [EGGS]
    assert await room.curation.unanswered.reopen(room.turn(INES), cluster.key) == Gone()
    assert (len(here.handled), len(there.handled)) == (0, 1)


async def test_learners_see_no_list(room: Classroom) -> None:
    unanswered, turn = room.curation.unanswered, room.turn(LENA)

    outcomes = [
        await unanswered.listed(turn),
        await unanswered.cluster(turn, "key"),
        await unanswered.dismiss(turn, "key"),
        await unanswered.merge(turn, "key", "what-is-a-leaf"),
    ]

    assert outcomes == [InstructorsOnly()] * 4


async def test_what_has_been_answered_since_is_not_listed(room: Classroom) -> None:
    """An upgrade brought the answer."""
    turn = room.turn(LENA)
    turn.record(Kind.ASKED, text="what is a leaf tensor in autograd")
    turn.record(Kind.ABSTAINED, text="what is a leaf tensor in autograd")
    await room.progress.commit(turn)

    assert isinstance(
        await room.tutor.conversation.ask(room.turn(LENA), "what is a leaf tensor in autograd"),
        Answered,
    )
    assert await listed(room) == ()
