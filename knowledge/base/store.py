"""The knowledge base on disk: written by a build, read once at start."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.orm import Session

from knowledge.base.origin import content_hash
from knowledge.base.tables import EntryRow, FactRow, PhrasingRow, TopicRow
from knowledge.examples.markdown import Floats, Halves
from knowledge.pages.curriculum import Topic
from knowledge.pages.entry import Entry

# What a build of the knowledge base changes. Pure.


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, by slug."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_news(self) -> bool:
        """Whether the base differs from what it was."""
        return bool(self.added or self.changed or self.removed)


def compared(before: Mapping[str, str | None], after: Mapping[str, str]) -> BuildReport:
    """Hold content against the base, as hashes by slug; None is an entry to build in any case."""
    return BuildReport(
        added=tuple(slug for slug in after if slug not in before),
        changed=tuple(s for s in after if s in before and before[s] != after[s]),
        unchanged=tuple(s for s in after if s in before and before[s] == after[s]),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


Encode = Callable[[Sequence[str]], Floats]

# A build waits for another one, which encodes for a minute at most, rather than fail.
_PATIENCE_MILLISECONDS = 120_000
# Half precision moves no cosine by more than a thousandth.
_VECTOR = np.dtype("<f2")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Everything a build wrote; `vectors` encode all entries' phrasings, as `encoder_id` does."""

    topics: tuple[Topic, ...]
    entries: tuple[Entry, ...]
    vectors: Halves
    encoder_id: str
    lexical: Any


class KnowledgeError(Exception):
    """Root of what can go wrong around the knowledge base. Never raised itself."""


class KnowledgeBaseEmpty(KnowledgeError):
    """Nothing was built yet."""


class EncoderMismatch(KnowledgeError):
    """An encoder did not give one vector a text."""


