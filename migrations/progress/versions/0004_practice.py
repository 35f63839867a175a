"""The exercise that a learner has open, and how attempts ended."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_exercises",
        sa.Column("telegram_user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("exercise", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        # Whoever erases a learner erases it.
        sa.ForeignKeyConstraint(
            ["telegram_user_id"],
            ["learners.telegram_user_id"],
            "fk_open_exercises_telegram_user_id_learners",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("telegram_user_id", name="pk_open_exercises"),
    )
    op.create_table(
        "attempts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("exercise", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mistake", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "exercise", "outcome", "tries", "mistake", name="pk_attempts"
        ),
    )


def downgrade() -> None:
    op.drop_table("attempts")
    op.drop_table("open_exercises")
