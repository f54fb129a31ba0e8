"""Limits how often a terminal may try wrong collection codes.

Counted in the database: all processes of central share it, also after a restart.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from central.store.database import Store
from central.store.pending import slip_hash
from central.store.schema import DocumentRow, RecordRow, WrongCodesRow

MOST = 10
WITHIN = timedelta(minutes=10)


def may_try(store: Store, terminal: str, code: str, now: datetime) -> bool:
    """Return whether a terminal may look up a code; counts it if it does not exist.

    The same wrong code counts once: typing it again is not another guess. Counting
    and deciding are one transaction, for which the terminal's other requests wait.

    Returns:
        False where `MOST` codes of this terminal were wrong `WITHIN` the last time.
    """
    wanted = slip_hash(code)

    def work(session: Session) -> bool:
        row = session.get(WrongCodesRow, terminal, with_for_update=True)
        tried = {} if row is None else row.tried
        since = (now - WITHIN).timestamp()
        wrong = {hashed: at for hashed, at in tried.items() if at >= since}
        if len(wrong) >= MOST:
            return False
        if not _exists(session, wanted):
            if row is None:
                # If two create the row at once, the loser waits and retries.
                row = WrongCodesRow(terminal=terminal)
                session.add(row)
            row.tried = wrong | {wanted: now.timestamp()}
            row.last_at = now
        return True

    return store.write(work)


def _exists(session: Session, wanted: str) -> bool:
    """Return whether a citizen was given this code."""
    return any(
        session.scalar(select(column).where(column == wanted).limit(1))
        for column in (DocumentRow.slip_hash, RecordRow.slip_hash)
    )
