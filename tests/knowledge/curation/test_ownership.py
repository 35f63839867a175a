"""A wording asks for one entry, which has it once."""

import pytest

from knowledge.base.origin import fingerprint
from knowledge.curation.overlay import overlay
from knowledge.curation.ownership import (
    ALIASES,
    asked_elsewhere,
    each_once,
    owners_of,
    shared_questions,
    with_aliases,
)
from tests.knowledge.curation.examples import entry, version

OTHERS = owners_of([entry("squeeze"), entry("strides")])
SHARED = "how do I drop an axis"


def test_a_wording_that_asks_for_another_entry_is_no_alias() -> None:
    one = entry("squeeze")
    wordings = ["Something  NEW", "something new", "strides in other words 1", "a" * 300]

    more = with_aliases(one, wordings, OTHERS)

    assert more.aliases == (*one.aliases, "Something NEW", "a" * 200)


def test_an_added_wording_is_no_near_miss_any_more() -> None:
    one = entry("squeeze", not_for=["Something new", "what is a view"])

    more = with_aliases(one, ["something  NEW"], OTHERS)

    assert more.aliases[-1] == "something NEW"
    assert more.not_for == ("what is a view",)


def test_an_addition_takes_no_wording_from_another_entry() -> None:
    """A release may have given it to both: as a version of ours it would then count."""
    one = entry("squeeze", wordings=["strides in other words 1", "said otherwise"])

    assert with_aliases(one, ["Something new"], OTHERS).wordings == ("said otherwise",)


@pytest.mark.parametrize(
    "asked", ["What does squeeze do", "what does  squeeze do ?!", "WHAT does squeeze do…"]
)
def test_a_wording_is_the_same_without_its_question_mark(asked: str) -> None:
    """People leave it out, in chat most of all."""
    there = entry("squeeze", question="What does squeeze do?")

    (said,) = asked_elsewhere([asked], None, owners_of([there]))

    assert "asks for the entry squeeze already" in said
    assert with_aliases(entry("strides"), [asked], owners_of([there])) == entry("strides")


def test_an_entry_keeps_a_wording_with_its_question_mark_and_without() -> None:
    """Pages that ship, and versions of before, have both."""
    one = entry("squeeze", question="What is it?", wordings=["what is it", "so", "so!", "So"])

    assert each_once(one).wordings == ("what is it", "so", "so!")


def test_an_entry_to_which_nothing_is_added_stays_the_same() -> None:
    one = entry("squeeze")

    assert with_aliases(one, ["strides in other words 1"], OTHERS) is one
    assert each_once(one) is one


def test_what_a_release_and_an_instructor_gave_to_two_entries_is_the_instructors() -> None:
    """Else it would be nobody's: what two entries are asked by means neither."""
    shipped = (entry("squeeze", wordings=[SHARED.upper(), "said otherwise"]), entry("strides"))
    aliases = (*shipped[1].aliases, SHARED)
    head = version("strides", base=fingerprint(shipped[1]), aliases=aliases)

    laid = overlay(shipped, [head], ("shapes",))

    assert owners_of(laid.entries)[SHARED.casefold()] == "strides"
    assert laid.whole["strides"] == head.entry
    assert laid.whole["squeeze"].wordings == ("said otherwise",)
    assert laid.conflicts == ()


def test_a_question_is_its_own_entrys_whoever_has_it_as_well() -> None:
    shipped = (entry("squeeze", question="How do I drop an axis"), entry("strides"))
    aliases = (*shipped[1].aliases[1:], SHARED)
    head = version("strides", base=fingerprint(shipped[1]), aliases=aliases)

    laid = overlay(shipped, [head], ("shapes",))

    assert owners_of(laid.entries)[SHARED.casefold()] == "squeeze"
    assert SHARED not in laid.whole["strides"].aliases
    assert len(laid.whole["strides"].aliases) >= ALIASES, "or its page would be refused"


def test_what_is_retired_has_no_wordings() -> None:
    shipped = (entry("squeeze", status="retired", wordings=[SHARED]), entry("strides"))
    head = version("strides", base=fingerprint(shipped[1]), wordings=[SHARED])

    laid = overlay(shipped, [head], ("shapes",))

    assert laid.whole["squeeze"] == shipped[0]
    assert laid.whole["strides"] == head.entry


def test_only_a_question_can_be_shared() -> None:
    same = "What does squeeze do?"
    shipped = (entry("squeeze", question=same), entry("strides"))
    head = version("ours", question=same.lower())

    laid = overlay(shipped, [head], ("shapes",))

    assert set(*shared_questions(laid.entries)) == {"ours", "squeeze"}
    assert shared_questions(shipped) == ()
