"""The knowledge base's tables: a build product, made again from `content/` at any time."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from database.types import NAMING_CONVENTION


class KnowledgeTable(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class TopicRow(KnowledgeTable):
    """`position` is the teaching order."""

    __tablename__ = "topics"

    slug: Mapped[str] = mapped_column(String(48), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)


class EntryRow(KnowledgeTable):
    """`content_hash` tells a build whether an entry's vectors still hold."""

    __tablename__ = "entries"

    slug: Mapped[str] = mapped_column(String(48), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    position: Mapped[int] = mapped_column(Integer)
    topic: Mapped[str] = mapped_column(ForeignKey("topics.slug"), index=True)
    question: Mapped[str] = mapped_column(Text)
    short_title: Mapped[str | None] = mapped_column(Text)
    aliases: Mapped[list[str]] = mapped_column(JSON)
    not_for: Mapped[list[str]] = mapped_column(JSON)
    difficulty: Mapped[int] = mapped_column(Integer)
    prerequisites: Mapped[list[str]] = mapped_column(JSON)
    see_also: Mapped[list[str]] = mapped_column(JSON)
    exercises: Mapped[list[str]] = mapped_column(JSON)
    asked_in: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    diagram: Mapped[str | None] = mapped_column(Text)
    verified: Mapped[dict[str, Any]] = mapped_column(JSON)
    sources: Mapped[list[str]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(16))
    wordings: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    short: Mapped[str] = mapped_column(Text)
    more: Mapped[str | None] = mapped_column(Text)
    pitfall: Mapped[str | None] = mapped_column(Text)


class PhrasingRow(KnowledgeTable):
    """One wording; `vector` is its encoding as little-endian float16."""

    __tablename__ = "phrasings"

    slug: Mapped[str] = mapped_column(
        ForeignKey("entries.slug", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class FactRow(KnowledgeTable):
    """What holds for the base as a whole: its encoder, the matcher's statistics."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


metadata = KnowledgeTable.metadata
