from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.curation.compose import (
    ALIASES,
    Place,
    Unfit,
    composed,
    faults,
    owners_of,
    rewordings,
    slug_for,
    with_aliases,
)
from knowledge.curation.draft import Draft, Proven
from knowledge.entry import Entry, Verified
from tests.knowledge.curation.examples import INES, NOON, entry
from tests.knowledge.writing import SHORT

DRAFT = Draft(INES, NOON, question="How do I pad a tensor on one side?", answer="So.")
PROVEN = Proven(SHORT, None, None, Verified(torch="2.13.0", numpy="2.4.6"))
PLACE = Place("pad-tensor-one-side", "shapes", 2, ("squeeze",))
OTHERS = owners_of([entry("squeeze"), entry("strides")])


def made(draft: Draft = DRAFT, proven: Proven = PROVEN, place: Place = PLACE) -> Entry:
    found = composed(draft, proven, place, OTHERS)
    assert isinstance(found, Entry), found
    return found


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("How do I pad a tensor on one side?", "pad-tensor-one-side"),
        ("What is it?", "what-is-it"),
        ("???? ????", "entry"),
        ("Überall ± ∞: why?", "berall"),
    ],
)
def test_an_entry_is_named_by_telling_words(question: str, slug: str) -> None:
    assert slug_for(question, ()) == slug


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert slug_for("padding", ["padding", "padding-2"]) == "padding-3"


@given(st.text(min_size=8, max_size=200), st.sets(st.just("entry")))
def test_any_question_has_a_name_that_an_entry_takes(question: str, taken: set[str]) -> None:
    slug = slug_for(question, taken)

    assert slug not in taken
    assert made(place=replace(PLACE, slug=slug)).slug == slug


def test_a_new_entry_has_all_that_a_file_needs() -> None:
    new = made()

    assert (new.topic, new.difficulty, new.see_also) == ("shapes", 2, ("squeeze",))
    assert (new.question, new.short, new.verified.torch) == (DRAFT.question, SHORT, "2.13.0")
    assert len(new.aliases) == ALIASES
    assert faults(new, OTHERS) == ()


def test_learners_wordings_come_before_made_ones() -> None:
    new = made(replace(DRAFT, wordings=("pad  left\nonly", "pad one side")))

    assert new.aliases[:2] == ("pad left only", "pad one side")
    assert len(new.aliases) == ALIASES


@given(st.text(st.characters(codec="utf-8"), min_size=8, max_size=150).filter(str.strip))
def test_wordings_are_distinct_whatever_is_asked(question: str) -> None:
    texts = [" ".join(text.split()).casefold() for text in rewordings(question)]

    assert len(texts) > ALIASES
    assert len(set(texts)) >= ALIASES


def test_an_edit_keeps_what_was_not_written() -> None:
    original = entry("squeeze", wordings=["said otherwise"], difficulty=3)
    draft = replace(DRAFT, original=original, question="What does squeeze do?", topic="memory")

    changed = made(draft)

    assert changed.question == "What does squeeze do?"
    assert changed.topic == "memory"
    assert (changed.wordings, changed.aliases) == (original.wordings, original.aliases)


def test_what_no_entry_can_be_is_said() -> None:
    found = composed(replace(DRAFT, question="Why?"), PROVEN, PLACE, OTHERS)

    assert isinstance(found, Unfit)
    assert "question: String should have at least 8 characters" in found.problems[0]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"short": f"{SHORT}\n\n{SHORT}"}, "expected one pycon block in the short answer, got 2"),
        ({"short": f"{'word ' * 200}\n\n{SHORT}"}, "short: expected at most 130 words"),
        ({"more": "<b>bold</b>"}, "HTML is not allowed"),
        ({"question": "squeeze in other words 3"}, "asks for the entry squeeze already"),
    ],
)
def test_what_a_file_could_not_hold_is_a_fault(changes: dict[str, str], problem: str) -> None:
    new = made().model_copy(update=changes)

    assert any(problem in each for each in faults(new, OTHERS))


def test_a_wording_that_asks_for_another_entry_is_no_alias() -> None:
    one = entry("squeeze")
    wordings = ["Something  NEW", "something new", "strides in other words 1", "a" * 300]

    more = with_aliases(one, wordings, OTHERS)

    assert more.aliases == (*one.aliases, "Something NEW", "a" * 200)
