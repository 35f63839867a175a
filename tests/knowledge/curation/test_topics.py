"""Topics that an entry or a draft names by itself."""

import pytest

from knowledge.curation.page_text import as_page, page_text
from knowledge.curation.topics import topic_fault, topic_slug, with_new
from knowledge.pages.consistency import inconsistencies
from knowledge.pages.page import Page
from tests.knowledge.curation.examples import entry

SHIPPED = {"shapes": "Shapes & views", "memory": "Memory"}


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Counting & sums", "counting-sums"), ("  GPUs, in  2026 ", "gpus-in-2026"), ("Δ", "")],
)
def test_a_topic_is_named_by_its_title(title: str, slug: str) -> None:
    assert topic_slug(title) == slug
    assert (topic_fault(title) is None) == bool(slug)


def test_a_title_fits_a_button() -> None:
    assert "at most 32 characters" in (topic_fault("a" * 33) or "")


def test_those_that_ship_keep_their_order_and_their_titles() -> None:
    named = [("zoo", "Zoo"), ("memory", "Mine"), (None, None), ("shapes", None), ("art", "Art")]

    assert list(with_new(SHIPPED, named).items()) == [
        *SHIPPED.items(),
        ("art", "Art"),
        ("zoo", "Zoo"),
    ]


def test_a_page_of_a_new_topic_reads_back_and_is_no_contradiction() -> None:
    """Whoever exports it need not touch topics.yaml first."""
    new = entry("squeeze", topic="zoo", topic_title="Zoo: a topic")

    page = as_page(new)

    assert isinstance(page, Page)
    assert page.entry == new
    assert "topic_title: 'Zoo: a topic'" in page_text(new)
    assert not [each for each in inconsistencies([page], SHIPPED, ()) if "topic" in each.message]
