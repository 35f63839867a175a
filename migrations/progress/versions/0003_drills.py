"""How many drills were done, and how many of them right."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("activity", "entry_activity")
COUNTED = ("drills", "drills_right")


def upgrade() -> None:
    for table in TABLES:
        for name in COUNTED:
            # The code before this one writes rows without it.
            op.add_column(table, sa.Column(name, sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    for table in TABLES:
        for name in COUNTED:
            op.drop_column(table, name)
