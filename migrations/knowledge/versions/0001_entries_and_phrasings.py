"""Entries and phrasings: the knowledge base as a build writes it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "facts",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_facts")),
    )
    op.create_table(
        "topics",
        sa.Column("slug", sa.String(length=48), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_topics")),
    )
    op.create_table(
        "entries",
        sa.Column("slug", sa.String(length=48), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=48), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("not_for", sa.JSON(), nullable=False),
        sa.Column("difficulty", sa.Integer(), nullable=False),
        sa.Column("prerequisites", sa.JSON(), nullable=False),
        sa.Column("see_also", sa.JSON(), nullable=False),
        sa.Column("exercises", sa.JSON(), nullable=False),
        sa.Column("verified", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("more", sa.Text(), nullable=True),
        sa.Column("pitfall", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["topic"], ["topics.slug"], name=op.f("fk_entries_topic_topics")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_entries")),
    )
    op.create_index(op.f("ix_entries_topic"), "entries", ["topic"])
    op.create_table(
        "phrasings",
        sa.Column("slug", sa.String(length=48), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["slug"], ["entries.slug"], name=op.f("fk_phrasings_slug_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slug", "position", name=op.f("pk_phrasings")),
    )


def downgrade() -> None:
    op.drop_table("phrasings")
    op.drop_index(op.f("ix_entries_topic"), table_name="entries")
    op.drop_table("entries")
    op.drop_table("topics")
    op.drop_table("facts")
