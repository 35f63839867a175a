"""Which bot an update came to, which process has it in hand, and when a reply was sent.

The downgrade fails, and changes nothing, once two bots have had an update of one number.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def bot_id() -> sa.Column[int]:
    # The code before this one writes rows without it; a bot adopts them when it starts.
    return sa.Column(
        "bot_id", sa.BigInteger(), autoincrement=False, server_default="0", nullable=False
    )


def time(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def upgrade() -> None:
    with op.batch_alter_table("inbox") as inbox:
        inbox.add_column(bot_id())
        inbox.add_column(sa.Column("claimed_by", sa.String(32), nullable=True))
        inbox.add_column(time("claimed_until"))
        inbox.add_column(sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
        inbox.drop_constraint("pk_inbox", type_="primary")
        inbox.create_primary_key("pk_inbox", ["bot_id", "update_id"])
    with op.batch_alter_table("events") as events:
        events.add_column(bot_id())
        events.drop_constraint("uq_events_update_id_kind", type_="unique")
        events.create_unique_constraint(
            "uq_events_bot_id_update_id_kind", ["bot_id", "update_id", "kind"]
        )
    op.add_column("replies", bot_id())
    op.add_column("replies", time("at"))
    op.add_column("replies", sa.Column("update_id", sa.BigInteger(), nullable=True))
    replies = sa.table("replies", time("at"))
    op.execute(sa.update(replies).values(at=datetime.now(UTC)))


def downgrade() -> None:
    op.drop_column("replies", "update_id")
    op.drop_column("replies", "at")
    op.drop_column("replies", "bot_id")
    with op.batch_alter_table("events") as events:
        events.drop_constraint("uq_events_bot_id_update_id_kind", type_="unique")
        events.create_unique_constraint("uq_events_update_id_kind", ["update_id", "kind"])
        events.drop_column("bot_id")
    with op.batch_alter_table("inbox") as inbox:
        inbox.drop_constraint("pk_inbox", type_="primary")
        inbox.create_primary_key("pk_inbox", ["update_id"])
        for name in ("tries", "claimed_until", "claimed_by", "bot_id"):
            inbox.drop_column(name)