class KnowledgeStore:
    """One knowledge base, already migrated."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def build(
        self,
        topics: Sequence[Topic],
        entries: Sequence[Entry],
        *,
        encode: Encode,
        encoder_id: str,
        lexical: Callable[[], Any],
        origin: str = "",
    ) -> BuildReport:
        """Make the base hold exactly these entries, in this order; all of it or nothing.

        Only what is new or changed is encoded. A second build at the same time waits, then finds
        nothing left to do. `lexical` makes any JSON value; it may go by the entries' order, so it
        is asked again when that alone has changed. `origin` names what the entries were read from.
        """
        with self._engine.execution_options(begin="IMMEDIATE").connect() as connection:
            _be_patient(connection)
            with Session(connection) as session, session.begin():
                report = _compare(session, entries, encoder_id)
                is_moved = _order(session) != [entry.slug for entry in entries]
                stale = [entry for entry in entries if entry.slug not in report.unchanged]
                vectors = _encoded(encode, [text for entry in stale for text in entry.phrasings])
                _replace_topics_and_entries(session, topics, entries, report)
                _replace_phrasings(session, stale, vectors)
                session.merge(FactRow(name="encoder_id", value=encoder_id))
                if report.is_news or is_moved or session.get(FactRow, "lexical") is None:
                    session.merge(FactRow(name="lexical", value=lexical()))
                session.merge(FactRow(name="seal", value=_seal(session, origin, encoder_id)))
            return report

    def built_from(self, origin: str, encoder_id: str) -> BuildReport | None:
        """Report a build that would change nothing; None where only a build can tell."""
        with Session(self._engine) as session:
            seal = session.get(FactRow, "seal")
            if seal is None or seal.value != _seal(session, origin, encoder_id):
                return None
            return BuildReport(added=(), changed=(), unchanged=tuple(_order(session)), removed=())

    def load(self) -> KnowledgeBase:
        """Read the whole base, as one build left it."""
        with Session(self._engine) as session:
            facts = {row.name: row.value for row in session.scalars(select(FactRow))}
            if "encoder_id" not in facts:
                raise KnowledgeBaseEmpty("the knowledge base is empty: unsqueeze knowledge build")
            topics = session.scalars(select(TopicRow).order_by(TopicRow.position))
            entries = session.scalars(select(EntryRow).order_by(EntryRow.position))
            # Plain values: thousands of objects that know their session would take longer.
            vectors = session.scalars(
                select(PhrasingRow.vector)
                .join(EntryRow, EntryRow.slug == PhrasingRow.slug)
                .order_by(EntryRow.position, PhrasingRow.position)
            ).all()
            return KnowledgeBase(
                topics=tuple(Topic(slug=row.slug, title=row.title) for row in topics),
                entries=tuple(_entry(row) for row in entries),
                vectors=_stacked(vectors),
                encoder_id=facts["encoder_id"],
                lexical=facts["lexical"],
            )


def _be_patient(connection: Connection) -> None:
    # Straight to the driver: SQLAlchemy would begin the transaction, and so wait, before this.
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MILLISECONDS}")
    cursor.close()


def _seal(session: Session, origin: str, encoder_id: str) -> str:
    """Digest what a build read and the rows that it wrote; another build changes one or both."""
    entries = select(EntryRow.position, EntryRow.slug, EntryRow.content_hash)
    topics = select(TopicRow.position, TopicRow.slug, TopicRow.title)
    rows = [[*row] for query in (entries, topics) for row in session.execute(query)]
    return sha256(json.dumps([origin, encoder_id, sorted(rows)]).encode()).hexdigest()


def _order(session: Session) -> list[str]:
    return list(session.scalars(select(EntryRow.slug).order_by(EntryRow.position)))


def _compare(session: Session, entries: Sequence[Entry], encoder_id: str) -> BuildReport:
    """Hold content against the base; where the encoder is another, everything has changed."""
    encoder = session.get(FactRow, "encoder_id")
    is_same = encoder is not None and encoder.value == encoder_id
    rows = session.execute(select(EntryRow.slug, EntryRow.content_hash))
    before = {row.slug: row.content_hash if is_same else None for row in rows}
    return compared(before, {entry.slug: content_hash(entry) for entry in entries})


def _encoded(encode: Encode, texts: Sequence[str]) -> Floats:
    if not texts:
        return np.zeros((0, 0), np.float32)
    vectors = np.asarray(encode(texts), np.float32)
    if vectors.ndim != 2 or len(vectors) != len(texts):
        raise EncoderMismatch(f"expected {len(texts)} vectors, got the shape {vectors.shape}")
    return vectors


def _replace_topics_and_entries(
    session: Session, topics: Sequence[Topic], entries: Sequence[Entry], report: BuildReport
) -> None:
    """Flush in the order that foreign keys allow: new topics first, vanished ones last."""
    session.execute(delete(EntryRow).where(EntryRow.slug.in_(report.removed)))
    for position, topic in enumerate(topics):
        session.merge(TopicRow(slug=topic.slug, position=position, title=topic.title))
    session.flush()
    for position, entry in enumerate(entries):
        session.merge(_row(entry, position))
    session.flush()
    session.execute(delete(TopicRow).where(TopicRow.slug.not_in([t.slug for t in topics])))


def _replace_phrasings(session: Session, entries: Sequence[Entry], vectors: Floats) -> None:
    session.execute(delete(PhrasingRow).where(PhrasingRow.slug.in_([e.slug for e in entries])))
    phrasings = (
        {"slug": entry.slug, "position": position, "text": text}
        for entry in entries
        for position, text in enumerate(entry.phrasings)
    )
    halves = vectors.astype(_VECTOR)
    # Plain values, some at a time: of thousands of mapped objects the memory would stay ours.
    pairs = zip(phrasings, halves, strict=True)
    while rows := list(islice(pairs, _AT_ONCE)):
        session.execute(
            insert(PhrasingRow), [row | {"vector": half.tobytes()} for row, half in rows]
        )


def _row(entry: Entry, position: int) -> EntryRow:
    return EntryRow(
        content_hash=content_hash(entry), position=position, **entry.model_dump(mode="json")
    )


def _entry(row: EntryRow) -> Entry:
    return Entry.model_validate({name: getattr(row, name) for name in Entry.model_fields})


def _stacked(vectors: Sequence[bytes]) -> Halves:
    if not vectors:
        return np.zeros((0, 0), np.float16)
    flat = np.frombuffer(bytearray().join(vectors), _VECTOR)
    return flat.reshape(len(vectors), -1).astype(np.float16, copy=False)
