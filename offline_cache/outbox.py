"""The outbox: records that wait for central, which accepts each exactly once.

`queued → leased → acknowledged`, or `quarantined` if central refuses it for good. A
record is claimed, sent, then marked done: a lease expires by itself, so that a dead
sender blocks nothing, and a record is done only when central has confirmed it. Sending
a record twice is harmless, as central knows its idempotency key.

Retention: the body holds personal data, and is deleted in the commit that acknowledges
the record. Key, number and answer move to the table `acknowledged`, so that numbers
have no gap and no key is reused. The outbox holds only open records, and writing one
updates no index but that of the keys.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from offline_cache.clock import BootClock, boot_time, from_label, to_label
from offline_cache.database import MAX_ROWS, Cache, Row
from offline_cache.errors import CacheMisuseError


class OutboxState(StrEnum):
    """The state of a record."""

    QUEUED = "queued"  # waits to be sent
    LEASED = "leased"  # being sent
    ACKNOWLEDGED = "acknowledged"  # central has it; the body is deleted
    QUARANTINED = "quarantined"  # central refuses it; staff must check


@dataclass(frozen=True)
class OutboxRecord:
    """A stored record and its state.

    Attributes:
        seq: Counts from 1 within the installation, without gaps.
        key_id: Id of the key that the body is sealed to; None for records of an
            earlier version.
        body: Exactly the stored bytes; empty once acknowledged.
        created_at: A wall-clock label, never used for ordering.
        attempts: Number of leases.
        last_error: Why it was retried or quarantined; without personal data.
        answer: Central's answer when it accepted the record.
    """

    seq: int
    idempotency_key: UUID
    item: str
    kind: str
    created_at: datetime
    key_id: str | None
    body: bytes = field(repr=False)
    state: OutboxState
    attempts: int
    last_error: str | None
    answer: str | None


@dataclass(frozen=True)
class OutboxCounts:
    """The number of records in each state.

    Attributes:
        oldest: Label of the first queued or leased record.
    """

    queued: int
    leased: int
    quarantined: int
    acknowledged: int
    oldest: datetime | None


class Outbox:
    """The tables `outbox` and `acknowledged`.

    Every call is one commit, or part of the caller's transaction.

    Args:
        cache: The connection of this thread.
        clock: Determines when leases and delays end.
    """

    def __init__(self, cache: Cache, clock: BootClock = boot_time) -> None:
        self._cache = cache
        self._clock = clock

    def enqueue(
        self,
        idempotency_key: UUID,
        item: str,
        kind: str,
        body: bytes,
        created_at: datetime,
        key_id: str | None = None,
    ) -> OutboxRecord:
        """Store a record in the caller's transaction.

        Raises:
            CacheMisuseError: There is no transaction, the key was used before, or the
                body is empty.
            DiskFullError: Nothing of the transaction was written.
        """
        self._cache.require_transaction()
        if not body:
            raise CacheMisuseError("a record without a body says nothing")
        (row,) = self._cache.rows("SELECT seq + 1 AS seq FROM last_record")
        self._cache.rows(
            "INSERT INTO outbox"
            " (seq, idempotency_key, item, kind, created_at, key_id, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(row["seq"], str(idempotency_key), item, kind, to_label(created_at)),
            *(key_id, body),
        )
        return OutboxRecord(
            seq=row["seq"],
            idempotency_key=idempotency_key,
            item=item,
            kind=kind,
            created_at=created_at,
            key_id=key_id,
            body=body,
            state=OutboxState.QUEUED,
            attempts=0,
            last_error=None,
            answer=None,
        )

    def lease(
        self, owner: str, seconds: float, limit: int = MAX_ROWS
    ) -> list[OutboxRecord]:
        """Claim the first records that are due, in the order of their numbers.

        Due are queued records without a pending delay, and records whose lease has
        expired or is from an earlier boot.

        Args:
            owner: Name of the claimant, for `release`; unique for each process.
            seconds: Duration of the lease.
            limit: 1 to 50.
        """
        if not 1 <= limit <= MAX_ROWS:
            raise CacheMisuseError(f"limit: 1 to {MAX_ROWS}, not {limit}")
        now = self._clock()
        until = now.later(seconds)
        with self._cache.transaction():
            rows = self._cache.rows(
                "UPDATE outbox SET state = 'leased', lease_owner = ?,"
                " due_boot = ?, due_at = ?, attempts = attempts + 1"
                " WHERE seq IN (SELECT seq FROM outbox"
                " WHERE state <> 'quarantined'"
                " AND (due_at IS NULL OR due_boot <> ? OR due_at <= ?)"
                " ORDER BY seq LIMIT ?) RETURNING *",
                *(owner, until.boot, until.seconds, now.boot, now.seconds, limit),
            )
        return sorted(map(_record, rows), key=lambda record: record.seq)

    def acknowledge(self, answers: Mapping[UUID, str]) -> int:
        """Mark records as accepted: store central's answers, delete the bodies.

        It applies whoever holds the lease, also to a quarantined record. A record that
        is already acknowledged keeps its first answer.

        Args:
            answers: Central's answers by idempotency key; at most 50.

        Returns:
            The number of records that became acknowledged.
        """
        return self._each(
            "INSERT INTO acknowledged SELECT seq, idempotency_key, item, kind,"
            " created_at, key_id, attempts, ? FROM outbox"
            " WHERE idempotency_key = ? RETURNING seq",
            {key: (answer,) for key, answer in answers.items()},
        )

    def retry_later(
        self, keys: Collection[UUID], error: str, seconds: float = 0.0
    ) -> int:
        """Queue records again after a temporary failure, due after a delay.

        Args:
            keys: At most 50.
            error: The reason, without personal data.
            seconds: The delay; it ends early if the machine restarts.

        Returns:
            The number of records that were queued; settled ones are unchanged.
        """
        due = self._clock().later(seconds)
        return self._each(
            "UPDATE outbox SET state = 'queued', last_error = ?,"
            " lease_owner = NULL, due_boot = ?, due_at = ?"
            " WHERE idempotency_key = ? AND state = 'leased' RETURNING seq",
            dict.fromkeys(keys, (error, due.boot, due.seconds)),
        )

    def quarantine(self, key: UUID, reason: str) -> int:
        """Set a record aside that central refuses for good; staff must check it.

        Returns:
            1, or 0 if it was already acknowledged or quarantined.
        """
        return self._each(
            "UPDATE outbox SET state = 'quarantined', last_error = ?,"
            " lease_owner = NULL, due_boot = NULL, due_at = NULL"
            " WHERE idempotency_key = ? AND state IN ('queued', 'leased')"
            " RETURNING seq",
            {key: (reason,)},
        )

    def release(self, owner: str | None = None) -> int:
        """Queue the leased records of `owner`, or of all; return how many.

        They are due at once. Only an agent that starts may release all: the leases it
        finds belong to dead processes, and a record sent twice counts once.
        """
        return self._in_batches(
            "UPDATE outbox SET state = 'queued',"
            " lease_owner = NULL, due_boot = NULL, due_at = NULL"
            " WHERE seq IN (SELECT seq FROM outbox WHERE state <> 'queued'"
            " AND state = 'leased' AND lease_owner = ifnull(?, lease_owner)"
            " ORDER BY seq LIMIT ?)"
            " RETURNING seq",
            owner,
        )

    def retry_quarantined(self, key: UUID | None = None) -> int:
        """Queue one quarantined record again, or all of them; return how many."""
        return self._in_batches(
            "UPDATE outbox SET state = 'queued'"
            " WHERE seq IN (SELECT seq FROM outbox WHERE state <> 'queued'"
            " AND state = 'quarantined'"
            " AND idempotency_key = ifnull(?, idempotency_key) ORDER BY seq LIMIT ?)"
            " RETURNING seq",
            None if key is None else str(key),
        )

    def counts(self) -> OutboxCounts:
        """Count the records; the cost depends on open records, not on the history."""
        (row,) = self._cache.rows(
            "SELECT (SELECT count(*) FROM outbox) AS open,"
            " (SELECT count(*) FROM outbox"
            " WHERE state <> 'queued' AND state = 'leased') AS leased,"
            " (SELECT count(*) FROM outbox"
            " WHERE state <> 'queued' AND state = 'quarantined') AS quarantined,"
            " (SELECT created_at FROM outbox WHERE state <> 'quarantined'"
            " ORDER BY seq LIMIT 1) AS oldest, (SELECT seq FROM last_record) AS last"
        )
        return OutboxCounts(
            queued=row["open"] - row["leased"] - row["quarantined"],
            leased=row["leased"],
            quarantined=row["quarantined"],
            acknowledged=row["last"] - row["open"],
            oldest=from_label(row["oldest"]) if row["oldest"] else None,
        )

    def unheard(self) -> int:
        """Return the number of records from the oldest open one to the newest.

        Central has everything that was committed with an older record.
        """
        (row,) = self._cache.rows(
            "SELECT ifnull((SELECT seq FROM last_record) - min(seq) + 1, 0) AS count"
            " FROM outbox"
        )
        return int(row["count"])

    def has_room(self, limit: int) -> bool:
        """Return whether fewer than `limit` records are open or quarantined.

        It is checked before a citizen types or pays anything.
        """
        (row,) = self._cache.rows("SELECT count(*) AS open FROM outbox")
        return bool(row["open"] < limit)

    def records(
        self, state: OutboxState | None = None, limit: int = MAX_ROWS, after: int = 0
    ) -> list[OutboxRecord]:
        """Return a page of records in order, beginning after the number `after`."""
        rows = self._cache.rows(
            "SELECT * FROM record WHERE seq > ? AND state = ifnull(?, state)"
            " ORDER BY seq LIMIT ?",
            *(after, state, limit),
        )
        return list(map(_record, rows))

    def _each(self, sql: str, values: Mapping[UUID, tuple[object, ...]]) -> int:
        """Run `sql` for each key, which is its last value; return the rows changed."""
        if len(values) > MAX_ROWS:
            raise CacheMisuseError(f"at most {MAX_ROWS} records, not {len(values)}")
        with self._cache.transaction():
            return sum(
                len(self._cache.rows(sql, *given, str(key)))
                for key, given in values.items()
            )

    def _in_batches(self, sql: str, value: str | None) -> int:
        """Run `sql`, whose last value is a limit, until it changes nothing more."""
        changed = 0
        while True:
            with self._cache.transaction():
                batch = len(self._cache.rows(sql, value, MAX_ROWS))
            changed += batch
            if batch < MAX_ROWS:
                return changed


def _record(row: Row) -> OutboxRecord:
    return OutboxRecord(
        seq=row["seq"],
        idempotency_key=UUID(row["idempotency_key"]),
        item=row["item"],
        kind=row["kind"],
        created_at=from_label(row["created_at"]),
        key_id=row["key_id"],
        body=row["body"] or b"",
        state=OutboxState(row["state"]),
        attempts=row["attempts"],
        last_error=row["last_error"],
        answer=row["answer"],
    )
