"""The knowledge base's tables: a build product, made again from `content/` at any time."""

from sqlalchemy import Integer, LargeBinary, MetaData, String, Text
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
    """`entry` is all that it says, as JSON; `study` what matching goes by, packed."""

    __tablename__ = "entries"

    slug: Mapped[str] = mapped_column(String(48), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    content_hash: Mapped[str] = mapped_column(String(64))
    entry: Mapped[str] = mapped_column(Text)
    study: Mapped[bytes] = mapped_column(LargeBinary)


class FactRow(KnowledgeTable):
    """What holds for the base as a whole: its origin, what was found out of all entries."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


metadata = KnowledgeTable.metadata
