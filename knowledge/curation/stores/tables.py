"""The tables of what instructors write. They are precious: no build ever touches them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from database.types import (
    NAMING_CONVENTION,
    CleanDocument,
    CleanText,
    RowId,
    TelegramId,
    UtcDateTime,
)


class CurationTable(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING_CONVENTION)


metadata = CurationTable.metadata


class VersionRow(CurationTable):
    """Append-only. Of two who write the same number of an entry, the key lets one through."""

    __tablename__ = "curation_versions"

    slug: Mapped[str] = mapped_column(String(48), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    action: Mapped[str] = mapped_column(String(16))
    author_id: Mapped[int] = mapped_column(TelegramId)
    author_name: Mapped[str] = mapped_column(CleanText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    entry: Mapped[dict[str, Any] | None] = mapped_column(CleanDocument)
    base: Mapped[str | None] = mapped_column(String(64))
    restores: Mapped[int | None] = mapped_column(Integer)
    update_id: Mapped[int | None] = mapped_column(TelegramId, index=True)
    bot_id: Mapped[int] = mapped_column(TelegramId, server_default="0")
    messages: Mapped[list[int] | None] = mapped_column(CleanDocument)


class DraftRow(CurationTable):
    """`writer` is whose next message goes into this draft; nobody writes two at once.

    `at` is when the draft changed last, `writer_at` when its writer last did anything with it.
    """

    __tablename__ = "curation_drafts"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    author_id: Mapped[int] = mapped_column(TelegramId, index=True)
    author_name: Mapped[str] = mapped_column(CleanText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(CleanText)
    key: Mapped[str | None] = mapped_column(String(64), unique=True)
    writer: Mapped[int | None] = mapped_column(TelegramId, unique=True)
    writer_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fields: Mapped[dict[str, Any]] = mapped_column(CleanDocument)


class MessageRow(CurationTable):
    """Which draft a person's message to a bot went into; `slug` is the entry that it has become."""

    __tablename__ = "curation_messages"

    bot_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    telegram_user_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(TelegramId, primary_key=True, autoincrement=False)
    draft_id: Mapped[int] = mapped_column(TelegramId, index=True)
    slug: Mapped[str | None] = mapped_column(String(48))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class HandledRow(CurationTable):
    """A wording that somebody dealt with: earlier questions in it are no longer unanswered."""

    __tablename__ = "curation_handled"

    wording: Mapped[str] = mapped_column(CleanText, primary_key=True)
    outcome: Mapped[str] = mapped_column(String(16))
    slug: Mapped[str | None] = mapped_column(String(48))
    author_id: Mapped[int] = mapped_column(TelegramId)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
