"""A driver's error becomes one line of ours, unless it is a bug."""

import pickle
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from database.engine import Damaged, Refusal, open_sync_engine, refusals, sqlite_url


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "some.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE words (word BLOB UNIQUE)")
        connection.executemany("INSERT INTO words VALUES (?)", [(bytes(2000),), (b"x" * 9000,)])
    connection.close()
    return path


@pytest.fixture
def small(path: Path) -> Iterator[Engine]:
    engine = open_sync_engine(sqlite_url(path))
    yield engine
    engine.dispose()


def test_a_full_database_is_one_line_that_another_process_can_read(small: Engine) -> None:
    """SQLAlchemy's own error holds the values of the statement, and those need not be picklable."""
    insert, word = text("INSERT INTO words VALUES (:word)"), memoryview(bytes(9**6))
    with small.connect() as connection:
        connection.execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(Refusal) as refused, refusals():
            connection.execute(insert, {"word": word})

    arrived = pickle.loads(pickle.dumps(refused.value))  # noqa: S301 - our own
    assert str(arrived) == "database or disk is full"
    assert not isinstance(arrived, Damaged)


@pytest.mark.parametrize("left", [b"no database at all, only some words", bytes(100)])
def test_a_file_that_is_no_database_is_damaged(path: Path, small: Engine, left: bytes) -> None:
    path.write_bytes(left)

    with pytest.raises(Damaged, match="file is not a database"), refusals():
        small.connect()


def test_a_file_of_which_a_part_is_lost_is_damaged(path: Path, small: Engine) -> None:
    path.write_bytes(path.read_bytes()[: 2 * 4096])

    with pytest.raises(Damaged, match="malformed"), refusals(), small.connect() as connection:
        connection.execute(text("SELECT * FROM words")).all()


def test_a_broken_rule_is_a_bug_and_keeps_its_trace(small: Engine) -> None:
    with pytest.raises(IntegrityError), refusals(), small.connect() as connection:
        connection.execute(text("INSERT INTO words VALUES (zeroblob(2000))"))
