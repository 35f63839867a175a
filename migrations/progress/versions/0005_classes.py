"""Classes: the one of before becomes the open one, and sums bear the learner they are of."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Sums over learners; what was counted before bears nobody's id, and is the open class's.
SUMS: dict[str, tuple[sa.Column[Any], ...]] = {
    "runs": (
        sa.Column("day", sa.Date()),
        sa.Column("outcome", sa.String()),
        sa.Column("error", sa.String()),
    ),
    "unanswered": (sa.Column("wording", sa.String()), sa.Column("day", sa.Date())),
    "attempts": (
        sa.Column("day", sa.Date()),
        sa.Column("exercise", sa.String()),
        sa.Column("outcome", sa.String()),
        sa.Column("tries", sa.Integer(), autoincrement=False),
        sa.Column("mistake", sa.String()),
    ),
}
NOBODY = sa.Column("telegram_user_id", sa.BigInteger(), autoincrement=False)
OPEN_SINCE = "2000-01-01"
_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_tables()
    op.add_column("invites", sa.Column("cohort_id", sa.Integer(), nullable=True))
    for table, keys in SUMS.items():
        _make_anew(table, (NOBODY, *keys), ", ".join(["0", *(each.name for each in keys)]))
    now = datetime.now(UTC)
    cohorts = sa.table(
        "cohorts",
        *map(sa.column, ("id", "name", "time_zone")),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    op.execute(cohorts.insert().values(id=1, name="Everybody", time_zone="UTC", created_at=now))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('cohorts', 'id'), 1)")
    members = "INSERT INTO cohort_members (cohort_id, telegram_user_id, joined_on) "
    op.execute(f"{members} VALUES (1, 0, '{OPEN_SINCE}')")
    op.execute(
        f"{members} SELECT 1, telegram_user_id, '{OPEN_SINCE}' "  # noqa: S608
        "FROM learners WHERE role <> 'instructor'"
    )
    op.execute(
        "INSERT INTO cohort_staff (cohort_id, telegram_user_id, role, chosen_at) "
        "SELECT 1, telegram_user_id, 'owner', last_seen FROM learners WHERE role = 'instructor'"
    )


def downgrade() -> None:
    for table, keys in SUMS.items():
        _make_anew(table, keys, ", ".join(each.name for each in keys))
    with op.batch_alter_table("invites") as invites:
        invites.drop_column("cohort_id")
    for table in (
        "web_sessions",
        "looks",
        "submissions",
        "outbox",
        "assignments",
        "cohort_notes",
        "cohort_roster",
        "cohort_staff",
        "cohort_members",
        "cohorts",
    ):
        op.drop_table(table)


def _make_anew(table: str, keys: Sequence[sa.Column[Any]], read: str) -> None:
    """Replace a table by one of other keys, and sum up what it held."""
    sums = op.get_bind().execute(
        sa.text(f"SELECT {read}, sum(times) FROM {table} GROUP BY {read.removeprefix('0, ')}")  # noqa: S608
    )
    found = [tuple(row) for row in sums]
    op.drop_table(table)
    op.create_table(
        table,
        *(sa.Column(each.name, each.type, autoincrement=False, nullable=False) for each in keys),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*(each.name for each in keys), name=f"pk_{table}"),
    )
    if table == "unanswered":
        op.create_index("ix_unanswered_day", "unanswered", ["day"])
    names = [*(each.name for each in keys), "times"]
    columns = ", ".join(f":{name}" for name in names)
    if found:
        insert = sa.text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({columns})")  # noqa: S608
        op.get_bind().execute(insert, [dict(zip(names, row, strict=True)) for row in found])


def _person(name: str = "telegram_user_id", *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=nullable)


def _cohort(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], f"fk_{table}_cohort_id_cohorts")
    return sa.Column("cohort_id", _ROW_ID, nullable=False), key


def _id() -> sa.Column[int]:
    return sa.Column("id", _ROW_ID, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_tables() -> None:
    op.create_table(
        "cohorts",
        _id(),
        _text("name"),
        sa.Column("code", sa.String(16), nullable=True),
        _text("time_zone"),
        sa.Column("ends_on", sa.Date(), nullable=True),
        _time("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_cohorts"),
        sa.UniqueConstraint("code", name="uq_cohorts_code"),
    )
    op.create_table(
        "cohort_members",
        *_cohort("cohort_members"),
        _person(),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint(
            "cohort_id", "telegram_user_id", "joined_on", name="pk_cohort_members"
        ),
    )
    op.create_index("ix_cohort_members_telegram_user_id", "cohort_members", ["telegram_user_id"])
    op.create_table(
        "cohort_staff",
        *_cohort("cohort_staff"),
        _person(),
        sa.Column("role", sa.String(16), nullable=False),
        _time("chosen_at"),
        sa.PrimaryKeyConstraint("cohort_id", "telegram_user_id", name="pk_cohort_staff"),
    )
    op.create_index("ix_cohort_staff_telegram_user_id", "cohort_staff", ["telegram_user_id"])
    op.create_table(
        "cohort_roster",
        *_cohort("cohort_roster"),
        _text("student"),
        _text("name"),
        sa.Column("link", sa.String(32), nullable=False),
        _person(nullable=True),
        sa.PrimaryKeyConstraint("cohort_id", "student", name="pk_cohort_roster"),
        sa.UniqueConstraint("link", name="uq_cohort_roster_link"),
    )
    op.create_index("ix_cohort_roster_telegram_user_id", "cohort_roster", ["telegram_user_id"])
    op.create_table(
        "cohort_notes",
        *_cohort("cohort_notes"),
        _text("title"),
        _text("text"),
        _person("author_id"),
        _time("at"),
        sa.PrimaryKeyConstraint("cohort_id", "title", name="pk_cohort_notes"),
    )
    op.create_table(
        "assignments",
        _id(),
        *_cohort("assignments"),
        _text("title"),
        sa.Column("targets", sa.JSON(), nullable=False),
        _time("due_at"),
        _time("given_at"),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_cohort_id", "assignments", ["cohort_id"])
    _create_messages()


def _create_messages() -> None:
    op.create_table(
        "outbox",
        _id(),
        _person("bot_id"),
        _text("ref"),
        _person(),
        sa.Column("body", sa.JSON(), nullable=False),
        _person("reply_to", nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        _time("not_before"),
        sa.Column("tries", sa.Integer(), nullable=False),
        _time("done_at", nullable=True),
        _person("message_id", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("ref", "telegram_user_id", name="uq_outbox_ref_telegram_user_id"),
    )
    op.create_index("ix_outbox_state_not_before", "outbox", ["state", "not_before"])
    op.create_index(
        "ix_outbox_telegram_user_id_message_id", "outbox", ["telegram_user_id", "message_id"]
    )
    op.create_table(
        "submissions",
        _person(),
        _text("exercise"),
        _text("code"),
        _time("at"),
        sa.PrimaryKeyConstraint("telegram_user_id", "exercise", name="pk_submissions"),
    )
    op.create_table(
        "looks",
        _id(),
        *_cohort("looks"),
        _person("viewer_id"),
        _person(),
        _time("at"),
        sa.PrimaryKeyConstraint("id", name="pk_looks"),
    )
    op.create_index("ix_looks_telegram_user_id", "looks", ["telegram_user_id"])
    op.create_table(
        "web_sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        _person(),
        _time("expires_at"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_web_sessions"),
    )
    op.create_index("ix_web_sessions_telegram_user_id", "web_sessions", ["telegram_user_id"])
