"""When whoever writes a draft last did something with it: who opens an old one has it as well."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The code before this one names a draft's writer without it.
    at = sa.Column("writer_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("curation_drafts", at)


def downgrade() -> None:
    op.drop_column("curation_drafts", "writer_at")
