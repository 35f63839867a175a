"""What instructors write: versions of entries, drafts, and the wordings they dealt with."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "curation_versions",
        sa.Column("slug", sa.String(48), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry", sa.JSON(), nullable=True),
        sa.Column("base", sa.String(64), nullable=True),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("slug", "number", name=op.f("pk_curation_versions")),
    )
    op.create_table(
        "curation_drafts",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key", sa.String(64), nullable=True),
        sa.Column("writer", sa.BigInteger(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_drafts")),
        sa.UniqueConstraint("key", name=op.f("uq_curation_drafts_key")),
        sa.UniqueConstraint("writer", name=op.f("uq_curation_drafts_writer")),
    )
    op.create_index(op.f("ix_curation_drafts_author_id"), "curation_drafts", ["author_id"])
    op.create_table(
        "curation_handled",
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("slug", sa.String(48), nullable=True),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("wording", name=op.f("pk_curation_handled")),
    )


def downgrade() -> None:
    for table in ("curation_handled", "curation_drafts", "curation_versions"):
        op.drop_table(table)
