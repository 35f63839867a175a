from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.curation.compose import (
    Place,
    Unfit,
    composed,
    faults,
    slug_for,
)
from knowledge.curation.draft import Draft, Proven
from knowledge.curation.ownership import ALIASES, owners_of, rewordings
from knowledge.curation.page_text import as_page
from knowledge.pages.consistency import inconsistencies
from knowledge.pages.entry import Entry, Verified
from knowledge.pages.page import Page
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


def problems_of_its_file(new: Entry) -> list[str]:
    """What `knowledge check` says of an export's page by itself, its links apart."""
    page = as_page(new.model_copy(update={"prerequisites": (), "see_also": ()}))
    assert isinstance(page, Page)
    return [each.message for each in inconsistencies([page], [new.topic], ())]


ASKED_TWICE = {
    "the question is one of its own aliases": {"question": "squeeze in other words 2"},
    "the question is one of its further wordings": {"question": "said otherwise"},
    "a written wording is the question": {"aliases": ("What is squeeze, in short?",)},
    "a written wording is a further one": {"aliases": ("Said  Otherwise",)},
    "a written wording is one of not_for": {"aliases": ("what is unsqueeze",)},
    "the question is one of not_for": {"question": "What is unsqueeze"},
}


@pytest.mark.parametrize("changes", ASKED_TWICE.values(), ids=ASKED_TWICE)
def test_a_change_leaves_a_file_with_each_wording_once(changes: dict[str, Any]) -> None:
    """Or the export of what learners get would be refused."""
    original = entry(
        "squeeze",
        question="What is squeeze, in short?",
        wordings=["said otherwise", "x = 1\nx"],
        not_for=["what is unsqueeze", "what is a view"],
    )
    written = {name: text for name, text in changes.items() if name == "question"}
    aliases = changes.get("aliases", ())
    draft = replace(
        DRAFT,
        original=original,
        slug="squeeze",
        question=written.get("question", original.question),
        aliases=(*original.aliases, *aliases) if aliases else None,
    )

    changed = made(draft, place=replace(PLACE, slug="squeeze"))

    assert faults(changed, OTHERS) == ()
    assert problems_of_its_file(changed) == []
    assert len(changed.aliases) >= ALIASES
    assert changed.not_for[-1] == "what is a view"


def test_an_edit_leaves_to_another_entry_what_a_release_gave_it() -> None:
    """Its author has not written it, and could not take it out of the file of wordings."""
    original = entry("squeeze", wordings=["strides in other words 1", "said otherwise"])
    draft = replace(DRAFT, original=original, slug="squeeze", question=original.question)

    unwritten = made(draft, place=replace(PLACE, slug="squeeze"))
    typed = made(
        replace(draft, aliases=(*original.aliases, "strides in other words 1")),
        place=replace(PLACE, slug="squeeze"),
    )

    assert unwritten.wordings == ("said otherwise",)
    assert faults(unwritten, OTHERS) == ()
    assert "asks for the entry strides already" in faults(typed, OTHERS)[0]


@pytest.mark.parametrize(
    ("question", "fits", "misfits"),
    [
        (
            "How do I show the contents of a tensor?",
            "I want to show the contents of a tensor",
            "explain",
        ),
        ("What is the stride of a tensor?", "explain the stride of a tensor", "how to"),
        ("Show the contents of a tensor", "question: Show the contents of a tensor", "explain"),
        ("Why does a view share memory?", "in PyTorch: Why does a view share memory", "explain"),
        (
            "What is a leaf, and why is it one?",
            "my question: What is a leaf, and why is it one",
            "explain",
        ),
        ("What is the dim argument for?", "about tensors: What is the dim argument for", "explain"),
    ],
)
def test_a_title_is_asked_for_in_sentences_that_it_fits(
    question: str, fits: str, misfits: str
) -> None:
    made = list(rewordings(question))

    assert fits in made
    assert not [each for each in made if each.startswith(misfits)]
