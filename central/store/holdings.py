"""What terminals report of their cells, and the keys of their hashes."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from central.store.database import Store
from central.store.schema import HoldingRow, ManifestKeyRow
from contract.manifest import KEY_BYTES, HoldingState


@dataclass(frozen=True)
class Told:
    """A terminal's latest report about a document."""

    holding: UUID
    terminal: str
    item: str
    state: HoldingState
    cell: int | None


def manifest_key(store: Store, terminal: str) -> bytes:
    """Return the key of a terminal's hashes; it is made on the first request."""

    def work(session: Session) -> bytes:
        row = session.get(ManifestKeyRow, terminal)
        if row is None:
            row = ManifestKeyRow(terminal=terminal, key=secrets.token_bytes(KEY_BYTES))
            session.add(row)
        return row.key

    with store.reading() as session:
        known = session.get(ManifestKeyRow, terminal)
        if known is not None:
            return known.key
    return store.write(work)


def told(store: Store) -> dict[UUID, Told]:
    """Return all reports of terminals, by holding."""
    with store.reading() as session:
        return {row.id: _told(row) for row in session.scalars(select(HoldingRow))}


def loaded_untold(store: Store, limit: int) -> list[Told]:
    """Return loaded documents that were not reported to the department yet."""
    with store.reading() as session:
        rows = session.scalars(
            select(HoldingRow)
            .where(HoldingRow.state == HoldingState.LOADED, HoldingRow.told.is_(False))
            .order_by(HoldingRow.changed_at)
            .limit(limit)
        )
        return [_told(row) for row in rows]


def department_knows(store: Store, holding: UUID) -> None:
    """Record that the department has the report of its loading."""
    with store.writing() as session:
        session.execute(
            update(HoldingRow).where(HoldingRow.id == holding).values(told=True)
        )


def _told(row: HoldingRow) -> Told:
    return Told(row.id, row.terminal, row.item, HoldingState(row.state), row.cell)
