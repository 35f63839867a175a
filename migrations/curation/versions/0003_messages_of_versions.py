"""Which messages brought a version, so that an edit of one is told from a question."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The code before this one writes versions without them.
    op.add_column("curation_versions", sa.Column("messages", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("curation_versions", "messages")
