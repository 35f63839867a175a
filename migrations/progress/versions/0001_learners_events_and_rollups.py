"""Learners, their events, the inbox, invites, and the roll-ups."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTED = (
    "asked",
    "answered",
    "suggested",
    "abstained",
    "chosen",
    "runs",
    "failed_runs",
    "helpful",
    "unhelpful",
)


def telegram_id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=nullable)


def time(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def counted() -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in COUNTED]


def upgrade() -> None:
    op.create_table(
        "learners",
        telegram_id("telegram_user_id"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        time("first_seen"),
        time("last_seen"),
        sa.PrimaryKeyConstraint("telegram_user_id", name=op.f("pk_learners")),
    )
    op.create_table(
        "events",
        sa.Column("id", ROW_ID, nullable=False),
        telegram_id("update_id", nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        telegram_id("telegram_user_id"),
        time("at"),
        sa.Column("slug", sa.String(), nullable=True),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["telegram_user_id"],
            ["learners.telegram_user_id"],
            name=op.f("fk_events_telegram_user_id_learners"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("update_id", "kind", name=op.f("uq_events_update_id_kind")),
    )
    op.create_index(op.f("ix_events_at"), "events", ["at"])
    op.create_index(op.f("ix_events_telegram_user_id_at"), "events", ["telegram_user_id", "at"])
    op.create_table(
        "inbox",
        telegram_id("update_id"),
        sa.Column("raw", sa.String(), nullable=False),
        time("received_at"),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        time("done_at", nullable=True),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_state"), "inbox", ["state"])
    op.create_table(
        "replies",
        telegram_id("chat_id"),
        telegram_id("message_id"),
        sa.Column("reply_ids", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_replies")),
    )
    op.create_table(
        "invites",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        time("created_at"),
        time("expires_at"),
        telegram_id("used_by", nullable=True),
        time("used_at", nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_invites")),
    )
    op.create_table(
        "wrong_codes",
        sa.Column("id", ROW_ID, nullable=False),
        telegram_id("telegram_user_id"),
        time("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_codes")),
    )
    op.create_index(
        op.f("ix_wrong_codes_telegram_user_id_at"), "wrong_codes", ["telegram_user_id", "at"]
    )
    op.create_table(
        "activity",
        telegram_id("telegram_user_id"),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *counted(),
        sa.PrimaryKeyConstraint("telegram_user_id", "topic", "day", name=op.f("pk_activity")),
    )
    op.create_index(op.f("ix_activity_day"), "activity", ["day"])
    op.create_table(
        "entry_activity",
        telegram_id("telegram_user_id"),
        sa.Column("slug", sa.String(), nullable=False),
        *counted(),
        sa.PrimaryKeyConstraint("telegram_user_id", "slug", name=op.f("pk_entry_activity")),
    )
    op.create_table(
        "unanswered",
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("wording", "day", name=op.f("pk_unanswered")),
    )
    op.create_index(op.f("ix_unanswered_day"), "unanswered", ["day"])
    op.create_table(
        "runs",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "outcome", "error", name=op.f("pk_runs")),
    )


def downgrade() -> None:
    for table in (
        "runs",
        "unanswered",
        "entry_activity",
        "activity",
        "wrong_codes",
        "invites",
        "replies",
        "inbox",
        "events",
        "learners",
    ):
        op.drop_table(table)
