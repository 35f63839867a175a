from dataclasses import replace

from knowledge.base.origin import fingerprint
from knowledge.curation.overlay import UpgradeConflict, overlay, taken_in
from knowledge.curation.version import RELEASE, Action, Version
from knowledge.pages.entry import Status, Verified
from tests.knowledge.curation.examples import MINUTE, NOON, entry, version

TOPICS = ("shapes", "memory")
SHIPPED = (
    entry("unsqueeze"),
    entry("squeeze", prerequisites=["unsqueeze"], see_also=["strides"]),
    entry("strides", topic="memory"),
)
BASE = fingerprint(SHIPPED[1])


def slugs(found) -> list[str]:
    return [each.slug for each in found]


def test_without_versions_all_is_as_shipped() -> None:
    laid = overlay(SHIPPED, [], TOPICS)

    assert laid.entries == SHIPPED
    assert laid.conflicts == ()


def test_a_local_version_stands_in_the_shipped_ones_place() -> None:
    head = version("squeeze", base=BASE, more="Ours.")

    laid = overlay(SHIPPED, [head], TOPICS)

    assert slugs(laid.entries) == ["squeeze", "unsqueeze", "strides"], "ours needs nothing first"
    assert laid.whole["squeeze"] == head.entry
    assert laid.conflicts == ()


def test_a_new_entry_stands_in_teaching_order() -> None:
    laid = overlay(SHIPPED, [version("arange", difficulty=1)], TOPICS)

    assert slugs(laid.entries) == ["arange", "unsqueeze", "squeeze", "strides"]


def test_a_retired_entry_is_in_the_whole_but_not_shown() -> None:
    head = version("squeeze", action=Action.RETIRED, base=BASE, status=Status.RETIRED)

    laid = overlay(SHIPPED, [head], TOPICS)

    assert slugs(laid.entries) == ["unsqueeze", "strides"]
    assert "squeeze" in laid.whole


def test_nothing_needs_or_names_what_is_not_there() -> None:
    gone = version("unsqueeze", base=fingerprint(SHIPPED[0]), status=Status.RETIRED)
    links = version("arange", see_also=["no-such", "strides", "unsqueeze"])

    laid = overlay(SHIPPED, [gone, links], TOPICS)

    assert laid.whole["squeeze"].prerequisites == ()
    assert laid.whole["arange"].see_also == ("strides", "unsqueeze")


def test_an_entry_given_back_is_as_shipped() -> None:
    head = version("squeeze", action=Action.TAKEN, base="0" * 64)

    laid = overlay(SHIPPED, [replace(head, entry=None)], TOPICS)

    assert laid.entries == SHIPPED
    assert laid.conflicts == ()


def test_a_shipped_entry_that_changed_meanwhile_is_in_conflict() -> None:
    head = version("squeeze", base=fingerprint(entry("squeeze", more="Older.")), more="Ours.")

    laid = overlay(SHIPPED, [head], TOPICS)

    assert laid.conflicts == (UpgradeConflict("squeeze", head, SHIPPED[1]),)
    assert laid.whole["squeeze"] == head.entry


def test_what_a_release_took_in_is_no_conflict() -> None:
    """An export, reviewed and shipped; its links are written as they hold."""
    before = fingerprint(SHIPPED[1])
    head = version("squeeze", base=before, more="Ours.", see_also=["strides", "gone"])
    taken_in = head.entry.model_copy(update={"see_also": ("strides",)})

    laid = overlay((SHIPPED[0], taken_in, SHIPPED[2]), [head], TOPICS)

    assert laid.conflicts == ()


def left(shipped, heads) -> tuple[Version, ...]:
    return tuple(taken_in(shipped, heads, overlay(shipped, heads, TOPICS), NOON + MINUTE))


def test_what_a_release_took_in_is_left_to_what_ships_from_there_on() -> None:
    head = version("squeeze", number=4, base=BASE, more="Ours.", see_also=["strides", "gone"])
    ships = head.entry.model_copy(update={"see_also": ("strides",)})
    taken = (SHIPPED[0], ships, SHIPPED[2])
    later = (SHIPPED[0], ships.model_copy(update={"more": "Corrected."}), SHIPPED[2])

    [follows] = left(taken, [head])
    laid = overlay(later, [follows], TOPICS)

    assert (follows.number, follows.action, follows.entry) == (5, Action.TAKEN, None)
    assert (follows.author, follows.at, follows.base) == (
        RELEASE,
        NOON + MINUTE,
        fingerprint(ships),
    )
    assert (laid.whole["squeeze"].more, laid.conflicts) == ("Corrected.", ())
    assert left(taken, [follows]) == ()


def test_what_no_release_took_in_is_left_to_nobody() -> None:
    """Neither a change that stands, nor a conflict, nor what was made of the very shipped text."""
    mine = version("strides", base=fingerprint(SHIPPED[2]), topic="memory")
    local = version("squeeze", base=BASE, more="Ours.")
    torn = version("unsqueeze", base="0" * 64, more="Ours.")
    gone, new = version("gone", base="0" * 64), version("new")

    assert left(SHIPPED, [mine, local, torn, gone, new]) == ()


def test_a_shipped_entry_that_went_away_is_in_conflict() -> None:
    head = version("gone", base="0" * 64)

    assert overlay(SHIPPED, [head], TOPICS).conflicts == (UpgradeConflict("gone", head, None),)


def test_a_shipped_entry_that_takes_a_local_ones_name_is_in_conflict() -> None:
    head = version("squeeze", base=None)

    assert overlay(SHIPPED, [head], TOPICS).conflicts == (
        UpgradeConflict("squeeze", head, SHIPPED[1]),
    )


def test_a_run_on_newer_releases_is_no_conflict() -> None:
    newer = SHIPPED[1].model_copy(update={"verified": Verified(torch="9.9", numpy="9.9")})

    assert fingerprint(newer) == BASE
    assert fingerprint(newer.model_copy(update={"more": "New."})) != BASE


def test_an_old_local_version_that_closes_a_cycle_stops_nobody() -> None:
    """An upgrade turned a prerequisite round."""
    head = version("unsqueeze", base="0" * 64, prerequisites=["squeeze"])

    laid = overlay(SHIPPED, [head], TOPICS)

    assert slugs(laid.entries) == ["unsqueeze", "squeeze", "strides"]
