"""What is told to be kept is what the tables hold, no more and no less."""

from collections import Counter
from itertools import chain

from sqlalchemy import JSON, Column, String

from bot.words import privacy
from database.types import CleanDocument, CleanFacts, CleanText, TelegramId
from knowledge.curation.stores.tables import metadata as curation_tables
from progress.privacy.kept import Forgetting, kept
from progress.stores.class_tables import metadata as progress_tables
from progress.stores.privacy_store import GONE, NAMELESS
from progress.stores.tables import RunsRow

TABLES = tuple(chain(progress_tables.sorted_tables, curation_tables.sorted_tables))
TELLING = (String, JSON, CleanText, CleanFacts, CleanDocument)
MESSAGE_CHARACTERS = 4_096


def may_tell(column: Column) -> bool:
    """Whether it can hold a person's number, name or words; dates and counts can't."""
    return column.type is TelegramId or isinstance(column.type, TELLING)


def told(*ways: Forgetting) -> list[tuple[str, str]]:
    return [
        (table, column)
        for part in kept()
        if part.forget in ways
        for table, columns in part.columns.items()
        for column in columns
    ]


def test_every_column_that_may_tell_of_a_person_is_told_once() -> None:
    found = Counter(
        (table.name, column.name)
        for table in TABLES
        for column in table.columns
        if may_tell(column)
    )

    assert Counter(told(*Forgetting)) == found


def test_what_becomes_of_it_is_what_forgetting_does() -> None:
    def names(columns) -> set[tuple[str, str]]:
        return {(each.class_.__tablename__, each.key) for each in columns}

    # Runs are summed up again under the nameless number.
    gone = names(GONE) - {("runs", RunsRow.telegram_user_id.key)}

    assert gone - set(told(Forgetting.DELETE)) == set()
    assert names(NAMELESS) - set(told(Forgetting.NAMELESS)) == set()


def test_all_of_it_fits_a_message() -> None:
    said = privacy().text

    assert "see, by your name, what you ask, run and try" in said
    assert all(part.title in said and part.what in said for part in kept())
    assert len(said) < MESSAGE_CHARACTERS
