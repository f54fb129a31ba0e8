"""The last checkpoint of each terminal's journal."""

from datetime import datetime

from sqlalchemy.orm import Session

from central.store.database import Store
from central.store.schema import CheckpointRow
from contract.checkpoint import JournalHead


def keep_checkpoint(
    store: Store, terminal: str, head: JournalHead, now: datetime
) -> bool:
    """Store a journal's last checkpoint, unless it contradicts the stored one.

    Central may have less than the terminal, whose `head.before` it has signed: it was
    restored from a backup. A terminal that has less than central was restored itself.

    Returns:
        False where it does not follow what was countersigned last.
    """

    def keep(session: Session) -> bool:
        key = (terminal, head.install)
        known = session.get(CheckpointRow, key, with_for_update=True)
        if known is None:
            known = CheckpointRow(terminal=terminal, install=head.install)
            session.add(known)
        elif (known.seq, known.hash) == (head.last.seq, head.last.hash):
            return True  # the answer was lost
        elif not _follows(head, known):
            return False
        known.seq, known.hash = head.last.seq, head.last.hash
        known.received_at, known.signature = now, head.signature
        return True

    backwards = head.before is not None and head.last.seq <= head.before.seq
    return not backwards and store.write(keep)


def _follows(head: JournalHead, known: CheckpointRow) -> bool:
    before = head.before
    if before is None or before.seq < known.seq:
        return False
    return before.seq > known.seq or before.hash == known.hash
