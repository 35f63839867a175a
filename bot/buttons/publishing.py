"""What buttons say of how drafts end; their letters stand in `bot.buttons.curation`."""

from dataclasses import dataclass

from knowledge.curation.listing import Which


@dataclass(frozen=True, slots=True)
class Publish:
    """Let a draft be an entry, in the edition that was shown; buttons of before name none."""

    draft: int
    edition: int = 0


@dataclass(frozen=True, slots=True)
class PublishAnyway:
    """The same, though there is a doubt, which has been shown."""

    draft: int
    edition: int


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
class AskMany:
    """Ask whether to publish the chosen drafts, or to discard them; none ticked is all of them."""

    publish: bool
    which: Which
    page: int
    ticked: int


@dataclass(frozen=True, slots=True)
class EndMany:
    """Do so, to the drafts that were shown then."""

    publish: bool
    which: Which
    page: int
    ticked: int
    editions: int


OfMany = ListDrafts | AskMany | EndMany
OfPublishing = Publish | PublishAnyway | AddWording | AskDiscard | Discard | OfMany
