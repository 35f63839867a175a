import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge.curation.stores.curation_store import CurationStore
from tests.databases import Branches


@pytest.fixture
def branches() -> Branches:
    return ("curation",)


@pytest.fixture
def store(engine: AsyncEngine) -> CurationStore:
    return CurationStore(engine)
