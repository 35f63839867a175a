"""What a draft says has a number; where it stands, and who wrote when, has none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.curation.draft import SHOWN, Draft, Proven, Step, edition
from knowledge.curation.version import Author
from knowledge.pages.entry import Verified
from tests.knowledge.curation.examples import NOON

DRAFT = Draft(Author(1, "Ines"), NOON, question="Why?", answer="So.", example="1 + 1")


PROVEN = Proven("So.", None, None, Verified(torch="2.13.0", numpy="2.4.6"))
OTHERWISE = {
    "question": "Why not?",
    "answer": "So it is.",
    "example": "2 + 2",
    "in_words": True,
    "more": "More.",
    "pitfall": "Careful.",
    "aliases": ("why",),
    "topic": "shapes",
    "wordings": ("why so",),
    "proven": PROVEN,
    "slug": "why",
    "expected": 1,
    "base": "0" * 64,
}


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_another_text_is_another_edition(name: str) -> None:
    assert edition(replace(DRAFT, **{name: OTHERWISE[name]})) != edition(DRAFT)


def test_every_field_that_is_shown_has_a_case() -> None:
    assert OTHERWISE.keys() == SHOWN


@pytest.mark.parametrize(
    "change",
    [
        {"step": Step.MORE},
        {"id": 7, "at": NOON + timedelta(days=1), "last_update": 5},
        {"messages": ((1, Step.ANSWER),)},
    ],
)
def test_what_no_preview_shows_makes_none(change) -> None:
    assert edition(replace(DRAFT, **change)) == edition(DRAFT)


def test_no_draft_has_the_edition_of_buttons_that_name_none() -> None:
    assert 0 < edition(DRAFT) < 2**40
