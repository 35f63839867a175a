"""Drafting: an answer is written step by step, its code is run at once, and it is published."""

from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.curation.draft import ABANDONED, Draft, Step
from knowledge.curation.version import Action, Author, EditConflict, Published
from tests.tutor.curating import ANSWER, CODE, INES, LENA, NOON, OMAR, QUESTION, Classroom
from tutor.conversation.after_answer import NoExample
from tutor.conversation.ask import Answered
from tutor.curation.desk import Gone, InstructorsOnly
from tutor.curation.preview import Preview, Unsuitable
from tutor.curation.writers import BeingWritten, writer_of

SESSION = "```pycon\n>>> a = [1, 2]\n>>> b = a[:]\n>>> b.append(3)\n>>> a\n[1, 2]\n```"


async def test_an_answer_is_written_in_three_messages(room: Classroom) -> None:
    started = await room.curation.drafts.start(room.turn(INES))
    assert isinstance(started, Draft)
    assert started.step is Step.QUESTION

    steps = []
    for text in (QUESTION, ANSWER, CODE):
        preview = await room.write(text)
        assert isinstance(preview, Preview)
        steps.append(preview.draft.step)

    assert steps == [Step.ANSWER, Step.EXAMPLE, Step.READY]
    assert preview.problems == ()
    assert preview.entry is not None
    assert preview.entry.short == f"{ANSWER}\n\n{SESSION}"
    assert preview.entry.verified.torch == "2.13.0"


async def test_what_is_published_is_answered_and_the_draft_is_gone(room: Classroom) -> None:
    draft_id = await room.drafted()

    outcome = await room.publish(draft_id)

    assert isinstance(outcome, Published)
    assert (outcome.version.action, outcome.version.author.name) == (Action.CREATED, "Ines")
    slug = outcome.version.slug
    assert slug in room.tutor.library.entries
    assert isinstance(room.tutor.choose(room.turn(LENA), slug), Answered)
    assert await room.curation.drafts.listed(room.turn(INES)) == ()
    assert await room.publish(draft_id, INES) == Gone()


async def test_code_in_the_answer_needs_no_message_of_its_own(room: Classroom) -> None:
    await room.curation.drafts.start(room.turn(INES))

    preview = await room.write(QUESTION, f"Look:\n\n```python\n{CODE}\n```\n\nIt **copies**.")

    assert preview.draft.step is Step.READY
    assert preview.entry.short == f"Look:\n\n{SESSION}\n\nIt **copies**."


async def test_code_that_fails_is_told_and_can_be_sent_again(room: Classroom) -> None:
    await room.curation.drafts.start(room.turn(INES))

    preview = await room.write(QUESTION, ANSWER, "a = [1, 2")
    await room.curation.drafts.goto(room.turn(INES), preview.draft.id, Step.EXAMPLE)
    mended = await room.write(CODE)

    assert preview.entry is None
    assert "not Python" in preview.problems[0]
    assert mended.problems == ()


async def test_an_error_on_purpose_is_an_example_too(room: Classroom) -> None:
    await room.curation.drafts.start(room.turn(INES))

    preview = await room.write(QUESTION, ANSWER, "a = [1]\na[5]")

    assert preview.problems == ()
    assert (
        ">>> a[5]\nTraceback (most recent call last):\n    ...\nIndexError" in preview.entry.short
    )


async def test_what_shows_something_else_each_time_is_refused(room: Classroom) -> None:
    await room.curation.drafts.start(room.turn(INES))

    preview = await room.write(QUESTION, ANSWER, "import uuid\nuuid.uuid4()")

    assert preview.entry is None
    assert "something else each time" in preview.problems[0]


async def test_a_message_that_comes_twice_counts_once(room: Classroom) -> None:
    """The bot was killed after taking it in and handles it again."""
    await room.curation.drafts.start(room.turn(INES))
    turn = room.turn(INES)

    first = await room.curation.drafts.write(turn, QUESTION)
    again = await room.curation.drafts.write(turn, QUESTION)

    assert first == again
    assert again.draft.step is Step.ANSWER


