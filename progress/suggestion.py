"""What to read next. Pure."""

from collections.abc import Mapping, Sequence


def suggestion(prerequisites: Mapping[str, Sequence[str]], seen: Sequence[str]) -> str | None:
    """Pick the next entry for someone who saw `seen`, the latest last; None when all are seen.

    `prerequisites` lists every entry in teaching order. What builds on the latest reading comes
    first, but nothing whose own prerequisites are still unread while there is another way on.
    """
    latest = {slug: position for position, slug in enumerate(seen)}
    unseen = [slug for slug in prerequisites if slug not in latest]
    known = {
        slug: [p for p in needs if p in prerequisites] for slug, needs in prerequisites.items()
    }
    ready = [slug for slug in unseen if all(need in latest for need in known[slug])]
    # A stable maximum: among equals, the teaching order decides.
    return max(
        ready or unseen,
        key=lambda slug: max((latest.get(need, -1) for need in known[slug]), default=-1),
        default=None,
    )
