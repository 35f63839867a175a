"""`unsqueeze knowledge import` as an operator calls it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unsqueeze.conftest import Variables
from tutor.library import Library

pytestmark = pytest.mark.usefixtures("library")

FILES = Path(__file__).parent.parent / "knowledge" / "importing" / "files"


@pytest.fixture
def environment(data_dir: Path, sandbox: Variables, tmp_path: Path) -> Variables:
    return {
        **os.environ,
        **sandbox,
        "UNSQUEEZE_DATA_DIR": str(data_dir),
        "UNSQUEEZE_DATABASE_URL": f"sqlite:///{tmp_path / 'unsqueeze.sqlite'}",
    }


def import_file(
    file: Path, *options: str, environment: Variables
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "unsqueeze", "knowledge", "import", str(file), *options],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


def test_a_file_is_imported_once(environment: Variables, library: Library) -> None:
    dry = import_file(FILES / "shapes.md", "--dry-run", environment=environment)
    first = import_file(FILES / "shapes.md", "--json", environment=environment)
    again = import_file(FILES / "shapes.md", environment=environment)

    assert dry.stdout.endswith("3 questions read; nothing was saved\n"), dry.stderr
    told = json.loads(first.stdout)
    assert (first.returncode, told["saved"]) == (0, 3)
    assert [each["source"] for each in told["questions"]] == [
        f"import:shapes.md#{number}" for number in (1, 2, 3)
    ]
    assert {each["nearest"]["slug"] for each in told["questions"]} <= set(library.entries)
    assert [note["line"] for note in told["left_out"]] == [1]
    assert "0 drafts saved, 3 were there already" in again.stdout
    assert "shapes.md:1: left out" in again.stdout


def test_what_stands_in_a_file_twice_was_not_there_before(
    environment: Variables, tmp_path: Path
) -> None:
    """Spaces are no difference to those who keep drafts."""
    file = tmp_path / "class.txt"
    rows = [f"1. What is a row?\nAns: A{space}line.\n\n" for space in (" ", " ", "  ")]
    file.write_text("".join(rows), "utf-8")
    twice = tmp_path / "twice.txt"
    twice.write_text("".join(rows[:2]).replace("row", "column"), "utf-8")

    done = import_file(file, environment=environment)
    one = import_file(twice, environment=environment)

    assert "1 draft saved, 2 stand in the file more than once: " in done.stdout, done.stderr
    assert "1 draft saved, 1 stands in the file more than once: " in one.stdout, one.stderr


def test_what_cannot_be_read_is_named_and_nothing_is_saved(
    environment: Variables, tmp_path: Path
) -> None:
    file = tmp_path / "class.txt"
    file.write_text("1 What?\nAns: a\n\n2 Why?\n\n3 How?\nAns: c\n", "utf-8")

    done = import_file(file, environment=environment)
    as_json = import_file(file, "--json", environment=environment)

    assert (done.returncode, as_json.returncode) == (1, 1)
    assert done.stdout == "class.txt:4: the question 'Why?' has no answer\n"
    assert "nothing was imported" in done.stderr
    assert json.loads(as_json.stdout)["problems"][0]["line"] == 4


def test_a_file_that_is_not_there_is_misuse(environment: Variables, tmp_path: Path) -> None:
    done = import_file(tmp_path / "none.txt", environment=environment)

    assert done.returncode == 2
    assert "expected a readable file, got" in done.stderr


def test_standard_input_has_a_name_of_its_own(environment: Variables) -> None:
    """What is read of a file depends on how its name ends, which `-` does not say."""
    done = import_file(Path("-"), environment=environment)

    assert done.returncode == 2
    assert "for standard input give /dev/stdin, which is read as plain text" in done.stderr
