"""The keys that a database was used with, so that it is never served without them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from central.store.database import Store
from central.store.schema import DocumentRow, KnownKeyRow, PublishedRow, RecordRow

KeyId = tuple[str, str]
"""Its kind and its id."""


def known_keys(store: Store) -> frozenset[KeyId]:
    """Return all of them; none for a new database, or one of an earlier version."""
    with store.reading() as session:
        return _known(session)


def was_served(store: Store) -> bool:
    """Return whether a central has ever served this database, with or without keys."""
    with store.reading() as session:
        return any(
            session.scalar(select(column).limit(1)) is not None
            for column in (PublishedRow.code, DocumentRow.id, RecordRow.id)
        )


def remember_keys(
    store: Store, keys: Collection[KeyId], now: datetime
) -> frozenset[KeyId]:
    """Record keys, unless a recorded one is missing among them.

    Returns:
        The recorded keys that are not among them.
    """

    def remember(session: Session) -> frozenset[KeyId]:
        known = _known(session)
        if not known <= frozenset(keys):
            return known - frozenset(keys)
        for kind, each in frozenset(keys) - known:
            session.add(KnownKeyRow(kind=kind, id=each, since=now))
        return frozenset()

    return store.write(remember)


def forget_keys(store: Store, keys: Collection[KeyId]) -> None:
    """Delete the records of keys that are lost for good."""
    with store.writing() as session:
        for kind, each in keys:
            session.execute(
                delete(KnownKeyRow).where(
                    KnownKeyRow.kind == kind, KnownKeyRow.id == each
                )
            )


def _known(session: Session) -> frozenset[KeyId]:
    rows = session.execute(select(KnownKeyRow.kind, KnownKeyRow.id))
    return frozenset((kind, each) for kind, each in rows)
