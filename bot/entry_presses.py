"""What an instructor's button says about entries, and about what was asked in vain."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowUnanswered:
    """One page of what nobody could answer."""

    page: int


@dataclass(frozen=True, slots=True)
class MergeCluster:
    """Let these questions ask for this entry; the list was at `page`."""

    page: int
    key: str
    slug: str


@dataclass(frozen=True, slots=True)
class DismissCluster:
    """Take these questions off the list, which was at `page`."""

    page: int
    key: str


@dataclass(frozen=True, slots=True)
class ShowHeld:
    """Show an entry with what an instructor may do to it."""

    slug: str


@dataclass(frozen=True, slots=True)
class AskRetire:
    """Ask whether to retire an entry whose head has this number."""

    number: int
    slug: str


@dataclass(frozen=True, slots=True)
class Retire:
    """Stop serving an entry."""

    number: int
    slug: str


@dataclass(frozen=True, slots=True)
class Restore:
    """Serve a retired entry again."""

    number: int
    slug: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the change of this number."""

    number: int
    slug: str


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """Who changed an entry, when and how."""

    slug: str


@dataclass(frozen=True, slots=True)
class ShowVersions:
    """One page of who changed an entry."""

    page: int
    slug: str


@dataclass(frozen=True, slots=True)
class ReturnTo:
    """Let an entry whose head has this number be as it was at `target`; 0 is what ships."""

    number: int
    target: int
    slug: str


@dataclass(frozen=True, slots=True)
class ShowConflict:
    """What a release and an instructor made of the same entry."""

    slug: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Keep ours, or take what ships."""

    keep: bool
    number: int
    slug: str


OfUnanswered = ShowUnanswered | MergeCluster | DismissCluster
OfEntry = ShowHeld | AskRetire | Retire | Restore | Undo | ReturnTo | ShowHistory | ShowVersions
OfConflict = ShowConflict | Settle
