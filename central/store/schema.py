"""Central's tables. Portable: the same on SQLite and on PostgreSQL 15.

Change a table here and add a migration in `migrations/versions`; a test compares the
two.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from central.store.base import Base, UtcInstant


class TerminalRow(Base):
    """A terminal's credential; its private key is not stored.

    Attributes:
        public_key: Ed25519, 32 bytes.
        revoked_at: The time from which it is refused.
    """

    __tablename__ = "terminal"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    added_at: Mapped[datetime] = mapped_column(UtcInstant)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class NonceRow(Base):
    """Nonces of recent requests, each valid once."""

    __tablename__ = "nonce"

    terminal: Mapped[str] = mapped_column(String(32), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcInstant, index=True)


class HeartbeatRow(Base):
    """The latest heartbeat of each terminal, and its arrival by central's clock."""

    __tablename__ = "heartbeat"

    terminal: Mapped[str] = mapped_column(String(32), primary_key=True)
    received_at: Mapped[datetime] = mapped_column(UtcInstant)
    body: Mapped[str] = mapped_column(Text)


class RecordRow(Base):
    """One record taken in: its key, fingerprint, answer and state.

    Attributes:
        answered: The state that was sent to the terminal, and is sent again.
        state: The state now: a request goes from `pending` to `ready`.
        body: Kept only while central still has to handle it.
        attempts: How many queries to the department have failed.
        person: Of a request: keyed hash of the applicant's number (`store.persons`).
        slip_hash: Of a request: by which the code on its slip finds it.
    """

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("terminal", "install", "seq"),
        Index(None, "state", "attempts", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idempotency_key: Mapped[UUID] = mapped_column(unique=True)
    terminal: Mapped[str] = mapped_column(String(32))
    install: Mapped[UUID]
    seq: Mapped[int] = mapped_column(BigInteger)
    item: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(16))
    fingerprint: Mapped[str] = mapped_column(String(64))
    answered: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcInstant)
    received_at: Mapped[datetime] = mapped_column(UtcInstant)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    attempts: Mapped[int]
    person: Mapped[str | None] = mapped_column(String(64), index=True)
    slip_hash: Mapped[str | None] = mapped_column(String(64), index=True)


class ResultRow(Base):
    """A department's answer to a queued request that has no document.

    Attributes:
        answer: JSON of the contract's `QueryAnswer`.
        collected_at: When it was first sent to a terminal for the citizen.
    """

    __tablename__ = "result"

    record: Mapped[UUID] = mapped_column(
        ForeignKey("record.idempotency_key"), primary_key=True
    )
    answer: Mapped[str] = mapped_column(Text)
    ready_at: Mapped[datetime] = mapped_column(UtcInstant)
    collected_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class CompletionRow(Base):
    """What a terminal reports as done for the case of the record; without a name."""

    __tablename__ = "completion"

    record: Mapped[UUID] = mapped_column(
        ForeignKey("record.idempotency_key"), primary_key=True
    )
    serial: Mapped[str] = mapped_column(String(64))
    payment: Mapped[UUID | None] = mapped_column(index=True)
    amount: Mapped[int | None] = mapped_column(BigInteger)


class OutcomeRow(Base):
    """The outcome of a paper of the case `about`; `kind` is which paper."""

    __tablename__ = "outcome"

    record: Mapped[UUID] = mapped_column(
        ForeignKey("record.idempotency_key"), primary_key=True
    )
    about: Mapped[UUID] = mapped_column(index=True)
    serial: Mapped[str] = mapped_column(String(64))
    paper: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16), server_default="receipt")
    document: Mapped[UUID | None] = mapped_column(index=True)


class RatingRow(Base):
    """A citizen's rating of the case `about`; reasons are words with commas."""

    __tablename__ = "rating"

    record: Mapped[UUID] = mapped_column(
        ForeignKey("record.idempotency_key"), primary_key=True
    )
    about: Mapped[UUID] = mapped_column(index=True)
    grade: Mapped[str] = mapped_column(String(32))
    reasons: Mapped[str] = mapped_column(String(200))


