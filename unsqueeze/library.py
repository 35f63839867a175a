"""The curated content, ready to answer: built where it is missing or stale, then loaded.

The first start makes the int8 model and the knowledge base, and says so. It happens once even
when two processes start together: the second waits, then finds everything there.
"""

import ctypes
import fcntl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import TypeVar

import numpy as np

from database.engine import Damaged, DatabaseError, make_private, open_sync_engine, refusals
from database.migrations import UnknownRevision, pending, upgrade
from knowledge.base.origin import origin
from knowledge.base.store import BuildReport, KnowledgeBase, KnowledgeStore, Studies
from knowledge.curation.version import Version
from knowledge.pages.curriculum import Curriculum, lies_over, read, read_over, shipped
from knowledge.pages.entry import Entry
from knowledge.pages.problems import Problem, Refused
from knowledge.search.arrays import from_steps, packed, unpacked
from knowledge.search.encoder.encoder import Encoder
from knowledge.search.encoder.kept import Kept
from knowledge.search.index import Findings, Index
from knowledge.search.statistics import (
    Encoding,
    Remembered,
    Study,
    sentences,
    stranger_vectors,
    studied,
)
from tutor.library import Library
from unsqueeze.faults import SetupFault
from unsqueeze.settings import KNOWLEDGE_FILE, Settings
from unsqueeze.terminal import shown

# Content files, for commands that can do nothing with a part of them.


def consistent(content: Curriculum | Refused) -> Curriculum:
    """The content, where it is sound as a whole; else SetupFault names the first problem."""
    if isinstance(content, Refused):
        raise SetupFault(f"the content is not consistent: {content.problems[0]}")
    return content


def content_in(folder: Path | None) -> Curriculum | Refused:
    """A folder's content, ours where it is None; pages without topics are held against ours.

    SetupFault where that is no folder.
    """
    if folder is not None and not folder.is_dir():
        raise SetupFault(f"expected a folder of content, got {folder}")
    ours = read(shipped())
    if folder is None or isinstance(ours, Refused):
        return ours
    return read_over(folder, ours) if lies_over(folder) else read(folder)


def report(problems: Iterable[Problem]) -> int:
    """Print problems, a line each; returns the exit code: 1 where there are any."""
    found = list(problems)
    for problem in found:
        print(problem)
    return 1 if found else 0


# The file of the knowledge base: who may write it, and what becomes of one that is damaged.
#
# It is a product of the content, so a file that can't be read is deleted and made anew.

_T = TypeVar("_T")


def repaired(settings: Settings, work: Callable[[], _T]) -> _T:
    """Do what makes and reads the knowledge base; twice where the file was not one to be read.

    One that is damaged, or that a newer release wrote, is deleted in between. Raises SetupFault for
    what else the database refuses: a full disk, a folder that may not be written.
    """
    try:
        try:
            return _refusing(work)
        except (Damaged, UnknownRevision):
            _discard(settings)
            return _refusing(work)
    except DatabaseError as error:
        raise SetupFault(f"UNSQUEEZE_DATA_DIR: {_path(settings)}: {error}") from error


@contextmanager
def open_store(settings: Settings) -> Iterator[KnowledgeStore]:
    """Open the knowledge base, which is migrated already, for as long as the block lasts."""
    engine = open_sync_engine(settings.knowledge_url)
    try:
        yield KnowledgeStore(engine)
    finally:
        engine.dispose()


def load(settings: Settings) -> KnowledgeBase:
    """Read the whole knowledge base."""
    with open_store(settings) as store:
        return store.load()


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Keep a second process waiting while this one prepares the data folder."""
    try:
        make_private(settings.data_dir)
        lock = (settings.data_dir / "prepare.lock").open("w")
    except OSError as error:
        raise SetupFault(
            f"UNSQUEEZE_DATA_DIR: expected a folder that can be written, got "
            f"{settings.data_dir}: {error.strerror}"
        ) from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _refusing(work: Callable[[], _T]) -> _T:
    with refusals():
        return work()


def _discard(settings: Settings) -> None:
    """Delete the knowledge base, unless another process has put a good one there meanwhile."""
    with alone(settings):
        try:
            _refusing(partial(_read_through, settings))
        except (Damaged, UnknownRevision):
            for end in ("", "-wal", "-shm"):
                Path(f"{_path(settings)}{end}").unlink(missing_ok=True)


def _read_through(settings: Settings) -> None:
    if not pending(settings.knowledge_url, "knowledge"):
        load(settings)


def _path(settings: Settings) -> Path:
    return settings.data_dir / KNOWLEDGE_FILE


# Memory that was needed for a moment, given back.


def give_back() -> None:
    """Hand freed memory to the system: what a start leaves free is a tenth of what it holds.

    glibc keeps it for later, and a bot that has started never needs so much again. Other C
    libraries have no such call and no such habit.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


# The index of a library, made anew whenever instructors changed something.


Studied = tuple[Entry, Study]


