"""What an earlier release wrote is still there after the migrations, and it may go on writing."""

from dataclasses import replace

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from database import migrations
from database.engine import open_engine, open_sync_engine
from database.migrations import version_table
from knowledge.curation.draft import Brought, Draft, Step, Writer
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.stores.tables import metadata
from tests.knowledge.curation.examples import INES, NOON

WRITER = Writer(INES.telegram_user_id, NOON)


def test_the_migrated_schema_equals_the_tables_in_code(url: str) -> None:
    engine = open_sync_engine(url)
    with engine.connect() as connection:
        options = {"version_table": version_table("curation"), "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, metadata)
    engine.dispose()

    assert found == []


async def test_a_draft_outlasts_the_way_back_and_forth(url: str) -> None:
    """Its messages are noted beside it, and in it: the release before reads those."""
    engine = open_engine(url)
    noted = Draft(INES, NOON, question="Why?", messages=((7, Step.QUESTION),))
    draft = await CurationStore(engine).add(noted, writer=WRITER)
    await engine.dispose()

    sync_engine = open_sync_engine(url)
    with sync_engine.begin() as connection:
        command.downgrade(migrations._config("curation", connection), "0004")
    sync_engine.dispose()
    migrations.upgrade(url, "curation")

    engine = open_engine(url)
    store = CurationStore(engine)
    assert await store.drafts() == (draft,)
    assert await store.brought(INES.telegram_user_id, 0, 7) is None
    added = (*draft.messages, (8, Step.ANSWER))
    written = replace(draft, answer="So.", messages=added)
    assert await store.save(written, writer=WRITER) == written
    assert await store.brought(INES.telegram_user_id, 0, 8) == Brought(draft.id, None)
    await engine.dispose()
