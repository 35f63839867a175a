"""`INSERT … ON CONFLICT`, which SQLite and PostgreSQL share but SQLAlchemy keeps per dialect."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import DeclarativeBase

Row = Mapping[str, Any]


def insert(connection: AsyncConnection, table: type[DeclarativeBase]) -> sqlite.Insert:
    """Begin an insert that can say what to do about a row that is already there.

    PostgreSQL's has the same methods; one type for both spares a union at every use.
    """
    # Nobody waits for the other dialect to be imported.
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    return cast(sqlite.Insert, dialect.insert(table))


async def add_up(
    connection: AsyncConnection, table: type[DeclarativeBase], rows: Sequence[Row]
) -> None:
    """Insert rows; where the primary key is taken, add their other columns to that row's."""
    if not rows:
        return
    columns = cast(Table, table.__table__).columns
    upsert = insert(connection, table)
    sums = {c.name: c + upsert.excluded[c.name] for c in columns if not c.primary_key}
    keys = [column for column in columns if column.primary_key]
    await connection.execute(upsert.on_conflict_do_update(index_elements=keys, set_=sums), rows)
