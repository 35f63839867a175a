from pathlib import Path

import pytest

from knowledge.pages.entry import Entry
from knowledge.search.encoder.encoder import Encoder
from knowledge.search.encoder.kept import Kept
from knowledge.search.index import Index
from tutor.library import Library


@pytest.fixture(scope="session")
def encoder(model_dir: Path) -> Encoder:
    return Encoder.open(model_dir)


@pytest.fixture(scope="session")
def kept(encoder: Encoder) -> Kept:
    """The encoder with the vectors of everything that ships, slow to make."""
    return Kept(encoder)


@pytest.fixture(scope="session")
def entries(library: Library) -> tuple[Entry, ...]:
    return library.shipped


@pytest.fixture(scope="session")
def index(library: Library) -> Index:
    """As a start loads it."""
    assert isinstance(library.index, Index)
    return library.index