class DocumentRow(Base):
    """A document that was made, with its content and its state.

    Person and content are empty once `store.retention` has deleted them.

    Attributes:
        idempotency_key: Of the case it was made for.
        fingerprint: SHA-256 of the request.
        person: Keyed hash of the holder's number (`store.persons`).
        slip_hash: By which a collection code finds it.
        slip_code: That code; for the holder only.
        content: JSON from which a copy is made.
        pdf: Signed, as it is printed the first time.
        printed: What is known of the paper: empty, or the last of `Paper`.
        printed_at: When a terminal first reported that it was printed.
        copies: How often it was handed out for printing after that.
    """

    __tablename__ = "document"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    idempotency_key: Mapped[UUID] = mapped_column(unique=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    item: Mapped[str] = mapped_column(String(100))
    serial: Mapped[str] = mapped_column(String(64), unique=True)
    title_zh: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(String(64), index=True)
    slip_hash: Mapped[str] = mapped_column(String(64), index=True)
    slip_code: Mapped[str] = mapped_column(String(16))
    content: Mapped[str] = mapped_column(Text)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    pages: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    verification: Mapped[str] = mapped_column(Text)
    terminal: Mapped[str] = mapped_column(String(32))
    payment: Mapped[UUID | None] = mapped_column(index=True)
    issued_at: Mapped[datetime] = mapped_column(UtcInstant)
    printed: Mapped[str] = mapped_column(String(16), default="", server_default="")
    copies: Mapped[int] = mapped_column(default=0, server_default="0")
    printed_at: Mapped[datetime | None] = mapped_column(UtcInstant, index=True)


class PaymentRow(Base):
    """A payment; its id is the terminal's idempotency key.

    Attributes:
        fingerprint: SHA-256 of the request, without the citizen's own code.
        person: Keyed hash of the payer's number, where there was a card.
        reference: Our order number at the provider (`out_trade_no`).
        transaction: The provider's number.
        paid: The received amount, in fen, where the provider reported it; not always
            `amount`.
        settlement: JSON of the report to the department; deleted once it was sent.
        settled: The department's answer, or empty.
        deadline_at: When the order is closed.
        changed_at: When it came into its state, was settled, or its receipt was
            reported, whichever was last.
        look_at: When the provider is queried next; empty where nothing is open.
        looks: How often it was queried in this state.
        receipt_serial: Of the receipt, once a terminal has reported it.
        receipt_printed: Whether it was printed.
        receipt_token: Under which a phone finds the receipt.
        refund_reference: Our refund number at the provider, once there is one.
    """

    __tablename__ = "payment"
    __table_args__ = (Index(None, "state", "look_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    terminal: Mapped[str] = mapped_column(String(32))
    case: Mapped[UUID] = mapped_column(index=True)
    item: Mapped[str] = mapped_column(String(100))
    title_zh: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    person: Mapped[str | None] = mapped_column(String(64), index=True)
    provider: Mapped[str] = mapped_column(String(16))
    reference: Mapped[str] = mapped_column(String(32), unique=True)
    transaction: Mapped[str | None] = mapped_column(String(64))
    amount: Mapped[int] = mapped_column(BigInteger)
    paid: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16))
    settlement: Mapped[str | None] = mapped_column(Text)
    settled: Mapped[str] = mapped_column(String(16), default="", server_default="")
    code_url: Mapped[str | None] = mapped_column(String(512))
    created_at: Mapped[datetime] = mapped_column(UtcInstant)
    deadline_at: Mapped[datetime] = mapped_column(UtcInstant)
    approved_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    changed_at: Mapped[datetime] = mapped_column(UtcInstant)
    look_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    looks: Mapped[int] = mapped_column(default=0, server_default="0")
    refund_reference: Mapped[str | None] = mapped_column(String(32), unique=True)
    receipt_token: Mapped[str] = mapped_column(String(64), unique=True)
    receipt_serial: Mapped[str | None] = mapped_column(String(64))
    receipt_printed: Mapped[bool] = mapped_column(default=False, server_default="0")


class BillHoldRow(Base):
    """A bill, or one option of it, that a payment has paid or may still pay.

    The primary key keeps two terminals from taking money for the same bill.
    """

    __tablename__ = "bill_hold"

    department: Mapped[str] = mapped_column(String(64), primary_key=True)
    reference: Mapped[str] = mapped_column(String(64), primary_key=True)
    payment: Mapped[UUID] = mapped_column(ForeignKey("payment.id"), index=True)


class PaymentMoveRow(Base):
    """A change of a payment's state, and why; append-only."""

    __tablename__ = "payment_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    payment: Mapped[UUID] = mapped_column(ForeignKey("payment.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcInstant)
    before: Mapped[str] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    cause: Mapped[str] = mapped_column(String(64))


class HoldingRow(Base):
    """A document for pick-up, as terminals have reported it.

    Attributes:
        install: With `seq`, the record that last reported it.
        told: Whether its loading was reported to the department, or need not be.
    """

    __tablename__ = "holding"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    terminal: Mapped[str] = mapped_column(String(32), index=True)
    item: Mapped[str] = mapped_column(String(100))
    install: Mapped[UUID]
    seq: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16))
    cell: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(UtcInstant)
    told: Mapped[bool] = mapped_column(default=False, server_default="0")


class CheckpointRow(Base):
    """The last countersigned checkpoint of a terminal's journal.

    Attributes:
        signature: The terminal's own; older ones have none.
    """

    __tablename__ = "checkpoint"

    terminal: Mapped[str] = mapped_column(String(32), primary_key=True)
    install: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(UtcInstant)
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)


class ManifestKeyRow(Base):
    """The key of a terminal's keyed hashes, made on its first request."""

    __tablename__ = "manifest_key"

    terminal: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)


class WrongCodesRow(Base):
    """The wrong collection codes that a terminal has tried recently.

    Attributes:
        tried: When each was last tried, in seconds since 1970, by its hash.
    """

    __tablename__ = "wrong_codes"

    terminal: Mapped[str] = mapped_column(String(32), primary_key=True)
    tried: Mapped[dict[str, float]] = mapped_column(JSON)
    last_at: Mapped[datetime] = mapped_column(UtcInstant)


class KnownKeyRow(Base):
    """A key that this database was used with: it is not served without it.

    Attributes:
        kind: The name of its file, or of the folder of its files.
        id: A digest, from which the key cannot be derived.
    """

    __tablename__ = "known_key"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcInstant)


class PublishedRow(Base):
    """The definition of a service item that was published last, verbatim."""

    __tablename__ = "published"

    code: Mapped[str] = mapped_column(String(100), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    toml: Mapped[str] = mapped_column(Text)
