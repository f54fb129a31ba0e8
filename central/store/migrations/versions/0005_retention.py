"""When retention periods start, and what all processes of central share.

It is unknown which results were collected before: they count from the next time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create them; printed documents count from the terminal's report."""
    op.add_column("result", sa.Column("collected_at", sa.DateTime(timezone=True)))
    op.add_column("document", sa.Column("printed_at", sa.DateTime(timezone=True)))
    op.create_index("ix_document_printed_at", "document", ["printed_at"])
    op.execute(
        "UPDATE document SET printed_at = (SELECT MIN(record.received_at)"
        " FROM outcome JOIN record ON record.idempotency_key = outcome.record"
        " WHERE outcome.document = document.id AND outcome.paper = 'printed')"
        " WHERE printed = 'printed'"
    )
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
    op.drop_index("ix_document_printed_at", table_name="document")
    op.drop_column("document", "printed_at")
    op.drop_column("result", "collected_at")
