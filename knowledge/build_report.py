"""What a build of the knowledge base changes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, by slug."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_news(self) -> bool:
        """Whether the base differs from what it was."""
        return bool(self.added or self.changed or self.removed)


def compared(before: Mapping[str, str | None], after: Mapping[str, str]) -> BuildReport:
    """Hold content against the base, as hashes by slug; None is an entry to build in any case."""
    return BuildReport(
        added=tuple(slug for slug in after if slug not in before),
        changed=tuple(s for s in after if s in before and before[s] != after[s]),
        unchanged=tuple(s for s in after if s in before and before[s] == after[s]),
        removed=tuple(sorted(before.keys() - after.keys())),
    )
