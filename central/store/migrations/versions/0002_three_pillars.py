"""Documents, payments, and the contents of cells."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create them."""
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("slip_hash", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_record_person"), ["person"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_record_slip_hash"), ["slip_hash"], unique=False
        )
    op.execute(
        "UPDATE record SET slip_hash = (SELECT slip_hash FROM result"
        " WHERE result.record = record.idempotency_key)"
    )
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_slip_hash"))
        batch_op.drop_column("slip_hash")

    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idempotency_key", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("serial", sa.String(length=64), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("slip_hash", sa.String(length=64), nullable=False),
        sa.Column("slip_code", sa.String(length=16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("verification", sa.Text(), nullable=False),
        sa.Column("terminal", sa.String(length=32), nullable=False),
        sa.Column("payment", sa.Uuid(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed", sa.String(length=16), server_default="", nullable=False),
        sa.Column("copies", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "idempotency_key", name=op.f("uq_document_idempotency_key")
        ),
        sa.UniqueConstraint("serial", name=op.f("uq_document_serial")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_payment"), ["payment"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_document_person"), ["person"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_document_slip_hash"), ["slip_hash"], unique=False
        )

    op.create_table(
        "holding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("terminal", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("install", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("cell", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
    )
    with op.batch_alter_table("holding", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_holding_terminal"), ["terminal"], unique=False
        )

    op.create_table(
        "manifest_key",
        sa.Column("terminal", sa.String(length=32), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("terminal", name=op.f("pk_manifest_key")),
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("terminal", sa.String(length=32), nullable=False),
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("transaction", sa.String(length=64), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("settlement", sa.Text(), nullable=True),
        sa.Column("settled", sa.String(length=16), server_default="", nullable=False),
        sa.Column("code_url", sa.String(length=512), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("refund_reference", sa.String(length=32), nullable=True),
        sa.Column("receipt_token", sa.String(length=64), nullable=False),
        sa.Column("receipt_serial", sa.String(length=64), nullable=True),
        sa.Column("receipt_printed", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("receipt_token", name=op.f("uq_payment_receipt_token")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_reference")),
        sa.UniqueConstraint(
            "refund_reference", name=op.f("uq_payment_refund_reference")
        ),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_case"), ["case"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_person"), ["person"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_payment_state_look_at"), ["state", "look_at"], unique=False
        )

    op.create_table(
        "bill_hold",
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("payment", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment"], ["payment.id"], name=op.f("fk_bill_hold_payment")
        ),
        sa.PrimaryKeyConstraint("department", "reference", name=op.f("pk_bill_hold")),
    )
    with op.batch_alter_table("bill_hold", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bill_hold_payment"), ["payment"], unique=False
        )

    op.create_table(
        "completion",
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.String(length=64), nullable=False),
        sa.Column("payment", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record"], ["record.idempotency_key"], name=op.f("fk_completion_record")
        ),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_completion")),
    )
    with op.batch_alter_table("completion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_completion_payment"), ["payment"], unique=False
        )

    op.create_table(
        "payment_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment"], ["payment.id"], name=op.f("fk_payment_move_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_move")),
    )
    with op.batch_alter_table("payment_move", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_move_payment"), ["payment"], unique=False
        )

    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind", sa.String(length=16), server_default="receipt", nullable=False
            )
        )
        batch_op.add_column(sa.Column("document", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_outcome_document"), ["document"], unique=False
        )


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_document"))
        batch_op.drop_column("document")
        batch_op.drop_column("kind")

    with op.batch_alter_table("payment_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_move_payment"))

    op.drop_table("payment_move")
    with op.batch_alter_table("completion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_completion_payment"))

    op.drop_table("completion")
    with op.batch_alter_table("bill_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bill_hold_payment"))

    op.drop_table("bill_hold")
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_state_look_at"))
        batch_op.drop_index(batch_op.f("ix_payment_person"))
        batch_op.drop_index(batch_op.f("ix_payment_case"))

    op.drop_table("payment")
    op.drop_table("manifest_key")
    with op.batch_alter_table("holding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holding_terminal"))

    op.drop_table("holding")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_slip_hash"))
        batch_op.drop_index(batch_op.f("ix_document_person"))
        batch_op.drop_index(batch_op.f("ix_document_payment"))

    op.drop_table("document")
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.add_column(sa.Column("slip_hash", sa.String(length=64)))
    op.execute(
        "UPDATE result SET slip_hash = (SELECT slip_hash FROM record"
        " WHERE record.idempotency_key = result.record)"
    )
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.alter_column("slip_hash", nullable=False)
        batch_op.create_index(batch_op.f("ix_result_slip_hash"), ["slip_hash"])
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_slip_hash"))
        batch_op.drop_index(batch_op.f("ix_record_person"))
        batch_op.drop_column("slip_hash")
        batch_op.drop_column("person")
