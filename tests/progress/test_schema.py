from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from database.engine import open_sync_engine
from database.migrations import version_table
from progress.stores.class_tables import metadata


def test_the_migrated_schema_equals_the_tables_in_code(url: str) -> None:
    """On PostgreSQL too, whose types differ."""
    engine = open_sync_engine(url)
    with engine.connect() as connection:
        options = {"version_table": version_table("progress"), "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, metadata)
    engine.dispose()

    assert found == []
