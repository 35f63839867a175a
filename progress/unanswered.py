"""Questions that were not met: nobody could answer, the best guess was not first, or it failed.

Privacy. Who asked is used to pair a press with the question it is about, and is then dropped.
Pure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from database.text import folded, unclosed
from progress.events import Event, Kind

# A press later than that is about whatever a learner has scrolled back to.
PRESS_WITHIN = timedelta(hours=1)
# The reason that an abstention bears where a learner wanted nothing of what was suggested.
NONE_OF_THESE = "none_of_these"
# The reason where a page has nothing about what was asked after it.
UNCOVERED = "uncovered"
# What pairing needs, and nothing else, is read from the log.
KINDS = (
    Kind.ASKED,
    Kind.ANSWERED,
    Kind.SUGGESTED,
    Kind.ABSTAINED,
    Kind.CHOSEN,
    Kind.UNHELPFUL,
)


class Sign(StrEnum):
    """How a question came onto the list."""

    ABSTAINED = "abstained"
    DECLINED = "declined"
    CHOSEN = "chosen"
    UNHELPFUL = "unhelpful"


@dataclass(frozen=True, slots=True)
class Unmet:
    """One question; `slug` is the entry that was chosen for it or did not help.

    Without a wording, somebody came to the entry by a menu and did not find it helpful. `again`
    where the question is on the list already: its answer did not help, or another was chosen.
    `follows` is the page after which it was asked, in the words `said`.
    """

    wording: str
    sign: Sign
    slug: str | None
    at: datetime
    again: bool = False
    follows: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a page was shown for: a question, or what was `said` after the page it `follows`."""

    wording: str = ""
    follows: str = ""
    said: str = ""


@dataclass(slots=True)
class _Learner:
    """What one learner was last offered and shown, while the log is read.

    `beside` are entries on the buttons of an answer; `listed` whether the latest question is on
    the list.
    """

    asked: str = ""
    asked_at: datetime | None = None
    offered: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    listed: bool = False
    shown: dict[str, _Asked] = field(default_factory=dict)


class Pairing:
    """Reads the log in order, in any portions; pairs each press with its learner's question."""

    def __init__(self) -> None:
        self._learners: dict[int, _Learner] = {}

    def read(self, events: Iterable[Event]) -> Iterator[Unmet]:
        """Go on with these events."""
        for event in events:
            learner = self._learners.setdefault(event.telegram_user_id, _Learner())
            found = _read(event, learner)
            if found is not None:
                yield found


def _read(event: Event, learner: _Learner) -> Unmet | None:
    slug = event.slug or ""
    match event.kind:
        case Kind.ASKED:
            learner.asked, learner.asked_at = event.text or "", event.at
            learner.offered = learner.beside = frozenset()
            learner.listed = False
        case Kind.ANSWERED:
            learner.beside = event.offered
            # More of a page is shown for what the page itself was: its votes stand under that.
            if event.detail.get("follows") != slug:
                learner.shown[slug] = _shown_for(event, learner)
        case Kind.SUGGESTED:
            if not event.detail.get("unsaid"):
                _offer(event, slug, learner)
        case Kind.ABSTAINED:
            return _unanswered(event, learner)
        case Kind.CHOSEN:
            return _chosen(event, slug, learner)
        case Kind.UNHELPFUL:
            return _unhelpful(event, slug, learner)
    return None


def _unanswered(event: Event, learner: _Learner) -> Unmet:
    """Read an abstention; one from a follow-up bears the page's question before what was said."""
    wording = event.text or ""
    said = learner.asked if wording.endswith(learner.asked) else ""
    follows = str(event.detail.get("follows") or "") if said else ""
    return Unmet(
        wording,
        _abstained(event),
        None,
        event.at,
        _is_again(event),
        follows=follows,
        said=said if follows else "",
    )


def _shown_for(event: Event, learner: _Learner) -> _Asked:
    """Read an answer; one to a follow-up bears the last page's question before what was said."""
    follows = str(event.detail.get("follows") or "")
    if not (event.text and follows):
        return _Asked(learner.asked)
    return _Asked(event.text, follows, learner.asked)


def _unhelpful(event: Event, slug: str, learner: _Learner) -> Unmet:
    asked = learner.shown.get(slug, _Asked())
    again = False
    if asked.wording and asked.wording == learner.asked:
        again, learner.listed = learner.listed, True
    return Unmet(
        asked.wording,
        Sign.UNHELPFUL,
        slug,
        event.at,
        again,
        follows=asked.follows,
        said=asked.said,
    )


def _offer(event: Event, slug: str, learner: _Learner) -> None:
    learner.offered = event.offered or frozenset(slug.split())
    if _is_again(event):
        if event.text != learner.asked:
            learner.beside = frozenset()
        # It came with a press, perhaps after other questions: it says which one it is about.
        learner.asked, learner.asked_at = event.text or "", event.at
        learner.listed = True


def _is_again(event: Event) -> bool:
    """Claim that it is about a question whose answer did not help."""
    return bool(event.detail.get("instead_of"))


def _abstained(event: Event) -> Sign:
    """Tell "none of these" from finding nothing: both leave the question without an answer."""
    declined = event.detail.get("reason") == NONE_OF_THESE
    return Sign.DECLINED if declined else Sign.ABSTAINED


def _chosen(event: Event, slug: str, learner: _Learner) -> Unmet | None:
    """Count the first entry that was opened of those offered for the latest question.

    What an answer's buttons say may be meant counts by those buttons alone: the same entry may be
    read next for other reasons.
    """
    in_time = learner.asked_at is not None and event.at - learner.asked_at <= PRESS_WITHIN
    offered = learner.beside if event.detail.get("beside") else learner.offered
    if slug not in offered or not in_time:
        learner.shown[slug] = _Asked()
        return None
    again, learner.listed = learner.listed, True
    learner.offered = learner.beside = frozenset()
    learner.shown[slug] = _Asked(learner.asked)
    return Unmet(learner.asked, Sign.CHOSEN, slug, event.at, again)


# Questions that differ only in spelling counted as one. Pure.

WORDING_CHARACTERS = 200


def counted_as(text: str) -> str:
    """Drop case, width, spacing and closing punctuation of a wording; cut a long one."""
    return unclosed(folded(text)[:WORDING_CHARACTERS])
