import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from database.engine import (
    NoDriver,
    UnknownDatabase,
    open_engine,
    open_sync_engine,
    sqlite_path,
    writing,
)

EXPECTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite"])
async def test_an_async_connection_is_durable_and_strict(tmp_path: Path, scheme: str) -> None:
    engine = open_engine(f"{scheme}:///{tmp_path}/made/on/the/way/progress.sqlite")

    async with engine.connect() as connection:
        found = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in EXPECTED
        }
    await engine.dispose()

    assert found == EXPECTED


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite"])
def test_a_sync_connection_is_durable_and_strict(tmp_path: Path, scheme: str) -> None:
    engine = open_sync_engine(f"{scheme}:///{tmp_path}/knowledge.sqlite")

    with engine.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in EXPECTED}
    engine.dispose()

    assert found == EXPECTED


def test_a_missing_parent_row_is_refused(tmp_path: Path) -> None:
    engine = open_sync_engine(f"sqlite:///{tmp_path}/a.sqlite")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE child (parent INTEGER REFERENCES parent (id))"))

    with engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(text("INSERT INTO child VALUES (1)"))
    engine.dispose()


def test_schema_changes_roll_back_with_their_transaction(tmp_path: Path) -> None:
    """The driver's own transactions would let a half-done migration stay."""
    engine = open_sync_engine(f"sqlite:///{tmp_path}/a.sqlite")

    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE half (id INTEGER)"))
        connection.rollback()
        left = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
    engine.dispose()

    assert left == 0


async def test_a_writing_transaction_holds_the_lock_from_its_start(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.sqlite"
    engine = open_engine(url)
    other = open_sync_engine(url)

    with other.connect() as rival:
        rival.exec_driver_sql("PRAGMA busy_timeout = 10")
        async with writing(engine).begin():
            rival.execute(text("SELECT count(*) FROM sqlite_master"))
            with pytest.raises(OperationalError, match="locked"):
                rival.execute(text("CREATE TABLE late (id INTEGER)"))
    other.dispose()
    await engine.dispose()


async def test_an_error_does_not_repeat_what_was_written(tmp_path: Path) -> None:
    """It is logged, and what is written is what learners say."""
    engine = open_engine(f"sqlite:///{tmp_path}/a.sqlite")

    with pytest.raises(OperationalError) as failed:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO missing VALUES (:said)"), {"said": "canary"})
    await engine.dispose()

    assert "canary" not in str(failed.value)


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://learner:hunter2@host/unsqueeze"])
def test_an_odd_url_is_refused_without_repeating_it(url: str) -> None:
    """It may hold a password."""
    with pytest.raises(UnknownDatabase) as refusal:
        open_engine(url)

    assert "hunter2" not in str(refusal.value)


def test_postgresql_without_its_driver_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(NoDriver, match=r"pip install 'psycopg\[binary\]'"):
        open_engine("postgresql://host/unsqueeze")


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_postgresql_has_no_file(scheme: str) -> None:
    assert sqlite_path(f"{scheme}://host/unsqueeze") is None


def test_sqlite_has_one(tmp_path: Path) -> None:
    assert sqlite_path(f"sqlite:///{tmp_path}/a.sqlite") == tmp_path / "a.sqlite"
    assert sqlite_path("sqlite://") is None


def test_a_folder_that_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    """What learners wrote is nobody else's on a machine with several accounts."""
    for scheme, name in (("sqlite", "a"), ("sqlite+aiosqlite", "b")):
        open_sync_engine(f"{scheme}:///{tmp_path}/{name}/progress.sqlite").dispose()

        assert (tmp_path / name).stat().st_mode & 0o777 == 0o700


def test_a_folder_that_was_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o750)

    open_sync_engine(f"sqlite:///{tmp_path}/shared/progress.sqlite").dispose()

    assert (tmp_path / "shared").stat().st_mode & 0o777 == 0o750
