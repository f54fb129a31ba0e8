"""Central's tables. Portable: the same on SQLite and on PostgreSQL 15.

Change a table here and add a migration in `migrations/versions`; a test compares the
two.
"""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcInstant(TypeDecorator[datetime]):
    """A moment with its zone; kept in UTC also where the database has no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is SQLAlchemy's
    ) -> datetime | None:
        """To UTC; a moment without a zone is a bug and raises `ValueError`."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its zone")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is SQLAlchemy's
    ) -> datetime | None:
        """From UTC, whatever the database kept."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables, with names for every constraint, which migrations need."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class TerminalRow(Base):
    """A terminal's credential; the token itself is kept nowhere."""

    __tablename__ = "terminal"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    added_at: Mapped[datetime] = mapped_column(UtcInstant)


class HeartbeatRow(Base):
    """The latest heartbeat of each terminal, and when it came by central's clock."""

    __tablename__ = "heartbeat"

    terminal: Mapped[str] = mapped_column(String(32), primary_key=True)
    received_at: Mapped[datetime] = mapped_column(UtcInstant)
    body: Mapped[str] = mapped_column(Text)


class RecordRow(Base):
    """One record taken in: its key, fingerprint, answer, and what became of it.

    Attributes:
        answered: The state that the terminal was told, and is told again.
        state: The state now: a request goes from `pending` to `ready`.
        body: Kept only while central still has to act on it.
        attempts: How often the department was asked in vain.
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


class ResultRow(Base):
    """A department's answer to a queued request, until it is collected.

    Attributes:
        slip_hash: SHA-256 of the code on the citizen's slip, by which it is found.
        answer: JSON of the contract's `QueryAnswer`.
    """

    __tablename__ = "result"

    record: Mapped[UUID] = mapped_column(
        ForeignKey("record.idempotency_key"), primary_key=True
    )
    slip_hash: Mapped[str] = mapped_column(String(64), index=True)
    answer: Mapped[str] = mapped_column(Text)
    ready_at: Mapped[datetime] = mapped_column(UtcInstant)


class OutcomeRow(Base):
    """What became of the paper of the case `about`."""

    __tablename__ = "outcome"

    record: Mapped[UUID] = mapped_column(
        ForeignKey("record.idempotency_key"), primary_key=True
    )
    about: Mapped[UUID] = mapped_column(index=True)
    serial: Mapped[str] = mapped_column(String(64))
    paper: Mapped[str] = mapped_column(String(16))


class RatingRow(Base):
    """A citizen's rating of the case `about`; reasons are words with commas."""

    __tablename__ = "rating"

    record: Mapped[UUID] = mapped_column(
        ForeignKey("record.idempotency_key"), primary_key=True
    )
    about: Mapped[UUID] = mapped_column(index=True)
    grade: Mapped[str] = mapped_column(String(32))
    reasons: Mapped[str] = mapped_column(String(200))
