"""What buttons say of how drafts end; their letters stand in `bot.buttons.curation`."""

from dataclasses import dataclass


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


OfPublishing = Publish | PublishAnyway | AddWording | AskDiscard | Discard
