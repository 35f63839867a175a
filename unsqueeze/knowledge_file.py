"""The file of the knowledge base: who may write it, and what becomes of one that is damaged.

It is a product of the content, so a file that can't be read is deleted and made anew.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from database.engine import DatabaseError, make_private, open_sync_engine
from database.refusal import Damaged, refusals
from database.revisions import UnknownRevision, pending
from knowledge.store import KnowledgeBase, KnowledgeStore
from unsqueeze.faults import SetupFault
from unsqueeze.settings import KNOWLEDGE_FILE, Settings

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
