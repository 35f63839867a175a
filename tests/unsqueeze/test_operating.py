"""The backup of docs/operating.md as it stands there, on a folder in the place of `/data`."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.ending import Cause
from sandbox.limits import cpu_seconds
from sandbox.protocol import WALL_SECONDS
from sandbox.verdict import _BY_CAUSE

PAGE = Path(__file__).parents[2] / "docs" / "operating.md"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the documentation is in the checkout")


def documented(command: str) -> str:
    """The Python behind a line that begins so: a here-document's, or in single quotes."""
    [found] = re.findall(
        rf"^{re.escape(command)}.*?(?:<<'PYTHON'[^\n]*\n(.*?)\nPYTHON$|-c '\n(.*?)' <)",
        PAGE.read_text("utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    return "".join(found)


def run(command: str, data: Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    script = documented(command).replace("/data", str(data))
    return subprocess.run(
        [sys.executable, "-c", script], input=given, capture_output=True, check=False
    )


def backed_up(data: Path) -> subprocess.CompletedProcess[bytes]:
    return run("docker compose exec -T bot python", data)


def restored(data: Path, backup: bytes) -> subprocess.CompletedProcess[bytes]:
    return run("docker compose run", data, backup)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A bot that was killed: one learner in the file, one more in what lies beside it."""
    script = (
        "import os, sqlite3, sys\n"
        "made = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "made.execute('PRAGMA journal_mode = WAL')\n"
        "made.execute('CREATE TABLE learners (id INTEGER)')\n"
        "made.execute('INSERT INTO learners VALUES (1)')\n"
        "made.execute('PRAGMA wal_checkpoint(TRUNCATE)')\n"
        "made.execute('INSERT INTO learners VALUES (2)')\n"
        "os._exit(0)\n"
    )
    path = str(tmp_path / "unsqueeze.sqlite")
    subprocess.run([sys.executable, "-c", script, path], check=True)
    assert (tmp_path / "unsqueeze.sqlite-wal").stat().st_size
    return tmp_path


def learners(path: Path) -> int:
    database = sqlite3.connect(path)
    (count,) = database.execute("SELECT count(*) FROM learners").fetchone()
    database.close()
    return int(count)


def test_every_complaint_in_the_log_is_explained() -> None:
    """An operator who sees one looks for its name there."""
    sources = [
        path.read_text("utf-8")
        for package in ("bot", "knowledge", "progress", "sandbox", "tutor", "unsqueeze")
        for path in PAGE.parents[1].joinpath(package).rglob("*.py")
    ]
    logged = {
        name
        for text in sources
        for name in re.findall(r"log\.(?:warning|error)\(\s*\"(\w+)\"", text, re.IGNORECASE)
    }

    assert sorted(name for name in logged if f"`{name}`" not in PAGE.read_text("utf-8")) == []


def test_every_end_of_a_run_is_explained() -> None:
    """An operator who finds one in the log of events looks for it there."""
    page = PAGE.with_name("sandbox.md").read_text("utf-8")
    given = {"wall": WALL_SECONDS, "cpu": cpu_seconds(WALL_SECONDS)}
    rows = [
        f"| `{cause}` | `{fate.outcome}` | `{fate.kind}` | {fate.words.format(**given)} |"
        for cause, fate in _BY_CAUSE.items()
    ]

    assert sorted(_BY_CAUSE) == sorted(Cause)
    assert [row for row in rows if row not in page] == []


def test_a_backup_is_restored_whole(data: Path) -> None:
    assert backed_up(data).returncode == 0
    backup = (data / "backup.sqlite").read_bytes()
    database = sqlite3.connect(data / "unsqueeze.sqlite")
    database.execute("DELETE FROM learners")
    database.commit()

    done = restored(data, backup)

    database.close()
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b"2 learners\n"
    assert learners(data / "unsqueeze.sqlite") == 2


def test_without_a_file_of_learners_no_backup_is_made(tmp_path: Path) -> None:
    """With PostgreSQL there is none, and an empty backup would be taken for one."""
    done = backed_up(tmp_path)

    assert done.returncode != 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["empty", "cut", "words", "another"])
def test_what_is_no_backup_leaves_the_learners_alone(
    data: Path, tmp_path_factory: pytest.TempPathFactory, kind: str
) -> None:
    assert backed_up(data).returncode == 0
    whole = (data / "backup.sqlite").read_bytes()
    other = tmp_path_factory.mktemp("other") / "other.sqlite"
    database = sqlite3.connect(other)
    database.execute("CREATE TABLE entries (id INTEGER)")
    database.close()
    given = {"empty": b"", "cut": whole[:4096], "words": b"no", "another": other.read_bytes()}

    done = restored(data, given[kind])

    assert done.returncode != 0
    assert learners(data / "unsqueeze.sqlite") == 2
