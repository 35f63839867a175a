"""Which draft a message went into, whoever began or published it, and after it is gone."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The code before this one notes none: what it wrote is found in drafts and versions alone.
    op.create_table(
        "curation_messages",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("telegram_user_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.String(48), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "bot_id", "telegram_user_id", "message_id", name=op.f("pk_curation_messages")
        ),
    )
    op.create_index(op.f("ix_curation_messages_draft_id"), "curation_messages", ["draft_id"])
    # Each message that is noted forgets those of long ago.
    op.create_index(op.f("ix_curation_messages_at"), "curation_messages", ["at"])


def downgrade() -> None:
    op.drop_table("curation_messages")
