"""Where else a question is asked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The code before this one writes rows without it.
    op.add_column("entries", sa.Column("asked_in", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("entries", "asked_in")
