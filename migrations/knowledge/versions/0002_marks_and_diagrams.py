"""Where else a question is asked, and what is drawn of its answer."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The code before this one writes rows without them.
    op.add_column("entries", sa.Column("asked_in", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("entries", sa.Column("diagram", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("entries", "diagram")
    op.drop_column("entries", "asked_in")