class Indexer:
    """Makes a library's next index from the knowledge base; only texts that are new are encoded.

    The base is read anew each time rather than kept for that moment. Used by one thread at a time.
    """

    def __init__(self, encoder: Encoding, settings: Settings) -> None:
        self._encoder = encoder
        self._settings = settings
        self._changed: Mapping[str, Studied] = {}

    def index(self, entries: Sequence[Entry]) -> Index:
        """Index these entries."""
        made = self._made(entries)
        give_back()
        return made

    def _made(self, entries: Sequence[Entry]) -> Index:
        with open_store(self._settings) as store:
            held = store.studies(_origin(self._encoder))
        # A newer release may have built it meanwhile: what it found means nothing to our encoder.
        encoder = self._encoder if held else Kept(self._encoder)
        shipped, strangers = held or ({}, packed(stranger_vectors(encoder)))
        known = {slug: (entry, unpacked(Study, study)) for slug, (entry, study) in shipped.items()}
        found = [self._studied(entry, known.get(entry.slug), encoder) for entry in entries]
        self._changed = {one[0].slug: one for one in found if one is not known.get(one[0].slug)}
        return Index.of(entries, Findings.of(found, unpacked(np.ndarray, strangers)), self._encoder)

    def _studied(self, entry: Entry, shipped: Studied | None, encoder: Encoding) -> Studied:
        """Study an entry that is not as it was before; what it was asked by then is known."""
        before = [one for one in (shipped, self._changed.get(entry.slug)) if one]
        for one in before:
            if one[0] == entry:
                return one
        vectors = {
            sentence: vector
            for asked, study in before
            for sentence, vector in zip(
                sentences(asked.phrasings), from_steps(study.vectors), strict=True
            )
        }
        return entry, studied(entry, Remembered(encoder, vectors))


def open_library(settings: Settings, heads: Sequence[Version] = (), revision: int = 0) -> Library:
    """Load the library, bringing model and knowledge base up to date first."""
    return open_with_indexer(settings, heads, revision)[0]


def open_with_indexer(
    settings: Settings, heads: Sequence[Version] = (), revision: int = 0
) -> tuple[Library, Indexer]:
    """Load the library as of these versions, and what makes its next index."""
    encoder = _encoder(settings)
    shipped = repaired(settings, partial(_current, settings, encoder))
    give_back()
    indexer = Indexer(encoder, settings)
    if not heads:
        return shipped, indexer
    library = shipped.amended(heads, revision)
    index = indexer.index(tuple(library.entries.values()))
    return library.reindexed(index, revision), indexer


def _current(settings: Settings, encoder: Encoder) -> Library:
    """Build where anything is new and load what ships; what was found of each stays unread."""
    _build(settings, encoder)
    base = load(settings)
    return Library(
        entries={entry.slug: entry for entry in base.entries},
        topics={topic.slug: topic.title for topic in base.topics},
        index=Index.of(base.entries, unpacked(Findings, base.findings), encoder),
        shipped=base.entries,
    )


def built(settings: Settings) -> BuildReport:
    """Make the knowledge base hold what the content files say; nothing where it already does."""
    return repaired(settings, partial(_build, settings, _encoder(settings)))


def _encoder(settings: Settings) -> Encoder:
    with alone(settings), shown("preparing the sentence model (once)", settings.log_format):
        return Encoder.open(_model_dir(settings))


def _model_dir(settings: Settings) -> Path:
    return settings.model_dir or settings.data_dir


def _build(settings: Settings, encoder: Encoder) -> BuildReport:
    """Build where anything is new, in a process of its own: what it needs would stay ours."""
    if not pending(settings.knowledge_url, "knowledge"):
        with open_store(settings) as store:
            unchanged = store.built_from(_origin(encoder))
        if unchanged is not None:
            return unchanged
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        return apart.submit(written, settings).result()


def abandon_build() -> None:
    """End a build that is under way; whoever waits for it gets an error at once."""
    for build in active_children():
        build.terminate()


def written(settings: Settings) -> BuildReport:
    """Migrate and build in this very process."""
    encoder, content = Encoder.open(_model_dir(settings)), consistent(read(shipped()))
    with (
        # Here rather than where the result arrives: SQLAlchemy's errors cannot leave a process.
        refusals(),
        _migrated(settings) as store,
        shown("building the knowledge base", settings.log_format) as advance,
    ):
        study = partial(_studies, content.entries, Kept(encoder), advance)
        return store.build(content.topics, content.entries, study, _origin(encoder))


@contextmanager
def _migrated(settings: Settings) -> Iterator[KnowledgeStore]:
    upgrade(settings.knowledge_url, "knowledge")
    with open_store(settings) as store:
        yield store


def _origin(encoder: Encoding) -> str:
    return f"{origin()} {encoder.encoder_id}"


def _studies(
    entries: Sequence[Entry], encoder: Encoding, advance: Callable[[float], None]
) -> Studies:
    """Study every entry, and find out what an index needs; all of it packed."""
    found: list[Studied] = []
    for entry in entries:
        found.append((entry, studied(entry, encoder)))
        advance(len(found) / len(entries))
    strangers = stranger_vectors(encoder)
    each = [packed(study) for _, study in found]
    return Studies(each, packed(strangers), packed(Findings.of(found, strangers)))
