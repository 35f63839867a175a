"""What is told of a draft whose entry changed meanwhile."""

from dataclasses import replace

import pytest

from bot.drafts.render import conflicting
from bot.sending.response import Response
from knowledge.base.origin import fingerprint
from knowledge.curation.draft import Draft, editing
from knowledge.curation.version import Action, EditConflict, Version, left_to_release
from tests.knowledge.curation.examples import INES, NOON, entry, version

HEAD = version("squeeze", action=Action.CREATED)
UNDONE = replace(HEAD, number=2, action=Action.UNDONE, entry=None)
TAKEN_IN = left_to_release(HEAD, fingerprint(entry("squeeze")), NOON)


def told(theirs: Version) -> Response:
    draft = editing(Draft(INES, NOON, id=1), entry("squeeze"), 1, None)
    return conflicting(EditConflict(theirs), draft)


@pytest.mark.parametrize(
    ("theirs", "going_on"), [(UNDONE, "Make it anew"), (TAKEN_IN, "Go on from the newest")]
)
def test_only_an_entry_that_is_gone_is_made_anew(theirs: Version, going_on: str) -> None:
    """One that was written here and ships by now is there all the same."""
    found = told(theirs)

    assert found.keyboard is not None
    names = [each.text for row in found.keyboard.inline_keyboard for each in row]
    assert going_on in names
    assert ("Press Make it anew" in found.text.text) == (theirs is UNDONE)
