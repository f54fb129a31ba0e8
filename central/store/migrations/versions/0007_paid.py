"""The amount that a provider reports as paid, where it is not the amount due."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add it; it is unknown for earlier payments."""
    op.add_column("payment", sa.Column("paid", sa.BigInteger()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("payment", "paid")
