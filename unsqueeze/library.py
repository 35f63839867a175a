"""The curated content, ready to answer: built where it is missing or stale, then loaded.

The first start makes the int8 model and the knowledge base, and says so. It happens once even
when two processes start together: the second waits, then finds everything there.
"""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from multiprocessing import active_children, get_context
from pathlib import Path
from threading import Timer
from typing import Any, TypeVar

import numpy as np
from rich.console import Console
from rich.progress import Progress

from database.engine import DatabaseError, open_sync_engine
from database.refusal import Damaged, refusals
from database.revisions import UnknownRevision, pending
from knowledge.curation.version import Version
from knowledge.curriculum import read, shipped
from knowledge.entry import Entry
from knowledge.matching.encoder import MANY, Encoder
from knowledge.matching.index import Index
from knowledge.matching.kept import Kept
from knowledge.matching.recount import recounted
from knowledge.matching.remembered import Remembered, paired
from knowledge.matching.statistics import (
    Encoding,
    Halves,
    Vectors,
    phrasing_vectors,
    statistics,
    vectors_id,
)
from knowledge.origin import origin
from knowledge.problem import Refused
from knowledge.store import BuildReport, KnowledgeBase, KnowledgeStore
from tutor.library import Library
from unsqueeze.faults import SetupFault
from unsqueeze.memory import give_back
from unsqueeze.settings import KNOWLEDGE_FILE, Settings
from unsqueeze.terminal import tell

_T = TypeVar("_T")

# Enough for the encoder to use all cores, few enough for a progress bar to move.
CHUNK = 4 * MANY
QUIET_SECONDS = 1.0


class Indexer:
    """Makes a library's next index from the knowledge base; only texts that are new are encoded.

    The base is read anew each time rather than kept for that moment. Used by one thread at a time.
    """

    def __init__(self, encoder: Encoder, load: Callable[[], KnowledgeBase]) -> None:
        self._encoder = encoder
        self._load = load
        self._new: dict[str, Halves] = {}

    def index(self, entries: Sequence[Entry]) -> Index:
        """Index these entries."""
        made = self._made(entries)
        give_back()
        return made

    def _made(self, entries: Sequence[Entry]) -> Index:
        base = self._load()
        # A newer version may have built it meanwhile: its vectors mean nothing to our encoder.
        ours = base.encoder_id == vectors_id(self._encoder)
        sentences = chain.from_iterable(base.lexical["sentences"])
        shipped = paired(sentences, base.vectors) if ours else {}
        remembered = Remembered(self._encoder, shipped | self._new)
        lexical = recounted(base.entries if ours else (), base.lexical, entries, remembered)
        vectors = remembered.encode(list(chain.from_iterable(lexical["sentences"])))
        remembered.forget_unasked()
        self._new = {text: row for text, row in remembered.known.items() if text not in shipped}
        return Index.build(entries, self._encoder, vectors=vectors, lexical=lexical)


def open_library(settings: Settings, heads: Sequence[Version] = (), revision: int = 0) -> Library:
    """Load the library, bringing model and knowledge base up to date first."""
    return open_with_indexer(settings, heads, revision)[0]


def open_with_indexer(
    settings: Settings, heads: Sequence[Version] = (), revision: int = 0
) -> tuple[Library, Indexer]:
    """Load the library as of these versions, and what makes its next index."""
    encoder = _encoder(settings)
    shipped = _of_base(settings, partial(_current, settings, encoder))
    give_back()
    indexer = Indexer(encoder, partial(_load, settings))
    if not heads:
        return shipped, indexer
    library = shipped.amended(heads, revision)
    index = indexer.index(tuple(library.entries.values()))
    return replace(library, index=index, indexed=revision), indexer


def _current(settings: Settings, encoder: Encoder) -> Library:
    """Build where anything is new and index what ships; all else of the base is let go."""
    _build(settings, encoder)
    base = _load(settings)
    return Library(
        entries={entry.slug: entry for entry in base.entries},
        topics={topic.slug: topic.title for topic in base.topics},
        index=Index.build(base.entries, encoder, vectors=base.vectors, lexical=base.lexical),
        shipped=base.entries,
    )


def built(settings: Settings) -> BuildReport:
    """Make the knowledge base hold what the content files say; nothing where it already does."""
    return _of_base(settings, partial(_build, settings, _encoder(settings)))


def _of_base(settings: Settings, work: Callable[[], _T]) -> _T:
    """Do what needs the knowledge base; one that is damaged or a newer release's is made anew."""
    try:
        try:
            return _refusing(work)
        except (Damaged, UnknownRevision):
            _discard(settings)
            return _refusing(work)
    except DatabaseError as error:
        raise SetupFault(f"UNSQUEEZE_DATA_DIR: {_base(settings)}: {error}") from error


