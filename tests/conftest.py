"""What many tests share: one data folder with the model and knowledge base, made once a run.

And databases: `url` is one for each test, with the tables of its package's `branches`.
"""

import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import open_engine
from sandbox.supervisor import supervisor
from tests import databases
from tests.databases import Branches, Migrated, Templates
from tests.sandbox.conftest import serving
from tutor.library import Library
from unsqueeze.library import open_library
from unsqueeze.settings import Settings

# As it is anyway where CI is set: how long an example takes says nothing on a busy machine.
hypothesis_settings.register_profile("untimed", hypothesis_settings(deadline=None))
hypothesis_settings.load_profile("untimed")


def pytest_configure() -> None:
    """A shell has what runs in its background ignore Ctrl-C, which some tests send to children."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module")
def sandbox_url() -> Iterator[str]:
    """A sandbox that a module's tests share."""
    with serving() as (address, _):
        yield address


@pytest.fixture(scope="session", autouse=True)
def patient_supervisor() -> Iterator[None]:
    """On a busy machine, too, a failing snippet is run once more, however late a spare is ready."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(supervisor, "_SPARE_SOON_SECONDS", 30.0)
        yield


@pytest.fixture(scope="session")
def new_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """A data folder for a first start; UNSQUEEZE_TEST_DATA names one where it was made already."""

    def make() -> Path:
        folder = tmp_path_factory.mktemp("unsqueeze")
        if started := os.environ.get("UNSQUEEZE_TEST_DATA"):
            shutil.copytree(started, folder, dirs_exist_ok=True)
        return folder

    return make


@pytest.fixture(scope="session")
def data_dir(new_data_dir: Callable[[], Path]) -> Path:
    return new_data_dir()


@pytest.fixture(scope="session")
def model_dir(data_dir: Path) -> Path:
    """Where the model lies, and the vectors that it has made."""
    return data_dir


@pytest.fixture(scope="session")
def library(data_dir: Path) -> Library:
    """The shipped content, ready to answer."""
    return open_library(Settings(data_dir=data_dir))


@pytest.fixture(scope="session")
def prepared(
    data_dir: Path,
    library: Library,  # noqa: ARG001 - built before it is copied
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[], Path]:
    """A new data folder with model and knowledge base in it: what a second start finds."""

    def copy() -> Path:
        folder = tmp_path_factory.mktemp("prepared")
        shutil.copytree(data_dir, folder, dirs_exist_ok=True)
        return folder

    return copy


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Migrated:
    return databases.migrated_once(tmp_path_factory.mktemp("migrated"))


@pytest.fixture(scope="session")
def templates() -> Iterator[Templates]:
    with ExitStack() as stack:
        yield databases.migrated_there(stack)


@pytest.fixture
def branches() -> Branches:
    """As in a real one; a package that needs fewer says so in its conftest."""
    return ("progress", "curation")


@pytest.fixture(params=databases.KINDS)
def url(
    request: pytest.FixtureRequest, branches: Branches, migrated: Migrated, tmp_path: Path
) -> Iterator[str]:
    if request.param == "sqlite":
        yield databases.copied(migrated(branches), tmp_path)
        return
    templates: Templates = request.getfixturevalue("templates")
    with databases.on_server(templates(branches)) as address:
        yield address


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(url)
    yield engine
    await engine.dispose()
