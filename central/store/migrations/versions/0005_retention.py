"""Wrong codes are counted for all processes of central."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "wrong_codes",
        sa.Column("terminal", sa.String(length=32), nullable=False),
        sa.Column("tried", sa.JSON(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("terminal", name="pk_wrong_codes"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("wrong_codes")
