from pathlib import Path

import pytest

from knowledge.entry import Entry
from knowledge.matching.encoder import Encoder
from knowledge.matching.fit import content
from knowledge.matching.index import Index
from knowledge.matching.kept import Kept
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