def _refusing(work: Callable[[], _T]) -> _T:
    with refusals():
        return work()


def _discard(settings: Settings) -> None:
    """Delete the knowledge base, unless another process has put a good one there meanwhile."""
    with _alone(settings):
        try:
            _refusing(partial(_read_through, settings))
        except (Damaged, UnknownRevision):
            for end in ("", "-wal", "-shm"):
                Path(f"{_base(settings)}{end}").unlink(missing_ok=True)


def _read_through(settings: Settings) -> None:
    if not pending(settings.knowledge_url, "knowledge"):
        _load(settings)


def _base(settings: Settings) -> Path:
    return settings.data_dir / KNOWLEDGE_FILE


def _encoder(settings: Settings) -> Encoder:
    with _alone(settings), _shown("preparing the sentence model (once)", settings.log_format):
        return Encoder.open(_model_dir(settings))


def _model_dir(settings: Settings) -> Path:
    return settings.model_dir or settings.data_dir


def _build(settings: Settings, encoder: Encoder) -> BuildReport:
    """Build where anything is new, in a process of its own: what it needs would stay ours."""
    if not pending(settings.knowledge_url, "knowledge"):
        with _store(settings) as store:
            unchanged = store.built_from(origin(), vectors_id(encoder))
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
    made_from, content = origin(), read(shipped())
    if isinstance(content, Refused):
        raise SetupFault(f"the content is not consistent: {content.problems[0]}")
    model_dir = _model_dir(settings)
    encoder = Kept(Encoder.open(model_dir), model_dir)
    with (
        # Here rather than where the result arrives: SQLAlchemy's errors cannot leave a process.
        refusals(),
        _migrated(settings) as store,
        _shown("building the knowledge base", settings.log_format) as advance,
    ):
        return store.build(
            content.topics,
            content.entries,
            encode=lambda texts: _encoded(encoder, texts, advance),
            encoder_id=vectors_id(encoder),
            lexical=lambda: _counted(content.entries, encoder),
            origin=made_from,
        )


@contextmanager
def _migrated(settings: Settings) -> Iterator[KnowledgeStore]:
    from database.migrate import upgrade

    upgrade(settings.knowledge_url, "knowledge")
    with _store(settings) as store:
        yield store


@contextmanager
def _store(settings: Settings) -> Iterator[KnowledgeStore]:
    engine = open_sync_engine(settings.knowledge_url)
    try:
        yield KnowledgeStore(engine)
    finally:
        engine.dispose()


def _counted(entries: Sequence[Entry], encoder: Kept) -> dict[str, Any]:
    """Count, which a build does last, and keep the vectors that this content can use again."""
    stated = statistics(entries, encoder)
    encoder.save(sentence for group in stated["sentences"] for sentence in group)
    return stated


def _encoded(encoder: Encoding, texts: Sequence[str], advance: Callable[[float], None]) -> Vectors:
    parts = []
    for start in range(0, len(texts), CHUNK):
        parts.append(phrasing_vectors(encoder, texts[start : start + CHUNK]))
        advance(min(start + CHUNK, len(texts)) / len(texts))
    return np.concatenate(parts)


def _load(settings: Settings) -> KnowledgeBase:
    with _store(settings) as store:
        return store.load()


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Keep a second process waiting while this one prepares the data folder."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        lock = (settings.data_dir / "prepare.lock").open("w")
    except OSError as error:
        raise SetupFault(
            f"UNSQUEEZE_DATA_DIR: expected a folder that can be written, got "
            f"{settings.data_dir}: {error.strerror}"
        ) from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _shown(what: str, log_format: str) -> Iterator[Callable[[float], None]]:
    """Say on stderr what takes longer than a second; in a terminal with a bar."""
    console = Console(stderr=True)
    with _bar(what, console) if console.is_terminal else _told(what, log_format) as advance:
        yield advance


@contextmanager
def _bar(what: str, console: Console) -> Iterator[Callable[[float], None]]:
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(what, total=None, visible=False)
        with _later(lambda: progress.update(task, visible=True)):
            yield lambda share: progress.update(task, total=1.0, completed=share)


@contextmanager
def _told(what: str, log_format: str) -> Iterator[Callable[[float], None]]:
    with _later(lambda: tell(what, log_format=log_format)):
        yield lambda _: None


@contextmanager
def _later(show: Callable[[], None]) -> Iterator[None]:
    timer = Timer(QUIET_SECONDS, show)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
