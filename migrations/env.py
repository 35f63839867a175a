"""Runs one branch's migrations, on the connection it is handed or on the URL of alembic.ini."""

from importlib import import_module
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from database.engine import open_sync_engine
from database.migrations import tables_module, version_table


def plain_type(_kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our own types as what they are made of: a migration must outlive their code."""
    return f"sa.{thing.impl!r}" if isinstance(thing, TypeDecorator) else False


def run(connection: Connection) -> None:
    branch = context.config.config_ini_section
    context.configure(
        connection=connection,
        target_metadata=import_module(tables_module(branch)).metadata,
        version_table=version_table(branch),
        render_item=plain_type,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    engine = open_sync_engine(context.config.get_main_option("sqlalchemy.url", ""))
    with engine.begin() as opened:
        run(opened)
    engine.dispose()
