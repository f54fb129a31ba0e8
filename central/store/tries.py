"""How often a terminal has asked for a collection code that there is not.

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
    """Whether a terminal may look a code up; counts it if there is none such.

    The same wrong code counts once: who types it again has not guessed again.
    Counting and judging are one transaction, for which a terminal's others wait.

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
                # Of two that make it at once, one loses, waits, and tries again.
                row = WrongCodesRow(terminal=terminal)
                session.add(row)
            row.tried = wrong | {wanted: now.timestamp()}
            row.last_at = now
        return True

    return store.write(work)


def _exists(session: Session, wanted: str) -> bool:
    """Whether anybody was given this code."""
    return any(
        session.scalar(select(column).where(column == wanted).limit(1))
        for column in (DocumentRow.slip_hash, RecordRow.slip_hash)
    )
