"""Who did what to an entry."""

from bot.render.unanswered import deed
from knowledge.base.origin import fingerprint
from knowledge.curation.version import Action, left_to_release
from tests.knowledge.curation.examples import NOON, entry, version


def test_what_a_release_did_is_no_instructors_deed() -> None:
    head = version("squeeze", action=Action.CREATED)

    by_itself = left_to_release(head, fingerprint(entry("squeeze")), NOON)

    assert deed(by_itself) == "A release took it in on 01 Mar 2026, 12:00 UTC."
    assert deed(head) == "Ines wrote it on 01 Mar 2026, 12:00 UTC."
