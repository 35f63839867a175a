from pathlib import Path

import pytest

from knowledge.pages.entry import Entry
from knowledge.search.encoder.encoder import Encoder
from knowledge.search.encoder.kept import Kept
from knowledge.search.fit.fit import content
from knowledge.search.index import Index
from tutor.library import Library


@pytest.fixture(scope="session")
def encoder(model_dir: Path) -> Encoder:
    return Encoder.open(model_dir)


@pytest.fixture(scope="session")
def kept(encoder: Encoder, model_dir: Path, library: Library) -> Kept:  # noqa: ARG001 - it was built
    """The encoder with the vectors of everything that ships, slow to make."""
    return Kept(encoder, model_dir)


@pytest.fixture(scope="session")
def entries() -> tuple[Entry, ...]:
    return content()


@pytest.fixture(scope="session")
def index(entries: tuple[Entry, ...], kept: Kept) -> Index:
    return Index.build(entries, kept)
