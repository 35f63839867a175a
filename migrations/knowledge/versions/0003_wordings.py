"""The many wordings that only matching reads, apart from a writer's aliases."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entries", sa.Column("wordings", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("entries", "wordings")
