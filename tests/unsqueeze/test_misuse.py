"""Wrong calls end with 2 and a sentence, never with a traceback."""

import json
import os
import sqlite3
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from unsqueeze.commands.ask import NoRow, _read
from unsqueeze.faults import SetupFault, explained


def unsqueeze(
    *arguments: str, closed: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "unsqueeze", *arguments]
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {"<&-" if closed else ""}', "sh", *command],
        input="1",
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"COLUMNS": "300"} | environment,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("run", "--seed", "-1"),
            "--seed: expected a number from 0 to 9223372036854775807, got -1",
        ),
        (("run", "--seed", str(2**63)), f"got {2**63}"),
        (
            ("run", "--sandbox", "foo"),
            "expected embedded, unix:PATH or http://HOST:PORT, got 'foo'",
        ),
        (("knowledge", "check", "--sandbox", "http://[::1"), "got 'http://[::1'"),
        (("sandbox", "--listen", "unix:"), "expected unix:PATH or HOST:PORT, got 'unix:'"),
        (("sandbox", "--listen", "unix:/no/such/socket"), "a folder that is there, got /no/such"),
        (("sandbox", "--listen", f"unix:/tmp/{'x' * 200}"), "a path of up to 107 bytes"),
        (("sandbox", "--listen", "unix:/tmp"), "expected a new file or a socket, got /tmp"),
        (("serve", "--port", "70000"), "--port"),
        (("knowledge", "check", "/no/such"), "expected a folder of content, got /no/such"),
        (("knowledge", "check", "/etc/hostname"), "expected a folder of content, got /etc/host"),
        (("knowledge", "diff", "/no/such"), "expected a folder of content, got /no/such"),
        (("serve", "--host", "a" * 300), "expected a name or an address"),
        (("bogus",), "No such command 'bogus'; unsqueeze --help says what there is"),
        (("run", "--bogus"), "No such option: --bogus; unsqueeze run --help says"),
        (("knowledge", "import"), "Missing argument 'file'; unsqueeze knowledge import --help"),
    ],
)
def test_a_wrong_argument_is_told(arguments: tuple[str, ...], said: str) -> None:
    done = unsqueeze(*arguments)

    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("unsqueeze: ")
    assert said in line


@pytest.mark.parametrize(
    ("environment", "said"),
    [({}, version("unsqueeze")), ({"UNSQUEEZE_RELEASE": "0.9 (commit abc)"}, "0.9 (commit abc)")],
)
def test_which_release_runs_is_told(environment: dict[str, str], said: str) -> None:
    """An image holds our code without its metadata, and says it in a variable."""
    done = unsqueeze("--version", **environment)

    assert (done.returncode, done.stdout, done.stderr) == (0, f"unsqueeze {said}\n", "")


def test_a_closed_standard_input_is_told() -> None:
    done = unsqueeze("run", closed=True)

    assert done.returncode == 2
    assert "got one that is closed" in done.stderr


@pytest.mark.parametrize("name", ["SANDBOX_URL", "TELEGRAM_API_URL"])
def test_an_address_nobody_could_ask_is_told(name: str) -> None:
    done = unsqueeze("run", **{f"UNSQUEEZE_{name}": "http://localhost:99999"})

    assert done.returncode == 2
    assert f"UNSQUEEZE_{name}: expected" in done.stderr


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"DATA_DIR": "/proc/no-such-folder"}, "UNSQUEEZE_DATA_DIR: expected a folder, or a place"),
        ({"DATA_DIR": "/etc/hostname"}, "got /etc/hostname: "),
        (
            {"DATABASE_URL": "postgresql://user:canary@127.0.0.1:1/x"},
            "UNSQUEEZE_DATABASE_URL: expected a database that answers, got: ",
        ),
    ],
)
def test_a_database_that_is_not_there_is_one_line_that_names_the_setting(
    environment: dict[str, str], said: str
) -> None:
    done = unsqueeze("stats", **{f"UNSQUEEZE_{name}": value for name, value in environment.items()})

    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "canary" not in done.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"UNSQUEEZE_DATA_DIR": "/proc/no-such-folder"},
        {"UNSQUEEZE_SANDBOX_URL": "moon"},
        {"UNSQUEEZE_TELEGRAM_TOKEN": "hel lo"},
    ],
)
def test_where_json_is_promised_a_refusal_is_json(environment: dict[str, str]) -> None:
    done = unsqueeze("stats", UNSQUEEZE_LOG_FORMAT="json", **environment)

    assert done.returncode == 2
    (line,) = map(json.loads, done.stderr.splitlines())
    assert line["level"] == "error"
    assert line["event"].startswith(f"unsqueeze: {next(iter(environment))}: expected")


@pytest.mark.parametrize("command", [("stats",), ("invite",), ("db", "upgrade")])
@pytest.mark.parametrize("held", ["words", "a table of the first migration"])
def test_a_database_that_refuses_is_one_line_that_names_the_setting(
    command: tuple[str, ...], held: str, tmp_path: Path
) -> None:
    """Without the statement, and without SQLAlchemy's address about it."""
    path = tmp_path / "unsqueeze.sqlite"
    if held == "words":
        path.write_text("these are only words")
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE learners (id INTEGER)")
        connection.close()

    done = unsqueeze(*command, UNSQUEEZE_DATABASE_URL=f"sqlite:///{path}")

    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("unsqueeze: UNSQUEEZE_DATABASE_URL: ")
    assert "SQL" not in line.replace("SQLite", "").partition("UNSQUEEZE_DATABASE_URL")[2]


def test_a_locked_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "unsqueeze.sqlite"
    assert unsqueeze("db", "upgrade", UNSQUEEZE_DATABASE_URL=f"sqlite:///{path}").returncode == 0
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        done = unsqueeze("invite", UNSQUEEZE_DATABASE_URL=f"sqlite:///{path}")
    other.close()

    assert done.returncode == 2
    said = f"unsqueeze: UNSQUEEZE_DATABASE_URL: database is locked ({path})\n"
    assert done.stderr == said


def test_an_error_of_a_library_is_not_taken_for_an_operators_by_its_name() -> None:
    """SQLAlchemy has a DatabaseError too, and some of its kinds are bugs of ours."""

    class DatabaseError(Exception):
        pass

    with pytest.raises(DatabaseError), explained():
        raise DatabaseError


@pytest.mark.parametrize("line", [b"\xff\xfe\xfd", b"[" * 100_000, b"9" * 5_000, b'{"id": 1'])
def test_a_line_that_is_no_json_is_named(line: bytes) -> None:
    with pytest.raises(NoRow, match="line 3: expected JSON, got"):
        _read(line, 3, "text")


def test_a_long_line_is_not_repeated_whole() -> None:
    with pytest.raises(NoRow) as refused:
        _read(b'"' + b"x" * 5_000 + b'"', 1, "text")

    assert len(str(refused.value)) < 200


def test_what_the_system_refuses_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended, explained():
        (tmp_path / "missing" / "file").write_text("")

    assert ended.value.code == 2
    path = tmp_path / "missing" / "file"
    assert capsys.readouterr().err == f"unsqueeze: {path}: No such file or directory\n"


def test_a_sentence_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), explained():
        raise SetupFault("the answer was \x1b[2J")

    assert "␛[2J" in capsys.readouterr().err
