"""What commands run on that are not about all the content: one sandbox, and twelve pages.

Each is a few variables of a process's environment, so that what runs is the product as it is.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.curation.page_text import files_of
from knowledge.pages import curriculum
from knowledge.pages.curriculum import Curriculum
from tests.sandbox.conftest import serving
from tutor.library import Library

_ROOT = Path(__file__).resolve().parents[2]
# Whatever these need is among them; what else they only point to is left out of their links.
SLUGS = (
    *("what-is-a-tensor", "rank-vs-shape", "basic-indexing", "unsqueeze", "index-as-unsqueeze"),
    *("squeeze-dim", "view-vs-reshape", "reshape-minus-one", "strides", "contiguous"),
    *("what-dim-means", "dim-out-of-range"),
)

Variables = dict[str, str]


def read(root: Path) -> Curriculum:
    """The content of a folder, which must be sound."""
    content = curriculum.read(root)
    assert isinstance(content, Curriculum), content
    return content


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Variables]:
    """A sandbox that has started: one of its own takes each command seconds."""
    with serving() as (address, _):
        yield {"UNSQUEEZE_SANDBOX_URL": address}


@pytest.fixture(scope="session")
def small_content(shipped_content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of a checkout that is ours but for the pages: links, and twelve of ours."""
    root = tmp_path_factory.mktemp("small")
    _link_all(_ROOT, root, but="knowledge")
    _link_all(_ROOT / "knowledge", root / "knowledge", but="content")
    content = root / "knowledge" / "content"
    _link_all(shipped_content, content, but=curriculum.QUESTIONS)
    for page in read(shipped_content).pages:
        if page.entry.slug in SLUGS:
            near = tuple(slug for slug in page.entry.see_also if slug in SLUGS)
            for path, text in files_of(page.entry.model_copy(update={"see_also": near})).items():
                (content / path).parent.mkdir(parents=True, exist_ok=True)
                (content / path).write_text(text, "utf-8")
    assert len(read(content).pages) == len(SLUGS)
    return content


@pytest.fixture(scope="session")
def shipped_content() -> Path:
    return _ROOT / "knowledge" / "content"


def checkout_of(content: Path) -> Variables:
    """Whatever folder a process starts in, it finds the checkout of this content."""
    return {"PYTHONPATH": str(content.parents[1]), "PYTHONSAFEPATH": "1"}


@pytest.fixture(scope="session")
def on_small(
    small_content: Path,
    model_dir: Path,
    library: Library,  # noqa: ARG001 - the model was made with it
    tmp_path_factory: pytest.TempPathFactory,
) -> Variables:
    """That checkout with a data folder of its own, where all is built."""
    variables = checkout_of(small_content) | {
        "UNSQUEEZE_DATA_DIR": str(tmp_path_factory.mktemp("small-data")),
        "UNSQUEEZE_MODEL_DIR": str(model_dir),
    }
    command = [sys.executable, "-m", "unsqueeze", "knowledge", "build"]
    subprocess.run(command, env=os.environ | variables, check=True)
    return variables


def _link_all(of: Path, there: Path, *, but: str) -> None:
    there.mkdir(exist_ok=True)
    for child in of.iterdir():
        if child.name != but and not child.name.startswith((".", "__pycache__")):
            (there / child.name).symlink_to(child)
