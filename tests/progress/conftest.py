import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from progress.stores.progress_store import ProgressStore
from tests.databases import Branches


@pytest.fixture
def branches() -> Branches:
    return ("progress",)


@pytest.fixture
def store(engine: AsyncEngine) -> ProgressStore:
    return ProgressStore(engine)
