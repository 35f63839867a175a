"""What docs/operating.md tells to do, as it stands there: the backup on a folder for `/data`."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).parents[2]
PAGE = CHECKOUT / "docs" / "operating.md"
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


def test_no_command_names_the_file_that_the_next_one_would_leave_out() -> None:
    """An upgrade without gVisor's would put the sandbox back on the host's kernel."""
    line = "COMPOSE_FILE=docker-compose.yml:docker-compose.gvisor.yml"
    files = line.removeprefix("COMPOSE_FILE=").split(":")
    page, example = PAGE.read_text("utf-8"), (CHECKOUT / ".env.example").read_text("utf-8")

    assert re.findall(r"docker compose (?:-f|--file)\b.*", page) == []
    assert f"\n{line}\n" in page
    assert f"\n#{line}\n" in example
    assert all((CHECKOUT / name).is_file() for name in files)


def test_what_an_upgrade_builds_says_of_which_commit_it_is() -> None:
    services = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text("utf-8"))["services"]
    (upgrade,) = re.findall(r"^\| upgrade \| (.*?);", PAGE.read_text("utf-8"), re.MULTILINE)

    assert "REVISION=$(git rev-parse --short HEAD) docker compose up --build" in upgrade
    for service in ("bot", "sandbox"):
        assert services[service]["build"]["args"] == {"REVISION": "${REVISION:-unknown}"}


def test_the_demo_listens_where_it_says_that_it_does() -> None:
    """It can only know its own port: the one outside its container must be the same."""
    bot = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text("utf-8"))["services"]["bot"]
    port = "${UNSQUEEZE_DEMO_PORT:-8080}"

    assert bot["command"][-2:] == ["--port", port]
    assert bot["ports"] == [f"127.0.0.1:{port}:{port}"]


@pytest.mark.parametrize(
    ("docker", "said"),
    [
        (None, "docker cannot be started (No such file or directory)"),
        ("echo Cannot connect to it >&2; exit 1", "Cannot connect to it"),
        ("exit 3", "`docker info` ended with exit code 3"),
    ],
)
def test_the_tests_of_the_containers_do_not_pass_without_docker(
    tmp_path: Path, docker: str | None, said: str
) -> None:
    """All of them left out would look like all of them well."""
    if docker is not None:
        (tmp_path / "docker").write_text(f"#!/bin/sh\n{docker}\n")
        (tmp_path / "docker").chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/compose"],
        cwd=CHECKOUT,
        env={"PATH": str(tmp_path), "UNSQUEEZE_TEST_DOCKER": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert f"expected a Docker engine, as UNSQUEEZE_TEST_DOCKER=1: {said}" in done.stdout


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