async def test_learners_write_nothing(room: Classroom) -> None:
    drafts, turn = room.curation.drafts, room.turn(LENA)
    draft_id = await room.drafted()

    outcomes = [
        await drafts.start(turn),
        await drafts.answer_cluster(turn, "0123456789"),
        await drafts.edit(turn, "stack-vs-cat"),
        await drafts.write(turn, "Mine now"),
        await drafts.goto(turn, draft_id, Step.ANSWER),
        await drafts.resume(turn, draft_id),
        await drafts.set_topic(turn, draft_id, "shapes"),
        await drafts.drop(turn, draft_id, Step.MORE),
        await drafts.listed(turn),
        await room.curation.publishing.discard(turn, draft_id, await room.seen(draft_id)),
        await room.curation.publishing.publish(turn, draft_id, await room.seen(draft_id)),
    ]

    assert outcomes == [InstructorsOnly()] * len(outcomes)


async def test_an_edit_changes_one_part_and_keeps_the_rest(room: Classroom) -> None:
    before = room.tutor.library.entries["view-vs-reshape"]
    draft = await room.curation.drafts.edit(room.turn(INES), "what-is-a-leaf")
    await room.curation.drafts.goto(room.turn(INES), draft.id, Step.MORE)

    preview = await room.write("A leaf has no `grad_fn`.")
    outcome = await room.publish(draft.id, INES)

    assert preview.problems == ()
    assert isinstance(outcome, Published)
    assert outcome.version.entry.more == "A leaf has no `grad_fn`."
    assert outcome.version.action is Action.EDITED
    assert (
        room.tutor.library.entries["what-is-a-leaf"].question
        == "What is a leaf tensor in autograd?"
    )
    assert room.tutor.library.entries["view-vs-reshape"] == before


async def test_of_two_who_edit_at_once_the_second_is_told(room: Classroom) -> None:
    drafts = room.curation.drafts
    mine = await drafts.edit(room.turn(INES), "what-is-a-leaf")
    theirs = await drafts.edit(room.turn(OMAR), "what-is-a-leaf")
    for user, draft, text in ((INES, mine, "Mine."), (OMAR, theirs, "Theirs.")):
        await drafts.goto(room.turn(user), draft.id, Step.PITFALL)
        await room.write(text, user=user)

    first = await room.curation.publishing.publish(
        room.turn(INES), mine.id, await room.seen(mine.id)
    )
    second = await room.curation.publishing.publish(
        room.turn(OMAR), theirs.id, await room.seen(theirs.id)
    )

    assert isinstance(first, Published)
    assert second == EditConflict(first.version)
    assert room.tutor.library.entries["what-is-a-leaf"].pitfall == "Mine."
    assert await room.store.draft(theirs.id) is not None, "what they wrote is not lost"


async def test_a_draft_that_somebody_is_writing_is_theirs(room: Classroom) -> None:
    draft_id = await room.drafted()

    theirs = await room.curation.drafts.resume(room.turn(OMAR), draft_id)
    await room.curation.drafts.put_aside(room.turn(INES))
    free = await room.curation.drafts.resume(room.turn(OMAR), draft_id)

    assert isinstance(theirs, BeingWritten)
    assert isinstance(free, Preview)
    assert await room.write("More of it.", user=INES) == Gone()


@pytest.mark.parametrize("mark", ["?", "", " ?!"])
async def test_a_question_that_an_entry_answers_already_is_refused_at_once(
    room: Classroom, mark: str
) -> None:
    taken = f"what is the difference  between stack and cat{mark}"

    begun = await room.curation.drafts.start(room.turn(INES), question=taken)
    again = await room.write(taken)
    other = await room.write(QUESTION)

    for refused in (begun, again):
        assert isinstance(refused, Unsuitable)
        assert refused.entry is not None
        assert refused.entry.slug == "stack-vs-cat"
        assert (refused.draft.question, refused.draft.step) == ("", Step.QUESTION)
    assert other.draft.step is Step.ANSWER


