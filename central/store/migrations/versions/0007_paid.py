"""What a provider says was paid, where that is not what was due."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add it; of earlier payments it is not known."""
    op.add_column("payment", sa.Column("paid", sa.BigInteger()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("payment", "paid")
