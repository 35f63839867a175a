"""`unsqueeze knowledge site`: what it writes and refuses, and that it writes the same again."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.knowledge.writing import write, write_topics
from tests.unsqueeze.conftest import Variables

SHORT = "So.\n\n```pycon\n>>> import torch\n>>> m = torch.ones(2, 3)\n```"


Site = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    write_topics(root)
    write(root, "one", SHORT, diagram="m + torch.arange(3)")
    write(root, "two", topic="memory")
    return root


@pytest.fixture
def site(sandbox: Variables) -> Site:
    def write_site(folder: Path, content: Path, *options: str) -> subprocess.CompletedProcess[str]:
        command = ["knowledge", "site", str(folder), "--content", str(content), *options]
        return subprocess.run(
            [sys.executable, "-m", "unsqueeze", *command],
            capture_output=True,
            check=False,
            text=True,
            env=os.environ | sandbox | {"UNSQUEEZE_DATA_DIR": str(content.parent / "data")},
        )

    return write_site


def written(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_runs_write_the_same_bytes(site: Site, content: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"

    done = site(first, content, "--bot", "@tensor_bot")
    again = site(second, content, "--bot", "tensor_bot")

    assert (done.returncode, again.returncode) == (0, 0)
    assert done.stdout == f"2 pages, 1 diagrams: open {first / 'index.html'}\n"
    files = written(first)
    assert files == written(second)
    assert files["pictures/one.png"].startswith(b"\x89PNG")
    assert files["pictures/one.png"] != files["pictures/one-dark.png"]
    assert b"https://t.me/tensor_bot?start=e-one" in files["entries/one.html"]


def test_an_earlier_site_is_brought_up_to_date(site: Site, content: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    site(folder, content)
    (content / "questions" / "shapes" / "one.md").unlink()
    (folder / "CNAME").write_text("example.org")

    done = site(folder, content)

    assert done.returncode == 0
    assert {"CNAME", "entries/two.html"} <= set(written(folder))
    assert not {"entries/one.html", "pictures/one.png"} & set(written(folder))


def test_a_folder_that_is_not_there_is_misuse(site: Site, tmp_path: Path) -> None:
    done = site(tmp_path / "site", tmp_path / "contnet")

    assert (done.returncode, done.stdout) == (2, "")
    assert "--content: expected a folder of content" in done.stderr


def test_a_folder_of_something_else_is_left_alone(
    site: Site, content: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "index.html").write_text("mine")

    done = site(folder, content)

    assert done.returncode == 2
    assert "expected a new or empty folder" in done.stderr
    assert written(folder) == {"index.html": b"mine"}


def test_a_name_that_no_bot_has_is_misuse(site: Site, content: Path, tmp_path: Path) -> None:
    done = site(tmp_path / "site", content, "--bot", "https://t.me/x?y")

    assert done.returncode == 2
    assert "--bot: expected a bot's username" in done.stderr


def test_a_diagram_that_does_not_draw_is_named_and_nothing_is_written(
    site: Site, content: Path, tmp_path: Path
) -> None:
    write(content, "one", SHORT, diagram="m.nothing()")

    done = site(tmp_path / "site", content)

    assert done.returncode == 1
    assert done.stdout.startswith("questions/shapes/one.md:")
    assert not (tmp_path / "site").exists()
