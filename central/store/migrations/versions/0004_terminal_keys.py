"""Terminals sign with keys of their own, in place of a token.

No key can be made of a token's hash: every terminal must be added anew, and is refused
until then. A checkpoint is stored with its terminal's signature.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables, without the terminals that had a token."""
    op.drop_table("terminal")
    op.create_table(
        "terminal",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_terminal"),
    )
    op.create_table(
        "nonce",
        sa.Column("terminal", sa.String(length=32), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("terminal", "nonce", name="pk_nonce"),
    )
    op.create_index("ix_nonce_seen_at", "nonce", ["seen_at"])
    op.add_column("checkpoint", sa.Column("signature", sa.LargeBinary()))


def downgrade() -> None:
    """Return to tokens; terminals must be added anew."""
    op.drop_column("checkpoint", "signature")
    op.drop_table("nonce")
    op.drop_table("terminal")
    op.create_table(
        "terminal",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_terminal"),
        sa.UniqueConstraint("token_hash", name="uq_terminal_token_hash"),
    )
