"""The tables of classes: members, teachers, lists, notes, assignments, and what is sent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.types import CleanDocument, CleanText, RowId, TelegramId, UtcDateTime
from progress.stores.tables import ProgressTable

metadata = ProgressTable.metadata


class CohortRow(ProgressTable):
    """See `progress.cohorts.cohort.Cohort`; the first is the open one, which no code opens."""

    __tablename__ = "cohorts"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    name: Mapped[str] = mapped_column(CleanText)
    code: Mapped[str | None] = mapped_column(String(16), unique=True)
    time_zone: Mapped[str] = mapped_column(CleanText)
    ends_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class _OfCohort:
    cohort_id: Mapped[int] = mapped_column(ForeignKey(CohortRow.id), primary_key=True)


class MemberRow(_OfCohort, ProgressTable):
    """From when until when a learner is in a class. Whoever comes back has a second row.

    A day counts where `joined_on <= day < left_on`. Of somebody who was forgotten it stays, under
    the nameless id that their events bear then, so that sums stay right.
    """

    __tablename__ = "cohort_members"
    __table_args__ = (Index(None, "telegram_user_id"),)

    telegram_user_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    joined_on: Mapped[date] = mapped_column(Date, primary_key=True)
    left_on: Mapped[date | None] = mapped_column(Date)


class StaffRow(_OfCohort, ProgressTable):
    """Who teaches a class; the class that they are at is the one with the latest `chosen_at`."""

    __tablename__ = "cohort_staff"
    __table_args__ = (Index(None, "telegram_user_id"),)

    telegram_user_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(String(16))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RosterRow(_OfCohort, ProgressTable):
    """A student whom a list names; `link` is what their personal join link holds."""

    __tablename__ = "cohort_roster"

    student: Mapped[str] = mapped_column(CleanText, primary_key=True)
    name: Mapped[str] = mapped_column(CleanText)
    link: Mapped[str] = mapped_column(String(32), unique=True)
    telegram_user_id: Mapped[int | None] = mapped_column(TelegramId, index=True)


class NoteRow(_OfCohort, ProgressTable):
    """What a class is told when it asks about its organisation."""

    __tablename__ = "cohort_notes"

    title: Mapped[str] = mapped_column(CleanText, primary_key=True)
    text: Mapped[str] = mapped_column(CleanText)
    author_id: Mapped[int] = mapped_column(TelegramId)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AssignmentRow(ProgressTable):
    """What a class is to do: exercises, or topics, by their names, until `due_at`."""

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey(CohortRow.id), index=True)
    title: Mapped[str] = mapped_column(CleanText)
    targets: Mapped[list[str]] = mapped_column(CleanDocument)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded: Mapped[bool]


class OutboxRow(ProgressTable):
    """A message of the bot's own accord to one person; `ref` names what it is, and is sent once.

    What a teacher says to a class, or to one of it, is named `said:…` or `nudge:…`, and its name
    ends in the number of the class.
    `body` is what is said, with its buttons. A row that is sent or refused is kept until the purge,
    so that nobody gets it twice and the answer to it finds whom it is for: `reply_to`.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("ref", "telegram_user_id"),
        Index(None, "state", "not_before"),
        Index(None, "telegram_user_id", "message_id"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    bot_id: Mapped[int] = mapped_column(TelegramId)
    ref: Mapped[str] = mapped_column(CleanText)
    telegram_user_id: Mapped[int] = mapped_column(TelegramId)
    body: Mapped[Any] = mapped_column(CleanDocument)
    reply_to: Mapped[int | None] = mapped_column(TelegramId)
    state: Mapped[str] = mapped_column(String(16))
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int]
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    message_id: Mapped[int | None] = mapped_column(TelegramId)


class SubmissionRow(ProgressTable):
    """The latest code that a learner sent for an exercise: for the X-ray of their class."""

    __tablename__ = "submissions"

    telegram_user_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    exercise: Mapped[str] = mapped_column(CleanText, primary_key=True)
    code: Mapped[str] = mapped_column(CleanText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class LookRow(ProgressTable):
    """A teacher looked at one learner: the learner may know."""

    __tablename__ = "looks"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey(CohortRow.id))
    viewer_id: Mapped[int] = mapped_column(TelegramId)
    telegram_user_id: Mapped[int] = mapped_column(TelegramId, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SessionRow(ProgressTable):
    """A way into the web page: a one-time link, or the session it began. Only hashes are kept."""

    __tablename__ = "web_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    telegram_user_id: Mapped[int] = mapped_column(TelegramId, index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
