"""Rows that are about a person, by the columns that hold their number."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

Rows = dict[str, list[dict[str, Any]]]
PersonColumn = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


async def rows_about(
    connection: AsyncConnection, columns: Iterable[PersonColumn], who: int
) -> Rows:
    """All rows about somebody, by table, without the numbers of others in them."""
    of: dict[Any, list[PersonColumn]] = {}
    for column in columns:
        of.setdefault(column.class_.__table__, []).append(column)
    found: Rows = {}
    for table, persons in of.items():
        query = select(table).where(or_(*(column == who for column in persons)))
        numbers = {column.key for column in persons}
        found[table.name] = [
            {name: value for name, value in row.items() if name not in numbers or value == who}
            for row in (await connection.execute(query)).mappings()
        ]
    return found
