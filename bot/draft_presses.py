"""What an instructor's button says about drafts, whole ones and their parts."""

from dataclasses import dataclass

from knowledge.curation.draft import Step


@dataclass(frozen=True, slots=True)
class AnswerCluster:
    """Write an answer to these questions."""

    key: str


@dataclass(frozen=True, slots=True)
class EditEntry:
    """Begin to change an entry."""

    slug: str


@dataclass(frozen=True, slots=True)
class ShowDrafts:
    """One page of what is being written."""

    page: int


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """Take up a draft where it stands."""

    draft: int


@dataclass(frozen=True, slots=True)
class FinishPart:
    """Leave the part that was asked for as it is."""

    draft: int


@dataclass(frozen=True, slots=True)
class WritePart:
    """Let the next message be this part."""

    draft: int
    step: Step


@dataclass(frozen=True, slots=True)
class DropPart:
    """Do without this part."""

    draft: int
    step: Step


@dataclass(frozen=True, slots=True)
class AskTopic:
    """Ask for a draft's topic."""

    draft: int


@dataclass(frozen=True, slots=True)
class SetTopic:
    """Put a draft under this topic."""

    draft: int
    topic: str


@dataclass(frozen=True, slots=True)
class UnfoldDraft:
    """Show more of a preview, in place."""

    draft: int
    more: bool
    pitfall: bool


@dataclass(frozen=True, slots=True)
class RunDraft:
    """Run a preview's example."""

    draft: int


@dataclass(frozen=True, slots=True)
class Publish:
    """Let a draft be an entry."""

    draft: int


@dataclass(frozen=True, slots=True)
class Rebase:
    """Go on from what somebody else has published meanwhile."""

    draft: int


@dataclass(frozen=True, slots=True)
class PutAside:
    """Let messages go into no draft."""


@dataclass(frozen=True, slots=True)
class AskDiscard:
    """Ask whether to throw a draft away."""

    draft: int


@dataclass(frozen=True, slots=True)
class Discard:
    """Throw a draft away."""

    draft: int


OfDraft = (
    AnswerCluster
    | EditEntry
    | ShowDrafts
    | OpenDraft
    | Publish
    | Rebase
    | PutAside
    | AskDiscard
    | Discard
)
OfPart = FinishPart | WritePart | DropPart | AskTopic | SetTopic | UnfoldDraft | RunDraft
