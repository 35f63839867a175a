"""Forgetting: of whoever asks for it nothing is found any more, in any table and any byte."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest
from sqlalchemy import Table, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import sqlite_path
from database.types import TelegramId
from knowledge.curation.draft import Draft, Step, Writer
from knowledge.curation.stores.tables import metadata as curation_tables
from knowledge.curation.version import Action, Author, Handled, Resolution, Version
from progress.cohorts.cohort import StaffRole, day_at
from progress.events import Kind, Sender, Turn
from progress.inbox import Claimant, State
from progress.people import Role
from progress.practising import OpenExercise
from progress.privacy.kept import kept
from progress.privacy.telling import as_json, as_page
from progress.stores import class_tables as of_classes
from progress.stores.cohorts.cohort_store import appoint
from progress.stores.privacy_store import GONE, NAMELESS, OTHERWISE
from progress.stores.tables import UnansweredRow
from tests.fakes.library import ENTRIES
from tests.tutor.curating import NOON, OMAR, Classroom

ZERA = Sender(7_123_450_987, "Zerafina Quux")
IVO = Sender(7_222_333_444, "Ivo")
BOT = Claimant(77, "a process")
TODAY = day_at(NOON)
WORDS = ("wombat", "Zerafina", str(ZERA.telegram_user_id), "MyWombatError", "zebrafish")
PROGRESS = of_classes.metadata
TABLES = tuple(chain(PROGRESS.sorted_tables, curation_tables.sorted_tables))
# No person's numbers.
NUMBERS = {"bot_id", "update_id", "message_id", "draft_id"}


def turn(sender: Sender, update_id: int | None, days_ago: int = 0) -> Turn:
    return Turn(sender, NOON - timedelta(days=days_ago), update_id, bot_id=BOT.bot_id)


def worked(sender: Sender, update_id: int) -> Turn:
    """All kinds of things at once, with telling words, and a run that raised its own exception."""
    made = turn(sender, update_id)
    asked = "Why is my wombat zebrafish so slow?" if sender == ZERA else "Why?"
    made.record(Kind.ASKED, text=asked)
    made.record(Kind.ABSTAINED, text=asked, reason="nothing_close", topic="shapes")
    made.record(Kind.ANSWERED, slug="one", topic="shapes", text=asked, offered=asked[10:16])
    own = "MyWombatError" if sender == ZERA else "RuntimeError"
    made.record(Kind.RAN, slug="one", outcome="error", error=own, seconds=0.5)
    made.record(Kind.DRILLED, slug="family", right=False, mistake="axis", seed=5)
    made.record(Kind.ATTEMPTED, slug="exercise", outcome="wrong", tries=2, mistake="axis")
    made.remember(sender.telegram_user_id, 5, (6,))
    made.exercises.append(OpenExercise("exercise", NOON))
    return made


async def fill(room: Classroom, engine: AsyncEngine) -> int:
    """Let Zera do all that leaves a trace, as a learner and as a teacher; returns Ivo's class."""
    store, who = room.progress, ZERA.telegram_user_id
    raws = (
        (1, {"message": {"from": {"id": who, "first_name": "Zerafina"}, "text": "wombat"}}),
        (2, {"message": {"from": {"id": OMAR}, "reply_to_message": {"from": {"id": who}}}}),
        (3, {"callback_query": {"from": {"id": who}, "data": "yf"}}),
        (4, {"message": {"from": {"id": OMAR}, "text": f"1{who}"}}),
        (5, {"message": {"from": {"id": OMAR}, "text": f"{who}"}}),
    )
    updates = [(number, json.dumps(raw)) for number, raw in raws]
    await store.receive(BOT, updates, NOON, NOON + timedelta(hours=1))
    await store.close(BOT.bot_id, 2, State.DONE, NOON)
    ivos = await store.cohorts.create("Ivo's", IVO.telegram_user_id, NOON)
    await store.cohorts.join(ivos.id, who, TODAY)
    for sender in (ZERA, *(Sender(number, "") for number in range(2001, 2007))):
        await store.cohorts.join(ivos.id, sender.telegram_user_id, TODAY)
        number = 1 if sender == ZERA else sender.telegram_user_id
        await store.commit(worked(sender, number))
    await store.redeem("NONSENSE", who, NOON)
    code = await store.create_invite(Role.INSTRUCTOR, NOON + timedelta(days=1), NOON)
    await store.redeem(code, who, NOON)
    await _fill_tables(engine, ivos.id)
    await _curate(room)
    return ivos.id


