"""Terminals: their credentials and their latest heartbeat."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from pydantic import ValidationError
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from central.store.database import Store
from central.store.errors import NameTakenError, NoSuchTerminalError
from central.store.schema import HeartbeatRow, NonceRow, TerminalRow
from contract.heartbeat import Heartbeat
from contract.signature import WINDOW

NONCES_KEPT = 2 * WINDOW
"""A signature is good from `WINDOW` before to `WINDOW` after it was made."""

PRUNED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class DemoTerminal:
    """The terminal that demonstration settings accept besides the enrolled ones.

    Attributes:
        key: Its private key, which is public knowledge.
    """

    name: str
    key: bytes


@dataclass(frozen=True)
class Credential:
    """The data that verifies a terminal's requests.

    Attributes:
        revoked_at: The time from which it is refused, if it is.
    """

    public_key: Ed25519PublicKey
    revoked_at: datetime | None = None


class Terminals:
    """Looks up terminals' credentials and uses up their nonces.

    Args:
        store: The database.
        demo: None outside of demonstrations.
    """

    def __init__(self, store: Store, demo: DemoTerminal | None = None) -> None:
        self._store = store
        self._demo = demo
        self._pruned_at = datetime.min.replace(tzinfo=UTC)

    def credential(self, name: str) -> Credential | None:
        """Return a terminal's credential, if there is one of that name."""
        demo = self._demo
        if demo is not None and name == demo.name:
            key = Ed25519PrivateKey.from_private_bytes(demo.key)
            return Credential(key.public_key())
        with self._store.reading() as session:
            row = session.get(TerminalRow, name)
        if row is None:
            return None
        public_key = Ed25519PublicKey.from_public_bytes(row.public_key)
        return Credential(public_key, row.revoked_at)

    def spend(self, terminal: str, nonce: str, now: datetime) -> bool:
        """Use up a nonce; return False if it was used before."""
        prune = now - self._pruned_at > PRUNED_EVERY

        def keep(session: Session) -> bool:
            same = NonceRow.terminal == terminal, NonceRow.nonce == nonce
            if session.scalar(select(NonceRow.nonce).where(*same)) is not None:
                return False
            if prune:
                old = NonceRow.seen_at < now - NONCES_KEPT
                session.execute(delete(NonceRow).where(old))
            row = {"terminal": terminal, "nonce": nonce, "seen_at": now}
            session.execute(insert(NonceRow).values(row))
            return True

        fresh = self._store.write(keep)
        if prune:
            self._pruned_at = now
        return fresh


def add_terminal(store: Store, name: str, now: datetime) -> str:
    """Make a terminal's credential; a revoked terminal may be added anew.

    Returns:
        The private key in hexadecimal. It is not stored: it cannot be shown again.

    Raises:
        NameTakenError: A terminal of that name exists.
    """
    key = Ed25519PrivateKey.generate()

    def add(session: Session) -> None:
        row = session.get(TerminalRow, name)
        if row is not None and row.revoked_at is None:
            raise NameTakenError("there is a terminal {name} already", name=name)
        session.merge(
            TerminalRow(
                name=name,
                public_key=key.public_key().public_bytes_raw(),
                added_at=now,
                revoked_at=None,
            )
        )

    store.write(add)
    return key.private_bytes_raw().hex()


def revoke_terminal(store: Store, name: str, now: datetime) -> None:
    """Refuse a terminal from its next request on.

    Raises:
        NoSuchTerminalError: No terminal of that name exists.
    """

    def revoke(session: Session) -> None:
        row = session.get(TerminalRow, name)
        if row is None:
            raise NoSuchTerminalError("there is no terminal {name}", name=name)
        row.revoked_at = row.revoked_at or now

    store.write(revoke)


def credentials(store: Store) -> list[tuple[str, datetime, datetime | None]]:
    """Return name, time of the credential, and time of revocation; by name."""
    with store.reading() as session:
        rows = session.scalars(select(TerminalRow).order_by(TerminalRow.name))
        return [(row.name, row.added_at, row.revoked_at) for row in rows]


def keep_heartbeat(
    store: Store, terminal: str, heartbeat: Heartbeat, now: datetime
) -> None:
    """Replace the terminal's heartbeat."""
    body = heartbeat.model_dump_json(exclude_none=True)

    def keep(session: Session) -> None:
        session.merge(HeartbeatRow(terminal=terminal, received_at=now, body=body))

    store.write(keep)


@dataclass(frozen=True)
class TerminalReport:
    """A terminal as central has it.

    Attributes:
        received_at: When its last heartbeat arrived; None if none ever has.
        heartbeat: The last one; None also where the stored one cannot be read, as one
            of another version.
    """

    name: str
    received_at: datetime | None
    heartbeat: Heartbeat | None


def terminal_reports(store: Store) -> list[TerminalReport]:
    """Return all terminals that have a credential or a heartbeat, by name."""
    with store.reading() as session:
        names = set(session.scalars(select(TerminalRow.name)))
        spoken = {row.terminal: row for row in session.scalars(select(HeartbeatRow))}
    reports = []
    for name in sorted(names | set(spoken)):
        row = spoken.get(name)
        if row is None:
            reports.append(TerminalReport(name, None, None))
        else:
            reports.append(TerminalReport(name, row.received_at, _read(row)))
    return reports


def _read(row: HeartbeatRow) -> Heartbeat | None:
    try:
        return Heartbeat.model_validate_json(row.body)
    except ValidationError:
        return None
