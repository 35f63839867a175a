"""One update's work, gathered while it is handled and committed as a whole when it is done."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from progress.events import Event, Kind
from progress.inbox import NO_BOT

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
    bot_id: int = NO_BOT
    """The bot that the update came to: each numbers its updates for itself."""

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