async def test_an_edit_may_keep_its_own_question(room: Classroom) -> None:
    draft = await room.curation.drafts.edit(room.turn(INES), "what-is-a-leaf")
    await room.curation.drafts.goto(room.turn(INES), draft.id, Step.QUESTION)

    same = await room.write(draft.question)
    await room.curation.drafts.goto(room.turn(INES), draft.id, Step.QUESTION)
    others = await room.write("What is the difference between view and reshape?")

    assert isinstance(same, Preview)
    assert isinstance(others, Unsuitable)


async def test_a_question_taken_in_the_meantime_cannot_be_published(room: Classroom) -> None:
    mine, theirs = await room.drafted(), await room.drafted(OMAR)
    await room.publish(theirs, OMAR)

    refused = await room.publish(mine, INES)

    assert isinstance(refused, Preview)
    assert "asks for the entry" in refused.problems[0]


async def test_what_is_too_long_for_a_message_is_said_where_it_is_sent(room: Classroom) -> None:
    await room.curation.drafts.start(room.turn(INES), question=QUESTION)

    answer = await room.write("m" * 4000)
    await room.write(ANSWER)
    code = await room.write("x = 1\n" * 1200)
    shown = await room.write("for n in range(600):\n    print('number', n)")
    typed = await room.write("x = 1\n" * 500)
    mended = await room.write(CODE)

    assert isinstance(answer, Unsuitable)
    assert "at most 3968 characters; that has 4000" in answer.reason
    assert isinstance(code, Unsuitable)
    assert "that has 7199" in code.reason or "that has 7200" in code.reason
    for each in (shown, typed):
        assert each.draft.step is Step.EXAMPLE, "the next message is the code again"
        assert "characters, of which one message holds" in each.problems[0]
    assert mended.problems == ()


async def test_a_fault_is_on_the_line_of_the_code_that_was_sent(room: Classroom) -> None:
    await room.curation.drafts.start(room.turn(INES), question=QUESTION)

    preview = await room.write(ANSWER, "only words")

    assert preview.problems[0].startswith("line 1 of the code: the code is not Python")


async def test_the_parts_of_an_imported_draft_are_asked_for_like_others(room: Classroom) -> None:
    draft = Draft(
        Author(0, "import"),
        NOON,
        step=Step.READY,
        question="Why? " * 60,
        answer="So:\n\n```python\na = 1\n```\n\nAnd:\n\n```\na\n```",
    )
    [saved] = await room.store.save_all([draft])

    preview = await room.curation.drafts.resume(room.turn(INES), saved.id)

    assert [problem.split(";")[0] for problem in preview.problems] == [
        "A question has 8 to 200 characters",
        "A short answer has one block of code",
    ]


async def test_a_draft_left_open_for_long_is_anybodys(room: Classroom) -> None:
    draft_id = await room.drafted()
    room.now += ABANDONED

    taken = await room.curation.drafts.resume(room.turn(OMAR), draft_id)

    assert isinstance(taken, Preview)
    assert await room.write("More of it.", user=INES) == Gone()


async def test_discarding_another_draft_leaves_the_open_one_open(room: Classroom) -> None:
    other = await room.drafted()
    mine = await room.drafted()

    await room.curation.publishing.discard(room.turn(INES), other, await room.seen(other))

    still = await room.curation.drafts.writing(room.turn(INES))
    assert still is not None
    assert still.id == mine


async def test_what_was_undone_can_be_written_anew(room: Classroom) -> None:
    draft_id = await room.drafted()
    made = await room.publish(draft_id)
    await room.curation.entries.undo(room.turn(INES), made.version.slug, 1)

    draft_id = await room.drafted()
    again = await room.publish(draft_id, INES)

    assert isinstance(again, Published)
    assert (again.version.slug, again.version.number) == (made.version.slug, 3)


async def test_an_answer_may_be_in_words(room: Classroom) -> None:
    drafts = room.curation.drafts
    await drafts.start(room.turn(INES))
    asked = await room.write(QUESTION, ANSWER)

    preview = await drafts.drop(room.turn(INES), asked.draft.id, Step.EXAMPLE)
    outcome = await room.curation.publishing.publish(
        room.turn(INES), asked.draft.id, await room.seen(asked.draft.id)
    )

    assert preview.problems == ()
    assert preview.entry.short == ANSWER
    assert isinstance(outcome, Published)
    slug = outcome.version.slug
    assert room.tutor.example(slug) == NoExample()
    assert room.tutor.drawable_example(slug) == NoExample()


