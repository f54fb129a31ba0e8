"""The last checkpoint of each terminal's journal."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create it."""
    op.create_table(
        "checkpoint",
        sa.Column("terminal", sa.String(length=32), nullable=False),
        sa.Column("install", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("terminal", "install", name="pk_checkpoint"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("checkpoint")