async def _fill_tables(engine: AsyncEngine, cohort_id: int) -> None:
    of, who, other = of_classes, ZERA.telegram_user_id, IVO.telegram_user_id
    here, person = {"cohort_id": cohort_id}, {"telegram_user_id": who}
    sent = {"bot_id": 7, "body": {"text": "wombat"}, "state": "sent", "not_before": NOON}
    rows = (
        (of.RosterRow, here | person | {"student": "s1", "name": "A. Student", "link": "x"}),
        (of.NoteRow, here | {"title": "Exam", "text": "On Monday", "author_id": who, "at": NOON}),
        (of.AssignmentRow, here | {"title": "First", "targets": ["exercise"], "due_at": NOON}),
        (of.OutboxRow, sent | person | {"ref": "a"}),
        (of.OutboxRow, sent | {"telegram_user_id": other, "reply_to": who, "ref": "b"}),
        (of.SubmissionRow, person | {"exercise": "exercise", "code": "wombat = 1", "at": NOON}),
        (of.LookRow, here | person | {"viewer_id": other, "at": NOON}),
        (of.LookRow, here | {"telegram_user_id": other, "viewer_id": who, "at": NOON}),
        (of.SessionRow, person | {"token_hash": "h", "kind": "link", "expires_at": NOON}),
        (UnansweredRow, {"telegram_user_id": 0, "day": TODAY, "times": 1, "wording": ASKED}),
    )
    more = {of.AssignmentRow: {"given_at": NOON, "reminded": False}, of.OutboxRow: {"tries": 0}}
    async with engine.begin() as connection:
        for table, row in rows:
            await connection.execute(insert(table).values(row | more.get(table, {})))


SPELLED = "Why is my wombat zebrafish so slow?"
ASKED = "why is my wombat zebrafish so slow"


async def _curate(room: Classroom) -> None:
    author = Author(ZERA.telegram_user_id, ZERA.name)
    entry = ENTRIES[0].model_copy(update={"slug": "hers"})
    version = Version("hers", 1, Action.CREATED, author, NOON, entry, None)
    handled = Handled(ASKED, Resolution.DISMISSED, None, OMAR, NOON)
    hers = Handled("another", Resolution.DISMISSED, None, author.telegram_user_id, NOON)
    await room.store.publish(replace(version, update_id=9, bot_id=7), handled=[handled, hers])
    draft = Draft(author, NOON, question="wombat?", messages=((8, Step.QUESTION),), last_bot=7)
    await room.store.add(draft, writer=Writer(author.telegram_user_id, NOON))
    # A colleague began these by Answer.
    begun = Draft(Author(OMAR, "Omar"), NOON, question="Why?", wordings=("Why?", SPELLED))
    await room.store.add(begun, writer=None)
    await room.store.add(replace(begun, question=SPELLED), writer=None)


async def rows_of(engine: AsyncEngine, table: Table) -> list[str]:
    async with engine.connect() as connection:
        return [str(tuple(row)) for row in await connection.execute(select(table))]


async def test_nothing_that_tells_of_somebody_is_found_again(
    room: Classroom, engine: AsyncEngine, url: str
) -> None:
    await fill(room, engine)
    before = {table.name: await rows_of(engine, table) for table in TABLES}
    assert [name for name, rows in before.items() if not rows] == [], "fill leaves a table out"
    assert all(word in str(before) for word in WORDS)

    asking = turn(ZERA, 3)
    await room.curation.privacy.forget(asking)
    await room.progress.commit(asking)

    # What another person sent, and was not answered yet, is left for the purge.
    left = [f"1{ZERA.telegram_user_id}", f'"text": "{ZERA.telegram_user_id}"']
    for table in TABLES:
        for row in await rows_of(engine, table):
            if not any(each in row for each in left):
                assert not re.search("|".join(WORDS), row, re.IGNORECASE), (table.name, row)
    await room.progress.close(BOT.bot_id, 4, State.DONE, NOON)
    await room.progress.close(BOT.bot_id, 5, State.DONE, NOON)
    await room.progress.purge(NOON + timedelta(days=1))
    if path := sqlite_path(url):
        async with engine.connect() as connection:
            raw = await connection.get_raw_connection()
            await raw.driver_connection.rollback()
            await raw.driver_connection.execute("VACUUM")
            await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        files = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
        assert b"Ivo's" in files
        assert [word for word in WORDS if word.lower().encode() in files.lower()] == []


async def test_drafts_of_others_lose_their_words_and_are_gone_without_any_left(
    room: Classroom, engine: AsyncEngine
) -> None:
    await fill(room, engine)
    answered = Draft(Author(OMAR, "Omar"), NOON, question=SPELLED, answer="So.", wordings=(ASKED,))
    await room.store.add(answered, writer=None)

    await room.curation.privacy.forget(turn(ZERA, 3))

    left = {(draft.question, draft.answer, draft.wordings) for draft in await room.store.drafts()}
    assert left == {("Why?", "", ("Why?",)), (SPELLED, "So.", ())}


