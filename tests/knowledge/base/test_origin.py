import shutil
import zipfile
from pathlib import Path

import pytest

from knowledge.base.origin import digest, origin
from tests.hashing import printed_elsewhere


@pytest.fixture
def package(tmp_path: Path) -> Path:
    root = tmp_path / "package"
    (root / "content").mkdir(parents=True)
    (root / "content" / "page.md").write_text("So.")
    (root / "reading.py").write_text("1")
    return root


def test_it_is_the_same_each_time_and_wherever_it_lies(package: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(package, tmp_path / "elsewhere")

    assert digest(package) == digest(copied)
    assert (
        printed_elsewhere("from knowledge.base.origin import origin; print(origin())") == origin()
    )


@pytest.mark.parametrize("path", ["content/page.md", "reading.py", "content/new.md"])
def test_any_page_or_module_that_changes_gives_another(package: Path, path: str) -> None:
    before = digest(package)

    (package / path).write_text("Changed.")

    assert digest(package) != before


def test_a_page_that_moves_gives_another(package: Path) -> None:
    before = digest(package)

    (package / "content" / "page.md").rename(package / "page.md")

    assert digest(package) != before


@pytest.mark.parametrize(
    "path",
    [
        "__pycache__/reading.pyc",
        "content/talk.yaml",
        "content/course.yaml",
        "content/errors/rules.yaml",
    ],
)
def test_what_is_compiled_or_read_at_each_start_is_not_looked_at(package: Path, path: str) -> None:
    before = digest(package)

    (package / path).parent.mkdir(exist_ok=True)
    (package / path).write_text("1")

    assert digest(package) == before


def test_a_packed_package_can_be_read(package: Path, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", package)

    assert digest(zipfile.Path(packed)) == digest(package)
