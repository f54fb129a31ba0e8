"""Deletion of old records and journal entries, only once central has them.

A record may be deleted when central has acknowledged it, a journal entry when central
has countersigned it and all effects begun before have ended. Age does not count: a
terminal that is offline for a month keeps that month. The newest of both are kept for
technicians.
"""

from offline_cache.database import MAX_ROWS, Cache
from offline_cache.journal import Journal
from offline_cache.words import Kind

KEPT_RECORDS = 10_000
"""The newest records, open ones included: some days, without their bodies."""

KEPT_ENTRIES = 50_000
"""The newest journal entries: some weeks of a busy terminal, about 15 MB."""


class Retention:
    """Deletes in small portions; every call is one commit.

    Args:
        cache: The connection of this thread.
        kept_records: See `KEPT_RECORDS`; at least 1.
        kept_entries: See `KEPT_ENTRIES`.
    """

    def __init__(
        self,
        cache: Cache,
        kept_records: int = KEPT_RECORDS,
        kept_entries: int = KEPT_ENTRIES,
    ) -> None:
        self._cache = cache
        self._journal = Journal(cache)
        self._kept_records = kept_records
        self._kept_entries = kept_entries

    def prune(self) -> bool:
        """Delete the next portion; return whether there was any, so may be more."""
        with self._cache.transaction():
            records = self._records()
            entries = self._entries()
        return records or entries

    def _records(self) -> bool:
        gone = self._cache.rows(
            "DELETE FROM acknowledged WHERE seq IN (SELECT seq FROM acknowledged"
            " WHERE seq <= (SELECT seq FROM last_record) - ?"
            " ORDER BY seq LIMIT ?) RETURNING seq",
            *(self._kept_records, MAX_ROWS),
        )
        return bool(gone)

    def _entries(self) -> bool:
        """Delete the first entries, up to one whose hash becomes the anchor."""
        seen, anchor = self._journal.checkpoint(), self._journal.anchor()
        if seen is None:
            return False
        last = min(
            seen.seq,
            self._journal.head().seq - self._kept_entries,
            anchor.seq + MAX_ROWS,
            *(open_one.seq - 1 for open_one in self._journal.unsettled()[:1]),
        )
        if last < anchor.seq + MAX_ROWS:
            return False  # too few to justify an entry for pruning
        (row,) = self._cache.rows("SELECT hash FROM journal WHERE seq = ?", last)
        self._journal.append(Kind.PRUNED, detail={"to": last})
        self._cache.rows(
            "INSERT OR REPLACE INTO journal_anchor VALUES (1, ?, ?)", last, row["hash"]
        )
        self._cache.rows("DELETE FROM journal WHERE seq <= ?", last)
        return True