async def test_sums_stay_as_they_were_and_a_rebuild_agrees(
    room: Classroom, engine: AsyncEngine
) -> None:
    cohort_id = await fill(room, engine)
    before = await room.progress.class_statistics(NOON, cohort_id)
    assert "why is my wombat zebrafish so slow" in str(before)

    await room.curation.privacy.forget(turn(ZERA, 3))

    after = await room.progress.class_statistics(NOON, cohort_id)
    kept = tuple(each for each in before.unanswered if "wombat" not in each.wording)
    errors = {"RuntimeError": 6, "Exception": 1}
    expected = replace(before, unanswered=kept, errors=errors, learners=before.learners - 1)
    assert after == expected
    sums = {"activity", "entry_activity", "runs", "unanswered", "attempts"}
    tables = [table for table in TABLES if table.name in sums]
    folded = [sorted(await rows_of(engine, table)) for table in tables]
    await room.progress.rebuild()
    assert [sorted(await rows_of(engine, table)) for table in tables] == folded


async def test_who_writes_again_is_new(room: Classroom, engine: AsyncEngine) -> None:
    await fill(room, engine)
    await room.curation.privacy.forget(turn(ZERA, 3))

    await room.progress.commit(worked(ZERA, 11))

    history = await room.progress.learner_history(ZERA.telegram_user_id)
    assert history.total.asked == 1
    assert await room.progress.role(ZERA.telegram_user_id) is Role.LEARNER
    # They were counted as left, not as staff or a member of the class of before.
    assert await room.progress.cohorts.joined_by(ZERA.telegram_user_id) == ()


async def test_what_was_published_stays_and_a_used_code_is_not_free_again(
    room: Classroom, engine: AsyncEngine
) -> None:
    code = await room.progress.create_invite(Role.INSTRUCTOR, NOON + timedelta(days=1), NOON)
    await room.progress.redeem(code, ZERA.telegram_user_id, NOON)
    await _curate(room)

    await room.curation.privacy.forget(turn(ZERA, 3))

    (version,) = await room.store.history("hers")
    assert version.author.name == "a former instructor"
    assert version.author.telegram_user_id < 0
    redeemed = await room.progress.redeem(code, IVO.telegram_user_id, NOON)
    assert "used" in str(redeemed)
    assert engine is not None


@pytest.mark.parametrize(
    ("others", "owner"),
    [
        ((), None),
        (((5, StaffRole.ASSISTANT),), None),
        (((6, StaffRole.INSTRUCTOR), (7, StaffRole.INSTRUCTOR), (8, StaffRole.ASSISTANT)), 7),
        (((6, StaffRole.OWNER), (7, StaffRole.INSTRUCTOR)), 6),
    ],
)
async def test_a_class_is_handed_on_or_ends(
    room: Classroom, engine: AsyncEngine, others: tuple, owner: int | None
) -> None:
    hers = await room.progress.cohorts.create("Hers", ZERA.telegram_user_id, NOON)
    async with engine.begin() as connection:
        for number, role in others:
            at = NOON + timedelta(minutes=number)
            await appoint(connection, hers.id, number, role, at)

    await room.curation.privacy.forget(turn(ZERA, 3))

    staff = await room.progress.cohorts.staff(hers.id)
    owners = [each.telegram_user_id for each in staff if each.role is StaffRole.OWNER]
    assert owners == ([] if owner is None else [owner])
    closed = (await room.progress.cohorts.cohort(hers.id)).ends_on
    assert closed == (TODAY if owner is None else None)


def test_every_column_that_can_hold_a_person_is_thought_of() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in PROGRESS.sorted_tables
        for column in table.columns
        if column.type is TelegramId and column.name not in NUMBERS
    }
    moved = {f"{column.class_.__tablename__}.{column.key}" for column in (*NAMELESS, *GONE)}
    by_hand = {f"{column.class_.__tablename__}.{column.key}" for column in OTHERWISE}

    assert found == moved | by_hand


async def test_all_that_is_kept_is_told_to_them_and_no_other_persons_number(
    room: Classroom, engine: AsyncEngine
) -> None:
    await fill(room, engine)
    who = ZERA.telegram_user_id

    rows = await room.curation.privacy.kept_of(turn(ZERA, 3))

    personal = {
        table.name
        for table in TABLES
        for column in table.columns
        if column.type is TelegramId and column.name not in NUMBERS
    }
    assert rows.keys() == personal | {"inbox"}
    assert [name for name, found in rows.items() if not found] == []
    assert [json.loads(row["raw"]) for row in rows["inbox"]] == [
        {"message": {"from": {"id": who, "first_name": "Zerafina"}, "text": "wombat"}},
        {"callback_query": {"from": {"id": who}, "data": "yf"}},
    ]
    page, data = as_page(rows, kept()), as_json(rows)
    for said in (page, data):
        assert all(name in said for name in rows)
        assert all(word in said for word in WORDS)
        assert str(IVO.telegram_user_id) not in said
    assert json.loads(data).keys() == rows.keys()
    assert "<script>" not in as_page({"events": [{"text": "<script>"}]}, kept())