async def test_saying_so_is_as_good_and_runs_nothing(room: Classroom) -> None:
    await room.curation.drafts.start(room.turn(INES))

    preview = await room.write(QUESTION, ANSWER, "No example.")

    assert preview.ran is None
    assert preview.entry.short == ANSWER
    again = await room.curation.drafts.run(room.turn(INES), preview.draft.id)
    assert isinstance(again, Preview)


async def test_an_edit_may_take_the_example_away_and_its_diagram_with_it(room: Classroom) -> None:
    draft = await room.curation.drafts.edit(room.turn(INES), "view-vs-reshape")

    preview = await room.curation.drafts.drop(room.turn(INES), draft.id, Step.EXAMPLE)

    assert preview.problems == ()
    assert (preview.entry.short, preview.entry.diagram) == ("It **depends**.", None)


async def _imported(room: Classroom) -> int:
    """A complete draft of yesterday that nobody has opened."""
    yesterday = Draft(
        Author(0, "import"),
        NOON - timedelta(days=1),
        step=Step.READY,
        question=QUESTION,
        answer=ANSWER,
        example=CODE,
    )
    [saved] = await room.store.save_all([yesterday])
    return saved.id or 0


@pytest.mark.parametrize("deed", ["resume", "goto", "drop", "finish", "set_topic"])
async def test_an_old_draft_is_whose_last_deed_it_bears(room: Classroom, deed: str) -> None:
    """Imported ones are days old when somebody opens them at last."""
    drafts, number = room.curation.drafts, await _imported(room)
    about: dict[str, tuple[object, ...]] = {
        "goto": (Step.PITFALL,),
        "drop": (Step.MORE,),
        "set_topic": (room.tutor.library.entries["view-vs-reshape"].topic,),
    }

    await getattr(drafts, deed)(room.turn(INES), number, *about.get(deed, ()))
    taken = await drafts.resume(room.turn(OMAR), number)
    published = await room.curation.publishing.publish(
        room.turn(OMAR), number, await room.seen(number)
    )

    assert isinstance(taken, BeingWritten)
    assert isinstance(published, BeingWritten)
    assert await drafts.writing(room.turn(INES)) is not None


@pytest.mark.parametrize("deed", ["look", "run", "publish"])
async def test_looking_at_ones_own_draft_keeps_it(room: Classroom, deed: str) -> None:
    drafts, number = room.curation.drafts, await _imported(room)
    await drafts.resume(room.turn(INES), number)
    await drafts.drop(room.turn(INES), number, Step.EXAMPLE)
    await room.store.save(
        replace(await room.store.draft(number), answer="<b>"), writer=writer_of(room.turn(INES))
    )

    room.now += ABANDONED - timedelta(minutes=5)
    seen = [await room.seen(number)] if deed == "publish" else []
    part = room.curation.publishing if deed == "publish" else drafts
    await getattr(part, deed)(room.turn(INES), number, *seen)
    room.now += timedelta(minutes=30)

    assert isinstance(await drafts.resume(room.turn(OMAR), number), BeingWritten)


async def test_a_refused_message_keeps_the_draft_as_well(room: Classroom) -> None:
    drafts = room.curation.drafts
    started = await drafts.start(room.turn(INES))
    room.now += ABANDONED - timedelta(minutes=5)
    refused = await room.write("Why?")
    room.now += timedelta(minutes=30)

    assert isinstance(refused, Unsuitable)
    assert isinstance(await drafts.resume(room.turn(OMAR), started.id), BeingWritten)


async def test_what_was_worked_on_last_is_listed_first(room: Classroom) -> None:
    old = await _imported(room)
    new = await room.drafted(OMAR)

    before = await room.curation.drafts.listed(room.turn(INES))
    await room.curation.drafts.goto(room.turn(INES), old, Step.PITFALL)
    after = await room.curation.drafts.listed(room.turn(INES))

    assert [each.id for each in before] == [new, old]
    assert [each.id for each in after] == [old, new]


