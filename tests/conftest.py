"""What many tests share: one data folder with the model and knowledge base, made once a run."""

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tutor.library import Library
from unsqueeze.library import open_library
from unsqueeze.settings import Settings


def pytest_configure() -> None:
    """A shell has what runs in its background ignore Ctrl-C, which some tests send to children."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("unsqueeze")


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
