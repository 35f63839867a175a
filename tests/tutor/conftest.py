import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge.curation.stores.curation_store import CurationStore
from progress.stores.progress_store import ProgressStore
from tests.tutor.curating import Classroom, classroom


@pytest.fixture
def store(engine: AsyncEngine) -> ProgressStore:
    return ProgressStore(engine)


@pytest.fixture
async def room(store: ProgressStore, engine: AsyncEngine) -> Classroom:
    return await classroom(store, CurationStore(engine))
