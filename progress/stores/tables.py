"""The tables of learners, events and what is folded from them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    ForeignKey,
    Index,
    MetaData,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from database.types import (
    NAMING_CONVENTION,
    CleanFacts,
    CleanText,
    RowId,
    TelegramId,
    UtcDateTime,
)


class ProgressTable(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING_CONVENTION)


metadata = ProgressTable.metadata


class LearnerRow(ProgressTable):
    __tablename__ = "learners"

    telegram_user_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(CleanText)
    role: Mapped[str] = mapped_column(String(16))
    first_seen: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen: Mapped[datetime] = mapped_column(UtcDateTime)


class EventRow(ProgressTable):
    """Append-only: rows are inserted, and only given their bot's id later where they name none."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id", "kind"),
        Index(None, "telegram_user_id", "at"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    bot_id: Mapped[int] = mapped_column(TelegramId, server_default="0")
    update_id: Mapped[int | None] = mapped_column(TelegramId)
    kind: Mapped[str] = mapped_column(String(16))
    telegram_user_id: Mapped[int] = mapped_column(
        TelegramId, ForeignKey(LearnerRow.telegram_user_id)
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    slug: Mapped[str | None] = mapped_column(CleanText)
    topic: Mapped[str | None] = mapped_column(CleanText)
    text: Mapped[str | None] = mapped_column(CleanText)
    detail: Mapped[dict[str, Any]] = mapped_column(CleanFacts)


class InboxRow(ProgressTable):
    """Updates as Telegram sent them, kept until they are handled.

    Each bot's updates are numbered for themselves. Until `claimed_until` no process takes an update
    up: the one named in `claimed_by` has it in hand, or it was put off and nobody is named. `tries`
    counts how often it was taken up since it was last put off. `done_at` is what a purge goes
    by; of an update that was answered it is the turn's time, at which its message was written.
    """

    __tablename__ = "inbox"

    bot_id: Mapped[int] = mapped_column(
        TelegramId, primary_key=True, autoincrement=False, server_default="0"
    )
    update_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    raw: Mapped[str] = mapped_column(CleanText)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16), index=True)
    error: Mapped[str | None] = mapped_column(CleanText)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(server_default="0")


class ReplyRow(ProgressTable):
    """Which messages answer a learner's message, by the bot that answered it last.

    In private chats each bot numbers messages for itself, so the same number may be another
    message of another bot's.
    """

    __tablename__ = "replies"

    chat_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    reply_ids: Mapped[list[int]] = mapped_column(JSON)
    update_id: Mapped[int | None] = mapped_column(TelegramId)
    bot_id: Mapped[int] = mapped_column(TelegramId, server_default="0")
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class InviteRow(ProgressTable):
    """Only a hash of the code is kept: whoever reads the database can't enrol with it."""

    __tablename__ = "invites"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cohort_id: Mapped[int | None]
    used_by: Mapped[int | None] = mapped_column(TelegramId)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WrongCodeRow(ProgressTable):
    """Codes that were tried and are none, so that guessing can be slowed down."""

    __tablename__ = "wrong_codes"
    __table_args__ = (Index(None, "telegram_user_id", "at"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    telegram_user_id: Mapped[int] = mapped_column(TelegramId)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Counted:
    """The columns of `progress.rollups.Counts`."""

    asked: Mapped[int]
    answered: Mapped[int]
    suggested: Mapped[int]
    abstained: Mapped[int]
    chosen: Mapped[int]
    runs: Mapped[int]
    failed_runs: Mapped[int]
    helpful: Mapped[int]
    unhelpful: Mapped[int]
    # The release before these writes rows without them.
    drills: Mapped[int] = mapped_column(server_default="0")
    drills_right: Mapped[int] = mapped_column(server_default="0")


class ActivityRow(Counted, ProgressTable):
    """Roll-up; see `progress.rollups.LearnerTopicDay`."""

    __tablename__ = "activity"

    telegram_user_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    topic: Mapped[str] = mapped_column(CleanText, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True, index=True)


class EntryActivityRow(Counted, ProgressTable):
    """Roll-up; see `progress.rollups.LearnerEntry`."""

    __tablename__ = "entry_activity"

    telegram_user_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    slug: Mapped[str] = mapped_column(CleanText, primary_key=True)


class OpenExerciseRow(ProgressTable):
    """What a learner is at; it goes with them."""

    __tablename__ = "open_exercises"

    telegram_user_id: Mapped[int] = mapped_column(
        TelegramId,
        ForeignKey(LearnerRow.telegram_user_id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    exercise: Mapped[str] = mapped_column(CleanText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    hints: Mapped[int]
    seen: Mapped[bool]


class AttemptsRow(ProgressTable):
    """Roll-up; see `progress.rollups.AttemptDay`."""

    __tablename__ = "attempts"

    telegram_user_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    exercise: Mapped[str] = mapped_column(CleanText, primary_key=True)
    outcome: Mapped[str] = mapped_column(CleanText, primary_key=True)
    tries: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mistake: Mapped[str] = mapped_column(CleanText, primary_key=True)
    times: Mapped[int]


class UnansweredRow(ProgressTable):
    """Roll-up; see `progress.rollups.WordingDay`."""

    __tablename__ = "unanswered"

    telegram_user_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    wording: Mapped[str] = mapped_column(CleanText, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True, index=True)
    times: Mapped[int]


class RunsRow(ProgressTable):
    """Roll-up; see `progress.rollups.RunDay`."""

    __tablename__ = "runs"

    telegram_user_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    outcome: Mapped[str] = mapped_column(CleanText, primary_key=True)
    error: Mapped[str] = mapped_column(CleanText, primary_key=True)
    times: Mapped[int]