async def test_each_class_lists_its_own_drafts_and_what_nobody_imported(room: Classroom) -> None:
    await room.parted()
    imported = await room.store.add(Draft(Author(0, "import"), NOON, source="import:a.txt#1"))
    drafts = {who: await room.drafted(who) for who in (INES, OMAR)}

    for who, own in drafts.items():
        found = await room.curation.drafts.listed(room.turn(who))
        assert {each.id for each in found} == {own, imported.id}


async def test_what_is_published_has_no_diagram_that_its_code_does_not_lead_up_to(
    room: Classroom,
) -> None:
    drafts = room.curation.drafts
    draft = await drafts.edit(room.turn(INES), "view-vs-reshape")
    await drafts.goto(room.turn(INES), draft.id, Step.ANSWER)

    preview = await room.write(f"{ANSWER}\n\n```\n{CODE}\n```")
    outcome = await room.curation.publishing.publish(
        room.turn(INES), draft.id, await room.seen(draft.id)
    )

    assert preview.problems == ()
    assert preview.entry.diagram is None
    assert isinstance(outcome, Published)
    assert outcome.version.entry == preview.entry


async def test_a_change_of_what_was_taken_back_makes_it_anew(room: Classroom) -> None:
    drafts = room.curation.drafts
    made = (await room.publish(await room.drafted())).version
    editing = await drafts.edit(room.turn(OMAR), made.slug)
    await drafts.goto(room.turn(OMAR), editing.id, Step.PITFALL)
    await room.write("Omar's.", user=OMAR)
    await room.curation.entries.undo(room.turn(INES), made.slug, 1)

    refused = await room.publish(editing.id, OMAR)
    again = await drafts.rebase(room.turn(OMAR), editing.id)
    published = await room.publish(editing.id, OMAR)

    assert isinstance(refused, EditConflict)
    assert isinstance(again, Preview)
    assert isinstance(published, Published)
    version = published.version
    assert (version.slug, version.number, version.action) == (made.slug, 3, Action.CREATED)
    assert room.tutor.library.entries[made.slug] == made.entry.model_copy(
        update={"pitfall": "Omar's."}
    )


async def test_what_its_preview_did_not_show_is_not_published(room: Classroom) -> None:
    """An instructor scrolls up to a button of before, or a colleague has written since."""
    drafts = room.curation.drafts
    draft_id = await room.drafted()
    shown_before = await room.seen(draft_id)
    await drafts.goto(room.turn(INES), draft_id, Step.EXAMPLE)
    await room.write("1 / 0")
    await drafts.put_aside(room.turn(INES))

    of_omar = await room.curation.publishing.publish(room.turn(OMAR), draft_id, shown_before)
    of_an_earlier_release = await room.curation.publishing.publish(room.turn(OMAR), draft_id, 0)

    for refused in (of_omar, of_an_earlier_release):
        assert isinstance(refused, Preview)
        assert refused.draft.example == "1 / 0"
    assert await room.store.revision() == 0


async def test_a_part_that_is_asked_for_and_not_written_leaves_its_preview_true(
    room: Classroom,
) -> None:
    draft_id = await room.drafted()
    seen = await room.seen(draft_id)
    await room.curation.drafts.goto(room.turn(INES), draft_id, Step.MORE)

    outcome = await room.curation.publishing.publish(room.turn(INES), draft_id, seen)

    assert isinstance(outcome, Published)


async def test_what_was_written_since_is_not_discarded(room: Classroom) -> None:
    drafts = room.curation.drafts
    draft_id = await room.drafted()
    asked = await room.seen(draft_id)
    await drafts.put_aside(room.turn(INES))
    await drafts.resume(room.turn(OMAR), draft_id)
    await drafts.goto(room.turn(OMAR), draft_id, Step.PITFALL)
    await room.write("Omar's.", user=OMAR)
    await drafts.put_aside(room.turn(OMAR))

    kept = await room.curation.publishing.discard(room.turn(INES), draft_id, asked)

    assert isinstance(kept, Preview)
    assert kept.draft.pitfall == "Omar's."
    assert await room.store.drafts() == (kept.draft,)
