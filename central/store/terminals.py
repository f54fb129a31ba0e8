"""Terminals: their credentials and their latest heartbeat."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from central.contract.heartbeat import Heartbeat
from central.store.database import Store
from central.store.errors import NameTakenError
from central.store.schema import HeartbeatRow, TerminalRow


def token_hash(token: str) -> str:
    """SHA-256 of a token: it has 256 random bits, so no salt and no work factor."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def add_terminal(store: Store, name: str, now: datetime) -> str:
    """Make a terminal's credential.

    Returns:
        The bearer token. It is kept nowhere: this is the only time it is known.

    Raises:
        NameTakenError: There is a terminal of that name.
    """
    token = secrets.token_urlsafe(32)

    def add(session: Session) -> None:
        if session.get(TerminalRow, name) is not None:
            raise NameTakenError(f"there is a terminal {name} already")
        session.add(TerminalRow(name=name, token_hash=token_hash(token), added_at=now))

    store.write(add)
    return token


def terminal_of(store: Store, token: str) -> str | None:
    """The name of the terminal that this token belongs to, or None."""
    wanted = token_hash(token)
    with store.reading() as session:
        row = session.scalar(
            select(TerminalRow).where(TerminalRow.token_hash == wanted)
        )
    if row is None or not hmac.compare_digest(row.token_hash, wanted):
        return None
    return row.name


def keep_heartbeat(
    store: Store, terminal: str, heartbeat: Heartbeat, now: datetime
) -> None:
    """Keep a heartbeat in the place of the one before."""
    body = heartbeat.model_dump_json(exclude_none=True)

    def keep(session: Session) -> None:
        session.merge(HeartbeatRow(terminal=terminal, received_at=now, body=body))

    store.write(keep)


@dataclass(frozen=True)
class TerminalReport:
    """A terminal as central knows it; without a heartbeat it has never spoken."""

    name: str
    received_at: datetime | None
    heartbeat: Heartbeat | None


def terminal_reports(store: Store) -> list[TerminalReport]:
    """All terminals that have a credential or have spoken, by name."""
    with store.reading() as session:
        names = set(session.scalars(select(TerminalRow.name)))
        spoken = {row.terminal: row for row in session.scalars(select(HeartbeatRow))}
    reports = []
    for name in sorted(names | set(spoken)):
        row = spoken.get(name)
        if row is None:
            reports.append(TerminalReport(name, None, None))
        else:
            heartbeat = Heartbeat.model_validate_json(row.body)
            reports.append(TerminalReport(name, row.received_at, heartbeat))
    return reports
