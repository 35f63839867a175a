"""What happened, once and for good: the append-only log that everything else is folded from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from progress.inbox import NO_BOT
from progress.practising import OpenExercise


class Kind(StrEnum):
    """An update counts at most once per kind. Later: reviewed and more."""

    ASKED = "asked"
    ANSWERED = "answered"
    SUGGESTED = "suggested"
    ABSTAINED = "abstained"
    CHOSEN = "chosen"
    RAN = "ran"
    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"
    UNFOLDED = "unfolded"
    ENROLLED = "enrolled"
    DRILLED = "drilled"
    ATTEMPTED = "attempted"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a learner did. `slug` names content without a foreign key: content may retire.

    Of a drill the slug is its family, of an attempt its exercise. `text` is a question's wording.
    `detail` holds small facts by the names below, which stay as they are: old events are read as
    well. Modules of `tutor` write them in `Turn.record`; they are read here, in `progress`, but for
    those marked with a star.

        fact        in events             written in               read in
        outcome     ran, attempted        run, draw, timing,       counts, rollups, reading_store
                                          exercises
        error       ran, abstained        run, draw, timing, ask   rollups, reading_store
        seconds     ran                   run, draw, timing
        drawn       ran                   draw
        means       ran                   run                      reading_store
        near        ran                   run                      reading_store
        told_in     ran                   run                      reading_store
        confidence  answered, suggested,  ask
                    abstained
        offered     answered, suggested   ask, instead             unmet, reading_store, instead*
        shown       answered, chosen,     ask, followup, explain,  reading_store
                    unfolded              tutor
        of_error    answered              ask, followup            reading_store
        followup    answered              followup
        follows     answered, abstained   followup, explain        unmet, reading_store, instead*
        unsaid      asked, suggested,     turn                     unmet, reading_store
                    abstained
        reason      abstained             ask, followup, explain,  counts, unmet, reading_store
                                          decline
        instead_of  suggested, abstained  instead, decline         counts, unmet, history_store
        beside      chosen                ask                      unmet
        again       helpful, unhelpful    vote                     counts, vote_store
        takes_back  helpful, unhelpful    vote                     counts, rollups
        role        enrolled              tutor
        right       drilled               drilling                 counts
        level       drilled               drilling                 drilling*
        seed        drilled               drilling                 drilling*
        mistake     drilled, attempted    drilling, exercises      rollups
        passed      attempted             exercises                practising
        hints       attempted             exercises                practising
        tries       attempted             exercises                rollups
        settled     attempted             exercises                rollups
        unfit       attempted             exercises                practising, rollups

    `unsqueeze events` shows `outcome` and `error`. `means` is empty where there is no page, and
    absent where none was sought. An attempt is `settled` where the exercise was passed or given up
    before: it counts no more. One that is `unfit` had nothing to judge: it is no try, and is kept
    for the edits of its message. `offered`, `shown` and `near` are names with spaces between.
    """

    kind: Kind
    telegram_user_id: int
    at: datetime
    update_id: int | None = None
    slug: str | None = None
    topic: str | None = None
    text: str | None = None
    detail: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    id: int | None = None

    @property
    def offered(self) -> frozenset[str]:
        """The entries on its buttons: suggested, or beside an answer as what else may be meant."""
        return frozenset(str(self.detail.get("offered") or "").split())

    @property
    def takes_back(self) -> date | None:
        """The day for which the learner's earlier, opposite vote counted; None without one."""
        day = self.detail.get("takes_back")
        return date.fromisoformat(str(day)) if day else None


# One update's work, gathered while it is handled and committed as a whole when it is done.

# After a week without any update, Telegram may begin again at any number.
QUIET_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, as Telegram says; a name is for showing only, never an identity."""

    telegram_user_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """Which bot messages answer a learner's message, so that an edit changes the same ones."""

    chat_id: int
    message_id: int
    reply_ids: tuple[int, ...]


@dataclass(slots=True)
class Turn:
    """Collects what one update causes. Nothing is written until the store commits the turn."""

    sender: Sender
    at: datetime
    update_id: int | None = None
    events: list[Event] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    exercises: list[OpenExercise | None] = field(default_factory=list)
    """Which exercise was opened, None where it was closed; the last one counts."""
    submissions: list[tuple[str, str]] = field(default_factory=list)
    """Code that was judged, each after the exercise it is for."""
    bot_id: int = NO_BOT
    """The bot that the update came to: each numbers its updates for itself."""
    forgotten: bool = False
    """Whether the sender asked to be forgotten, and was: nothing of the turn is written then."""

    @property
    def learner(self) -> str:
        """The sender by the name under which the sandbox shares itself out."""
        return str(self.sender.telegram_user_id)

    def is_older(self, bot_id: int, update_id: int | None, at: datetime) -> bool:
        """Whether this turn's update came in before one that was handled at `at`.

        Its handling failed, and was put off until after that. A bot's updates bear ascending
        numbers; those of two bots can't be compared.
        """
        if self.update_id is None or update_id is None or self.bot_id != bot_id:
            return False
        return self.update_id < update_id and self.at - at < QUIET_WEEK

    def record(
        self,
        kind: Kind,
        *,
        slug: str | None = None,
        topic: str | None = None,
        text: str | None = None,
        update_id: int | None = None,
        **detail: str | float | bool | None,
    ) -> None:
        """Note an event of this turn, or of an earlier update that this turn settles."""
        self.events.append(
            Event(
                kind=kind,
                telegram_user_id=self.sender.telegram_user_id,
                at=self.at,
                update_id=self.update_id if update_id is None else update_id,
                slug=slug,
                topic=topic,
                text=text,
                detail=detail,
            )
        )

    def nothing_said(self) -> None:
        """Note that what was found was not said: nothing can follow on it."""
        self.events = [
            replace(each, detail={**each.detail, "unsaid": True}) for each in self.events
        ]

    def remember(self, chat_id: int, message_id: int, reply_ids: tuple[int, ...]) -> None:
        """Note which messages answer a learner's message."""
        self.replies.append(Reply(chat_id, message_id, reply_ids))
