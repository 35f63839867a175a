from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from database.engine import open_sync_engine
from database.types import CleanFacts, CleanText, UtcDateTime

THINGS = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime),
    Column("text", CleanText),
    Column("facts", CleanFacts),
)
BERLIN = timezone(timedelta(hours=2))


def kept(tmp_path: Path, **values: object) -> tuple[object, object, object]:
    engine = open_sync_engine(f"sqlite:///{tmp_path}/things.sqlite")
    THINGS.metadata.create_all(engine)
    try:
        with engine.begin() as connection:
            connection.execute(insert(THINGS).values(**values))
            row = connection.execute(select(THINGS.c.at, THINGS.c.text, THINGS.c.facts)).one()
    finally:
        engine.dispose()
    return row[0], row[1], row[2]


def test_a_time_comes_back_in_utc(tmp_path: Path) -> None:
    at, _, _ = kept(tmp_path, at=datetime(2026, 3, 1, 1, 30, 0, 7, tzinfo=BERLIN))

    assert at == datetime(2026, 2, 28, 23, 30, 0, 7, tzinfo=UTC)
    assert isinstance(at, datetime)
    assert at.tzinfo is UTC


def test_a_naive_time_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StatementError, match="expected a time with a zone"):
        kept(tmp_path, at=datetime(2026, 3, 1))  # noqa: DTZ001


def test_hostile_text_is_kept_in_a_readable_form(tmp_path: Path) -> None:
    _, text, facts = kept(tmp_path, text="a\x00b\ud800", facts={"error": "\udfff", "x": 1.5})

    assert text == "a\ufffdb\ufffd"
    assert facts == {"error": "\ufffd", "x": 1.5}


def test_nothing_stays_nothing(tmp_path: Path) -> None:
    assert kept(tmp_path, at=None, text=None) == (None, None, None)


@given(st.datetimes(timezones=st.timezones()))
def test_every_zone_is_bound_as_the_same_moment(at: datetime) -> None:
    bound = UtcDateTime().process_bind_param(at, sqlite.dialect())

    assert bound == at.astimezone(UTC)
