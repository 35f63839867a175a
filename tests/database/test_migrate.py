import multiprocessing
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from database import migrations
from database.engine import open_sync_engine, sqlite_path, sqlite_url
from database.migrations import (
    Branch,
    UnknownRevision,
    current,
    pending,
    revisions,
    tables_module,
    upgrade,
    version_table,
)

BRANCHES: tuple[Branch, ...] = get_args(Branch)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/with space %41/unsqueeze.sqlite"


@pytest.mark.parametrize("branch", BRANCHES)
def test_the_migrated_schema_equals_the_tables_in_code(url: str, branch: Branch) -> None:
    upgrade(url, branch)

    engine = open_sync_engine(url)
    with engine.connect() as connection:
        options = {"version_table": version_table(branch), "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, import_module(tables_module(branch)).metadata)
    engine.dispose()

    assert found == []


@pytest.mark.parametrize("branch", BRANCHES)
def test_upgrading_twice_is_upgrading_once(url: str, branch: Branch) -> None:
    missing = pending(url, branch)
    before = current(url, branch)

    upgrade(url, branch)
    upgrade(url, branch)

    assert before is None
    assert missing == revisions(branch)
    assert current(url, branch) == missing[-1]
    assert pending(url, branch) == ()


@pytest.mark.parametrize("branch", BRANCHES)
def test_the_scripts_names_tell_their_order(branch: Branch) -> None:
    script = ScriptDirectory.from_config(migrations._config(branch))

    assert revisions(branch) == tuple(each.revision for each in script.walk_revisions())[::-1]


def test_a_newer_releases_database_is_refused_with_what_to_do(url: str) -> None:
    upgrade(url, "progress")
    engine = open_sync_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE progress_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(UnknownRevision, match=r"at progress revision 9999.*newer release"):
        pending(url, "progress")


def test_all_branches_may_share_a_database(url: str) -> None:
    for branch in BRANCHES:
        upgrade(url, branch)

    engine = open_sync_engine(url)
    tables = set(inspect(engine).get_table_names())
    engine.dispose()

    assert {"knowledge_version", "progress_version", "events", "entries"} <= tables


def test_progress_can_be_taken_back(url: str) -> None:
    upgrade(url, "progress")

    engine = open_sync_engine(url)
    with engine.begin() as connection:
        command.downgrade(migrations._config("progress", connection), "base")
    left = inspect(engine).get_table_names()
    engine.dispose()

    assert left == ["progress_version"]


def test_a_failing_migration_leaves_nothing_behind(url: str) -> None:
    engine = open_sync_engine(url)
    with engine.begin() as connection:
        # The last table the migration makes is in its way.
        connection.execute(text("CREATE TABLE runs (id INTEGER)"))

    with pytest.raises(Exception, match="already exists"):
        upgrade(url, "progress")
    left = inspect(engine).get_table_names()
    engine.dispose()

    assert left == ["runs"]


def test_to_ask_what_a_new_database_lacks_does_not_make_it(tmp_path: Path) -> None:
    """Of two that start together, one would be in the other's way as it turns to WAL."""
    missing, begun = tmp_path / "missing.sqlite", tmp_path / "begun.sqlite"
    begun.touch()

    assert pending(sqlite_url(missing), "progress") == revisions("progress")
    assert pending(sqlite_url(begun), "progress") == revisions("progress")
    assert list(tmp_path.iterdir()) == [begun]
    assert begun.stat().st_size == 0


def test_processes_that_start_together_all_find_it_ready(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(4)

    starters = [context.Process(target=_start, args=(together, url)) for _ in range(4)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join(60)

    assert [starter.exitcode for starter in starters] == [0, 0, 0, 0]
    assert pending(url, "progress") == ()


def _start(together: "multiprocessing.synchronize.Barrier", url: str) -> None:
    together.wait(60)
    upgrade(url, "progress")


def test_the_folder_of_a_new_database_is_its_owners_alone(url: str) -> None:
    upgrade(url, "progress")

    assert Path(sqlite_path(url)).parent.stat().st_mode & 0o777 == 0o700
