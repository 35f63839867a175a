"""What a draft says has a number; where it stands, and who wrote when, has none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.curation.draft import Draft, Step
from knowledge.curation.edition import edition
from knowledge.curation.version import Author
from tests.knowledge.curation.examples import NOON

DRAFT = Draft(Author(1, "Ines"), NOON, question="Why?", answer="So.", example="1 + 1")


@pytest.mark.parametrize(
    "change",
    [
        {"question": "Why not?"},
        {"answer": "So it is."},
        {"example": "2 + 2"},
        {"more": "More."},
        {"aliases": ("why",)},
        {"topic": "shapes"},
        {"expected": 1},
    ],
)
def test_another_text_is_another_edition(change) -> None:
    assert edition(replace(DRAFT, **change)) != edition(DRAFT)


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
