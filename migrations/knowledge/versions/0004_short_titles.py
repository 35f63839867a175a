"""What a button says that opens an entry."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entries", sa.Column("short_title", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("entries", "short_title")
