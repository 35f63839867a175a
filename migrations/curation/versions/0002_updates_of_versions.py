"""Which update of a bot made a version, so that one that is handled again makes no other."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The code before this one writes versions without them.
    op.add_column("curation_versions", sa.Column("update_id", sa.BigInteger(), nullable=True))
    op.add_column(
        "curation_versions",
        sa.Column("bot_id", sa.BigInteger(), server_default="0", nullable=False),
    )
    op.create_index(op.f("ix_curation_versions_update_id"), "curation_versions", ["update_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_curation_versions_update_id"), "curation_versions")
    op.drop_column("curation_versions", "bot_id")
    op.drop_column("curation_versions", "update_id")
