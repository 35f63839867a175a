"""`unsqueeze knowledge check` on one exercise's folder, as an instructor copies and changes it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unsqueeze.conftest import Variables


@pytest.fixture
def board(shipped_content: Path, tmp_path: Path) -> Path:
    return shutil.copytree(shipped_content / "exercises/checkerboard", tmp_path / "my-board")


def check(folder: Path, sandbox: Variables, tmp_path: Path) -> tuple[int, str]:
    environment = {**os.environ, **sandbox, "UNSQUEEZE_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-m", "unsqueeze", "knowledge", "check", str(folder)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout


def test_a_copied_exercise_is_proven(board: Path, sandbox: Variables, tmp_path: Path) -> None:
    code, said = check(board, sandbox, tmp_path)

    assert code == 0
    *table, last = said.splitlines()
    assert last.startswith("1 exercise, ")
    assert last.endswith(" mutants, 100.0% caught")
    assert all(line.endswith("caught") for line in table)


def test_what_is_wrong_in_it_is_a_line_each(
    board: Path, sandbox: Variables, tmp_path: Path
) -> None:
    shutil.copy(board / "reference.py", board / "wrong/fine.py")
    fine = board / "wrong/fine.py"
    fine.write_text(f'"""This is right."""\n{fine.read_text()}')

    code, said = check(board, sandbox, tmp_path)

    assert code == 1
    assert "exercises/my-board/wrong/fine.py:1: it passes" in said.splitlines()


def test_a_page_that_cannot_be_read_is_reported(
    board: Path, sandbox: Variables, tmp_path: Path
) -> None:
    page = board / "exercise.md"
    page.write_text(page.read_text().replace("level: 1", "level: 9"))

    code, said = check(board, sandbox, tmp_path)

    assert code == 1
    assert said.startswith("exercises/my-board/exercise.md:1: level: ")
