"""The knowledge base on disk: written by a build, read once at start."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.orm import Session

from knowledge.base.origin import content_hash
from knowledge.base.tables import EntryRow, FactRow, TopicRow
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


def compared(before: Mapping[str, str], after: Mapping[str, str]) -> BuildReport:
    """Hold content against the base, as hashes by slug."""
    return BuildReport(
        added=tuple(slug for slug in after if slug not in before),
        changed=tuple(s for s in after if s in before and before[s] != after[s]),
        unchanged=tuple(s for s in after if s in before and before[s] == after[s]),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


# A build waits for another one, which encodes for a minute at most, rather than fail.
_PATIENCE_MILLISECONDS = 120_000


@dataclass(frozen=True, slots=True)
class Studies:
    """What matching goes by, packed: of each entry, of the messages not to answer, of all."""

    each: Sequence[bytes]
    strangers: bytes
    findings: bytes


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """What a start reads."""

    topics: tuple[Topic, ...]
    entries: tuple[Entry, ...]
    findings: bytes


class KnowledgeError(Exception):
    """Root of what can go wrong around the knowledge base. Never raised itself."""


class KnowledgeBaseEmpty(KnowledgeError):
    """Nothing was built yet."""


class KnowledgeStore:
    """One knowledge base, already migrated."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def build(
        self,
        topics: Sequence[Topic],
        entries: Sequence[Entry],
        study: Callable[[], Studies],
        origin: str,
    ) -> BuildReport:
        """Make the base hold exactly these entries, in this order; all of it or nothing.

        `origin` names all that they and their studies are made from. A second build at the same
        time waits, then finds nothing left to do.
        """
        with self._engine.execution_options(begin="IMMEDIATE").connect() as connection:
            _be_patient(connection)
            with Session(connection) as session, session.begin():
                if unchanged := _unchanged(session, origin):
                    return unchanged
                hashes = {entry.slug: content_hash(entry) for entry in entries}
                report = compared(_hashes(session), hashes)
                _replace(session, topics, entries, study(), origin)
            return report

    def built_from(self, origin: str) -> BuildReport | None:
        """Report a build that would change nothing; None where there is something to build."""
        with Session(self._engine) as session:
            return _unchanged(session, origin)

    def load(self) -> KnowledgeBase:
        """Read what a start needs, as one build left it."""
        with Session(self._engine) as session:
            findings = _fact(session, "findings")
            if findings is None:
                raise KnowledgeBaseEmpty("the knowledge base is empty: unsqueeze knowledge build")
            topics = session.execute(
                select(TopicRow.slug, TopicRow.title).order_by(TopicRow.position)
            )
            entries = session.scalars(select(EntryRow.entry).order_by(EntryRow.position))
            return KnowledgeBase(
                topics=tuple(Topic(slug=slug, title=title) for slug, title in topics),
                entries=tuple(map(Entry.model_validate_json, entries)),
                findings=findings,
            )

    def studies(self, origin: str) -> tuple[dict[str, tuple[Entry, bytes]], bytes] | None:
        """Read each entry's study and the strangers'; None where they are of another origin."""
        with Session(self._engine) as session:
            strangers = _fact(session, "strangers")
            if strangers is None or _unchanged(session, origin) is None:
                return None
            rows = session.execute(select(EntryRow.entry, EntryRow.study))
            read = ((Entry.model_validate_json(text), study) for text, study in rows)
            return {entry.slug: (entry, study) for entry, study in read}, strangers


def _be_patient(connection: Connection) -> None:
    # Straight to the driver: SQLAlchemy would begin the transaction, and so wait, before this.
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MILLISECONDS}")
    cursor.close()


def _fact(session: Session, name: str) -> bytes | None:
    return session.scalar(select(FactRow.value).where(FactRow.name == name))


def _hashes(session: Session) -> dict[str, str]:
    rows = session.execute(select(EntryRow.slug, EntryRow.content_hash).order_by(EntryRow.position))
    return {row.slug: row.content_hash for row in rows}


def _unchanged(session: Session, origin: str) -> BuildReport | None:
    if _fact(session, "origin") != origin.encode():
        return None
    return BuildReport(added=(), changed=(), unchanged=tuple(_hashes(session)), removed=())


def _replace(
    session: Session,
    topics: Sequence[Topic],
    entries: Sequence[Entry],
    studies: Studies,
    origin: str,
) -> None:
    for table in (TopicRow, EntryRow, FactRow):
        session.execute(delete(table))
    session.add_all(
        TopicRow(slug=topic.slug, position=position, title=topic.title)
        for position, topic in enumerate(topics)
    )
    session.add_all(
        EntryRow(
            slug=entry.slug,
            position=position,
            content_hash=content_hash(entry),
            entry=entry.model_dump_json(),
            study=study,
        )
        for position, (entry, study) in enumerate(zip(entries, studies.each, strict=True))
    )
    facts = {
        "origin": origin.encode(),
        "findings": studies.findings,
        "strangers": studies.strangers,
    }
    session.add_all(FactRow(name=name, value=value) for name, value in facts.items())
