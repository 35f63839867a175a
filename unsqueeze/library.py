"""The curated content, ready to answer: built where it is missing or stale, then loaded.

The first start makes the int8 model and the knowledge base, and says so. It happens once even
when two processes start together: the second waits, then finds everything there.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import active_children, get_context
from pathlib import Path

import numpy as np

from database.refusal import refusals
from database.revisions import pending
from knowledge.arrays import Floats
from knowledge.build_report import BuildReport
from knowledge.curation.version import Version
from knowledge.curriculum import read, shipped
from knowledge.entry import Entry
from knowledge.matching.encoder import MANY, Encoder
from knowledge.matching.index import Index
from knowledge.matching.kept import Kept
from knowledge.matching.statistics import (
    Encoding,
    Statistics,
    phrasing_vectors,
    statistics,
    vectors_id,
)
from knowledge.origin import origin
from knowledge.store import KnowledgeStore
from tutor.library import Library
from unsqueeze.content import consistent
from unsqueeze.indexer import Indexer
from unsqueeze.knowledge_file import alone, load, open_store, repaired
from unsqueeze.memory import give_back
from unsqueeze.settings import Settings
from unsqueeze.waiting import shown

# Enough for the encoder to use all cores, few enough for a progress bar to move.
CHUNK = 4 * MANY


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
    indexer = Indexer(encoder, partial(load, settings))
    if not heads:
        return shipped, indexer
    library = shipped.amended(heads, revision)
    index = indexer.index(tuple(library.entries.values()))
    return library.reindexed(index, revision), indexer


def _current(settings: Settings, encoder: Encoder) -> Library:
    """Build where anything is new and index what ships; all else of the base is let go."""
    _build(settings, encoder)
    base = load(settings)
    return Library(
        entries={entry.slug: entry for entry in base.entries},
        topics={topic.slug: topic.title for topic in base.topics},
        index=Index.build(base.entries, encoder, vectors=base.vectors, lexical=base.lexical),
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
    made_from, content = origin(), consistent(read(shipped()))
    model_dir = _model_dir(settings)
    encoder = Kept(Encoder.open(model_dir), model_dir)
    with (
        # Here rather than where the result arrives: SQLAlchemy's errors cannot leave a process.
        refusals(),
        _migrated(settings) as store,
        shown("building the knowledge base", settings.log_format) as advance,
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
    with open_store(settings) as store:
        yield store


def _counted(entries: Sequence[Entry], encoder: Kept) -> Statistics:
    """Count, which a build does last, and keep the vectors that this content can use again."""
    stated = statistics(entries, encoder)
    encoder.save(sentence for group in stated["sentences"] for sentence in group)
    return stated


def _encoded(encoder: Encoding, texts: Sequence[str], advance: Callable[[float], None]) -> Floats:
    parts = []
    for start in range(0, len(texts), CHUNK):
        parts.append(phrasing_vectors(encoder, texts[start : start + CHUNK]))
        advance(min(start + CHUNK, len(texts)) / len(texts))
    return np.concatenate(parts)
