"""What many tests share: one data folder with the model and knowledge base, made once a run."""

import os
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
