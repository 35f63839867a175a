from pathlib import Path

import pytest

from knowledge.entry import Entry
from knowledge.matching.encoder import Encoder
from knowledge.matching.fit import content
from knowledge.matching.index import Index


@pytest.fixture(scope="session")
def data_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def encoder(data_directory: Path) -> Encoder:
    return Encoder.open(data_directory)


@pytest.fixture(scope="session")
def entries() -> tuple[Entry, ...]:
    return content()


@pytest.fixture(scope="session")
def index(entries: tuple[Entry, ...], encoder: Encoder) -> Index:
    return Index.build(entries, encoder)
