"""Of two who changed the same entry, the second keeps their own parts and takes the rest."""

from dataclasses import replace

from knowledge.curation.compose import rebased
from knowledge.curation.draft import Draft, Step
from tests.knowledge.curation.examples import INES, NOON, entry

BEFORE = entry("one", pitfall="Old.")


def editing(**changes) -> Draft:
    draft = Draft(
        INES,
        NOON,
        question=BEFORE.question,
        answer=BEFORE.short,
        pitfall=BEFORE.pitfall,
        slug=BEFORE.slug,
        original=BEFORE,
        expected=1,
        base="a",
    )
    return replace(draft, **changes)


def test_what_was_not_touched_is_as_in_the_newest() -> None:
    newest = BEFORE.model_copy(update={"pitfall": "New.", "question": "What is the newest one?"})

    moved = rebased(editing(more="Mine."), newest, 4, "b")

    assert (moved.question, moved.pitfall, moved.more) == (newest.question, "New.", "Mine.")
    assert (moved.expected, moved.base, moved.original) == (4, "b", newest)
    assert (moved.step, moved.proven) == (Step.READY, None)


def test_what_both_changed_stays_the_author_s() -> None:
    newest = BEFORE.model_copy(update={"pitfall": "Theirs."})

    assert rebased(editing(pitfall="Mine."), newest, 2, None).pitfall == "Mine."
    assert rebased(editing(pitfall=None), newest, 2, None).pitfall is None


def test_wordings_of_both_are_kept() -> None:
    newest = BEFORE.model_copy(update={"aliases": (*BEFORE.aliases, "theirs")})

    moved = rebased(editing(aliases=("mine", *BEFORE.aliases[1:])), newest, 2, None)

    assert moved.aliases == ("mine", *BEFORE.aliases[1:], "theirs")
    assert rebased(editing(), newest, 2, None).aliases is None


def test_whether_there_is_an_example_goes_with_the_answer() -> None:
    in_words = BEFORE.model_copy(update={"short": "In words."})

    assert rebased(editing(), in_words, 2, None).in_words
    assert not rebased(editing(example="1"), in_words, 2, None).in_words
    assert rebased(editing(answer="Mine.", in_words=True), BEFORE, 2, None).in_words
