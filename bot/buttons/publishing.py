"""What buttons say of how drafts end; their letters stand in `bot.buttons.curation`."""

from dataclasses import dataclass

from knowledge.curation.listing import Which


@dataclass(frozen=True, slots=True)
class Publish:
    """Let a draft be an entry, in the edition that was shown; buttons of before name none.

    `sure` where a doubt has been shown.
    """

    draft: int
    edition: int = 0
    sure: bool = False


@dataclass(frozen=True, slots=True)
class AddWording:
    """Let a draft's question ask for the page of this slug."""

    draft: int
    slug: str


@dataclass(frozen=True, slots=True)
class AskDiscard:
    """Ask whether to throw a draft away."""

    draft: int


@dataclass(frozen=True, slots=True)
class Discard:
    """Throw a draft away, in the edition that it had then; buttons of before name none."""

    draft: int
    edition: int = 0


@dataclass(frozen=True, slots=True)
class ListDrafts:
    """One page of some drafts; those that are `ticked` on it, a bit each, are chosen."""

    which: Which
    page: int
    ticked: int


@dataclass(frozen=True, slots=True)
class EndMany:
    """Publish the chosen drafts, or discard them; none ticked is all of them.

    First it is asked, and then done to those of these `editions`.
    """

    publish: bool
    which: Which
    page: int
    ticked: int
    editions: int = 0


OfPublishing = Publish | AddWording | AskDiscard | Discard | ListDrafts | EndMany
