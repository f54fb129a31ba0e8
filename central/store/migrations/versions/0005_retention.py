"""What all processes of central share: wrong codes, and what was published."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "wrong_codes",
        sa.Column("terminal", sa.String(length=32), nullable=False),
        sa.Column("tried", sa.JSON(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("terminal", name="pk_wrong_codes"),
    )
    op.create_table(
        "published",
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_published"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("published")
    op.drop_table("wrong_codes")
