"""Where a follow-up leads from a page with a question as long as one may be."""

from knowledge.curation.ownership import with_aliases, wording_key
from knowledge.followup.lead import Neighbour, joined
from knowledge.followup.reading import Followup, read
from tests.fakes.library import entry, library
from tutor.conversation.followup import is_covered, lead_from
from tutor.library import Library

LONG = entry(
    "long", f"Why {'does this tensor hold only ones ' * 5}or if it holds none of those, zero?"
)
OTHER = entry("other", "What is a view of a tensor?")
SAID = "and on a quantum computer?"


def asked(said: str) -> Followup:
    found = read(said)
    assert found is not None
    return found


def lead_of(content: Library, said: str):
    return lead_from(content, LONG, asked(said), content.search(said))


def test_a_long_question_covers_nothing_by_itself() -> None:
    """Cut to the length of a wording, it and whatever follows on it would be the same."""
    content = library((LONG, OTHER))

    assert len(LONG.question) == 199
    assert not is_covered(content, LONG.slug, SAID)


def test_what_follows_on_a_long_question_stays_told_apart() -> None:
    keys = {wording_key(joined(LONG, asked(said))) for said in (SAID, "and in julia?")}

    assert len(keys) == 2


def test_what_follows_on_a_long_question_leads_where_it_was_added() -> None:
    other = with_aliases(OTHER, [joined(LONG, asked(SAID))], {})

    assert lead_of(library((LONG, other)), SAID) == Neighbour("other")
    assert lead_of(library((LONG, other)), "and in julia?") != Neighbour("other")
