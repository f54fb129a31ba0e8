"""The first tables: terminals, heartbeats, records and their outcomes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "heartbeat",
        sa.Column("terminal", sa.String(length=32), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("terminal", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.Uuid(), nullable=False),
        sa.Column("terminal", sa.String(length=32), nullable=False),
        sa.Column("install", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answered", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_record_idempotency_key")),
        sa.UniqueConstraint(
            "terminal", "install", "seq", name=op.f("uq_record_terminal_install_seq")
        ),
    )
    op.create_index(
        op.f("ix_record_state_attempts_id"),
        "record",
        ["state", "attempts", "id"],
        unique=False,
    )
    op.create_table(
        "terminal",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_terminal")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_terminal_token_hash")),
    )
    op.create_table(
        "outcome",
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.String(length=64), nullable=False),
        sa.Column("paper", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"], ["record.idempotency_key"], name=op.f("fk_outcome_record")
        ),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_outcome")),
    )
    op.create_index(op.f("ix_outcome_about"), "outcome", ["about"], unique=False)
    op.create_table(
        "rating",
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("grade", sa.String(length=32), nullable=False),
        sa.Column("reasons", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"], ["record.idempotency_key"], name=op.f("fk_rating_record")
        ),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_rating")),
    )
    op.create_index(op.f("ix_rating_about"), "rating", ["about"], unique=False)
    op.create_table(
        "result",
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("slip_hash", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"], ["record.idempotency_key"], name=op.f("fk_result_record")
        ),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_result")),
    )
    op.create_index(op.f("ix_result_slip_hash"), "result", ["slip_hash"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_result_slip_hash"), table_name="result")
    op.drop_table("result")
    op.drop_index(op.f("ix_rating_about"), table_name="rating")
    op.drop_table("rating")
    op.drop_index(op.f("ix_outcome_about"), table_name="outcome")
    op.drop_table("outcome")
    op.drop_table("terminal")
    op.drop_index(op.f("ix_record_state_attempts_id"), table_name="record")
    op.drop_table("record")
    op.drop_table("heartbeat")
