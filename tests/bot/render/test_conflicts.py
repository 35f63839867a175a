"""Conflicts with a release, as they are listed."""

import pytest

from bot.render.entries import SHOWN, listed
from knowledge.curation.overlay import UpgradeConflict
from tests.knowledge.curation.examples import version


@pytest.mark.parametrize(("count", "left"), [(SHOWN, ""), (SHOWN + 3, "There are 3 more")])
def test_what_has_no_room_among_the_conflicts_is_counted(count: int, left: str) -> None:
    slugs = [f"entry-{number}" for number in range(count)]
    found = [UpgradeConflict(slug, version(slug), None) for slug in slugs]

    response = listed(found)

    assert response.keyboard is not None
    assert len(response.keyboard.inline_keyboard) == SHOWN
    assert ("more" in response.text.text) == bool(left)
    assert left in response.text.text
