"""Publishing asks once more where a page answers already, or where the answer is off its topic."""

from dataclasses import replace

from knowledge.curation.draft import Draft, Step, edition
from knowledge.curation.version import Action, Published
from tests.tutor.curating import ANSWER, CODE, INES, NOON, OMAR, QUESTION, Classroom
from tutor.curation.desk import author_of
from tutor.curation.publishing import Doubtful
from tutor.curation.unanswered import AsksAlready

TAKEN = "What is the difference between cat and stack?"  # found by its words, but no wording
OFF_TOPIC = "line 4: off topic: the answer is about what-is-a-leaf"


async def doubted(room: Classroom, question: str = TAKEN) -> Doubtful:
    await room.curation.drafts.start(room.turn(INES))
    draft_id = (await room.write(question, ANSWER, CODE)).draft.id
    outcome = await room.publish(draft_id)
    assert isinstance(outcome, Doubtful), outcome
    return outcome


async def imported(room: Classroom, *findings: str, question: str = QUESTION) -> Draft:
    author = author_of(room.turn(INES))
    answer = f"{ANSWER}\n\n```python\n{CODE}\n```"
    draft = Draft(
        author, NOON, source="import:a.txt#1", question=question, answer=answer, step=Step.READY
    )
    return await room.store.add(replace(draft, findings=findings))


async def test_what_another_page_answers_is_published_only_by_who_is_sure(room: Classroom) -> None:
    found = await doubted(room)
    draft = found.preview.draft
    kept = await room.store.drafts()
    sure = await room.curation.publishing.publish(
        room.turn(INES), draft.id, edition(draft), sure=True
    )

    assert (found.wording, found.page.slug, found.off_topic) == (TAKEN, "stack-vs-cat", "")
    assert [each.id for each in kept] == [draft.id]
    assert isinstance(sure, Published)


async def test_an_answer_that_is_off_its_topic_is_shown_beside_the_nearest_page(
    room: Classroom,
) -> None:
    draft = await imported(room, OFF_TOPIC, question="What is a leaf of a tree?")

    outcome = await room.publish(
        (await room.curation.drafts.resume(room.turn(INES), draft.id)).draft.id
    )

    assert isinstance(outcome, Doubtful)
    assert (outcome.off_topic, outcome.wording) == (OFF_TOPIC, "")
    assert outcome.page.slug == "what-is-a-leaf"


async def test_another_finding_is_no_reason_to_ask(room: Classroom) -> None:
    """Whoever opened the draft has it before them."""
    draft = await imported(room, "line 4: cut off: the answer ends in a comma")

    assert isinstance(await room.publish(draft.id), Published)


async def test_a_changed_page_may_keep_what_it_is_asked_by(room: Classroom) -> None:
    begun = await room.curation.drafts.edit(room.turn(INES), "stack-vs-cat")
    await room.curation.drafts.goto(room.turn(INES), begun.id, Step.PITFALL)
    changed = await room.write("Mind the order.")

    assert isinstance(await room.publish(changed.draft.id), Published)


async def test_the_question_becomes_a_wording_and_the_draft_stays(room: Classroom) -> None:
    await room.ask(TAKEN.replace("difference", "real difference"))
    draft = (await doubted(room)).preview.draft

    first, again = [
        await room.curation.publishing.add_to(room.turn(INES), draft.id, "stack-vs-cat")
        for _ in range(2)
    ]
    outcome = await room.publish(draft.id)

    assert isinstance(first, Published)
    assert first.version.action is Action.ALIASED
    assert TAKEN in room.tutor.library.entries["stack-vs-cat"].aliases
    assert again == AsksAlready("stack-vs-cat")
    assert outcome.entry is None, "it can't be published any more"
    assert await room.store.draft(draft.id) is not None


async def test_a_wording_that_is_added_twice_by_one_press_is_added_once(room: Classroom) -> None:
    draft = (await doubted(room)).preview.draft
    turn = room.turn(INES)

    outcomes = [
        await room.curation.publishing.add_to(turn, draft.id, "stack-vs-cat") for _ in range(2)
    ]

    assert isinstance(outcomes[0], Published)
    assert outcomes[0] == outcomes[1]


async def test_an_edit_that_changes_nothing_is_not_published(room: Classroom) -> None:
    slug = (await room.publish(await room.drafted())).version.slug
    begun = await room.curation.drafts.edit(room.turn(INES), slug)
    same = await room.curation.drafts.set_topic(room.turn(INES), begun.id, begun.original.topic)

    one = await room.publish(begun.id)
    many = await room.curation.publishing.end_all(room.turn(INES), [same.draft], publish=True)

    assert (one.entry, many.done) == (begun.original, 0)
    assert await room.store.revision() == 1


async def test_a_topic_alone_makes_no_draft_ready(room: Classroom) -> None:
    begun = await room.curation.drafts.start(room.turn(INES), QUESTION)

    put = await room.curation.drafts.set_topic(room.turn(INES), begun.id, "autograd")

    assert put.draft.step is Step.ANSWER


async def test_a_draft_in_another_hand_gives_no_wording(room: Classroom) -> None:
    draft = (await doubted(room)).preview.draft

    outcome = await room.curation.publishing.add_to(room.turn(OMAR), draft.id, "stack-vs-cat")

    assert outcome.draft == draft


async def test_a_topic_lives_as_long_as_an_entry_names_it(room: Classroom) -> None:
    draft_id = await room.drafted()
    await room.curation.drafts.goto(room.turn(INES), draft_id, Step.TOPIC)
    await room.write("Lists")
    slug = (await room.publish(draft_id)).version.slug
    published = dict(room.tutor.library.topics)

    await room.curation.entries.undo(room.turn(INES), slug, 1)

    assert room.tutor.library.topics == {
        each: title for each, title in published.items() if each != "lists"
    }
    assert published["lists"] == "Lists"
