"""The electronic journal: an append-only record of events at this terminal.

Its entries are a hash chain (`offline_cache.chain`), whose last hash is countersigned
by central at intervals.

An effect (paper printed, a door opened) has one entry `armed`, committed before the
device acts, and one entry with its outcome. An effect that is still `armed` after a
crash has an unknown outcome: it becomes `effect_unknown`, for staff to resolve, and is
never repeated automatically. Repeating a failed effect is a new effect.

No entry holds personal data: visits are labels, and `detail` is for machines.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from offline_cache import chain
from offline_cache.clock import WallClock, from_label, to_label, utc_now
from offline_cache.database import Cache, Row
from offline_cache.errors import CacheMisuseError
from offline_cache.words import Kind, read

_PAGE = 500
"""Entries fetched at once for an export: saves memory, and ends each read quickly."""


_INSERT = (
    f"INSERT INTO journal ({', '.join((*chain.CONTENT, 'hash'))})"  # noqa: S608 - ours
    f" VALUES ({', '.join('?' * (len(chain.CONTENT) + 1))})"
)
_DETAIL = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


class EffectState(StrEnum):
    """The state of an effect."""

    ARMED = "armed"  # recorded, and possibly under way
    CONFIRMED = "confirmed"  # confirmed by a sensor or status
    FAILED = "failed"  # certainly nothing came out
    EFFECT_UNKNOWN = "effect_unknown"  # staff must check; never repeated automatically


@dataclass(frozen=True)
class JournalEntry:
    """One entry of the journal.

    Attributes:
        seq: Counts from 1, without gaps; the first ones may have been pruned.
        at: A wall-clock label; `seq` determines the order.
        visit: A label of the visit, without personal data; None outside visits.
        effect: Set exactly if `state` is.
    """

    seq: int
    at: datetime
    visit: str | None
    kind: str
    effect: UUID | None
    state: EffectState | None
    item: str | None
    serial: str | None
    detail: dict[str, Any]

    def line(self) -> str:
        """Return one line of JSON, without a line end; absent fields are omitted."""
        fields: dict[str, Any] = {
            "seq": self.seq,
            "at": to_label(self.at),
            "visit": self.visit,
            "kind": self.kind,
            "effect": str(self.effect) if self.effect else None,
            "state": self.state,
            "item": self.item,
            "serial": self.serial,
            "detail": self.detail or None,
        }
        present = {name: value for name, value in fields.items() if value is not None}
        return json.dumps(present, ensure_ascii=False)


@dataclass(frozen=True)
class Checkpoint:
    """A position in the chain.

    Attributes:
        seq: Number of the entry.
        hash: Hash of the entry, 32 bytes.
        signature: Central's signature, if it has countersigned the entry.
    """

    seq: int
    hash: bytes
    signature: bytes = b""


class Journal:
    """The table `journal`, and the counters of serials.

    Args:
        cache: The connection of this thread.
        clock: Supplies the labels of entries.
    """

    def __init__(self, cache: Cache, clock: WallClock = utc_now) -> None:
        self._cache = cache
        self._clock = clock

    def append(
        self,
        kind: str,
        *,
        visit: str | None = None,
        item: str | None = None,
        serial: str | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> JournalEntry:
        """Append an entry in the caller's transaction.

        Raises:
            CacheMisuseError: There is no transaction.
        """
        return self._append(kind, None, None, visit, item, serial, detail)

    def arm(
        self,
        effect: UUID,
        kind: str,
        *,
        visit: str | None = None,
        item: str | None = None,
        serial: str | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> JournalEntry:
        """Record an effect in the caller's transaction, before it begins.

        The device may act only after that transaction is committed.

        Raises:
            CacheMisuseError: There is no transaction, or the effect was armed before.
        """
        state = EffectState.ARMED
        return self._append(kind, effect, state, visit, item, serial, detail)

    def settle(
        self,
        effect: UUID,
        state: EffectState,
        detail: Mapping[str, object] | None = None,
    ) -> JournalEntry:
        """Record the outcome of an armed effect; visit, item and serial are copied.

        Raises:
            CacheMisuseError: It was never armed, already has an outcome, or `state`
                is not an outcome.
        """
        if state is EffectState.ARMED:
            raise CacheMisuseError("armed is no outcome")
        with self._cache.transaction():
            armed = self._cache.rows(
                "SELECT * FROM journal WHERE effect = ? AND state = 'armed'",
                str(effect),
            )
            if not armed:
                raise CacheMisuseError(f"effect {effect} was never armed")
            row = armed[0]
            return self._append(
                row["kind"],
                effect,
                state,
                *(row["visit"], row["item"], row["serial"], detail),
            )

    def unsettled(self) -> list[JournalEntry]:
        """Return the armed effects without an outcome, oldest first."""
        rows = self._cache.rows(
            "SELECT * FROM journal AS begun WHERE state = 'armed' AND NOT EXISTS"
            " (SELECT 1 FROM journal WHERE effect = begun.effect AND state <> 'armed')"
            " ORDER BY seq"
        )
        return list(map(_entry, rows))

    def confirmed(self, limit: int) -> list[JournalEntry]:
        """Return the newest confirmed effects, as they were armed."""
        rows = self._cache.rows(
            "SELECT begun.* FROM journal AS ended JOIN journal AS begun"
            " ON begun.effect = ended.effect AND begun.state = 'armed'"
            " WHERE ended.state = 'confirmed' ORDER BY ended.seq DESC LIMIT ?",
            limit,
        )
        return list(map(_entry, rows))

    def entries(self, after: int = 0) -> Iterator[JournalEntry]:
        """Yield all entries after the number `after`, in order, page by page."""
        return map(_entry, self._rows(after))

    def anchor(self) -> Checkpoint:
        """Return the last pruned entry, which the first entry follows, or the start."""
        rows = self._cache.rows("SELECT seq, hash FROM journal_anchor")
        if not rows:
            return Checkpoint(0, chain.start(self._cache.install))
        return Checkpoint(rows[0]["seq"], rows[0]["hash"])

    def head(self) -> Checkpoint:
        """Return the last entry's position; of an empty journal, 0 and the start."""
        rows = self._cache.rows(
            "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"
        )
        if not rows:
            return Checkpoint(0, chain.start(self._cache.install))
        return Checkpoint(rows[0]["seq"], rows[0]["hash"])

    def checkpoint(self) -> Checkpoint | None:
        """Return the last checkpoint that central has countersigned."""
        return self._checkpoint("countersigned")

    def send_checkpoint(self) -> Checkpoint | None:
        """Return the checkpoint to send to central, or None if there is nothing new.

        It is stored before it is sent. If the answer is lost, the same one is sent
        again, since central may have countersigned it.
        """
        if (waiting := self._checkpoint("sent")) is not None:
            return waiting
        with self._cache.transaction():
            head, last = self.head(), self.checkpoint()
            if head.seq == (0 if last is None else last.seq):
                return None
            self._cache.rows(
                "INSERT INTO checkpoint VALUES ('sent', ?, ?, ?)",
                *(head.seq, head.hash, b""),
            )
        return head

    def checkpoint_seen(self, countersigned: Checkpoint) -> None:
        """Store the countersigned checkpoint, replacing the previous one."""
        with self._cache.transaction():
            self._cache.rows("DELETE FROM checkpoint")
            self._cache.rows(
                "INSERT INTO checkpoint VALUES ('countersigned', ?, ?, ?)",
                *(countersigned.seq, countersigned.hash, countersigned.signature),
            )

    def _checkpoint(self, state: str) -> Checkpoint | None:
        rows = self._cache.rows(
            "SELECT seq, hash, signature FROM checkpoint WHERE state = ?", state
        )
        return Checkpoint(**rows[0]) if rows else None

    def verify(self, *, all_of_it: bool = True) -> chain.Break | None:
        """Verify the chain to its end; return its first break.

        Args:
            all_of_it: Verify from the first entry, else from the last checkpoint.
        """
        known = self.checkpoint()
        if known is not None:
            rows = self._cache.rows(
                "SELECT seq, hash FROM journal WHERE seq = ?", known.seq
            )
            there = rows or self._anchored(known.seq)
            if not there:
                return self._follow() or chain.Break(known.seq, chain.Fault.CUT_OFF)
            if there[0]["hash"] != known.hash:
                return self._follow() or chain.Break(known.seq, chain.Fault.REPLACED)
        if known is None or all_of_it:
            return self._follow()
        return chain.find_break(self._rows(known.seq), known.hash, known.seq)

    def _anchored(self, seq: int) -> list[Row]:
        return self._cache.rows(
            "SELECT seq, hash FROM journal_anchor WHERE seq = ?", seq
        )

    def _follow(self) -> chain.Break | None:
        """Verify all entries, and that missing ones were pruned by rule."""
        anchor = self.anchor()
        broken = chain.find_break(self._rows(anchor.seq), anchor.hash, anchor.seq)
        if broken is None and anchor.seq and self._pruned_to() != anchor.seq:
            return chain.Break(anchor.seq, chain.Fault.MISSING)
        return broken

    def _pruned_to(self) -> int | None:
        """Return the number up to which the journal records its own pruning."""
        rows = self._cache.rows(
            "SELECT detail FROM journal WHERE kind = ? ORDER BY seq DESC LIMIT 1",
            Kind.PRUNED,
        )
        return json.loads(rows[0]["detail"])["to"] if rows else None

    def _rows(self, after: int) -> Iterator[Row]:
        while True:
            rows = self._cache.rows(
                "SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?",
                *(after, _PAGE),
            )
            yield from rows
            if len(rows) < _PAGE:
                return
            after = rows[-1]["seq"]

    def next_serial(self, counter: str) -> int:
        """Return the next number of a counter, from 1, in the caller's transaction.

        After a rollback the number is used again, so there are no gaps. Numbers are
        unique within `Cache.install`; a new disk begins at 1.

        Raises:
            CacheMisuseError: There is no transaction.
        """
        self._cache.require_transaction()
        (row,) = self._cache.rows(
            "INSERT INTO counter VALUES (?, 1)"
            " ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            counter,
        )
        return int(row["value"])

    def _append(
        self,
        kind: str,
        effect: UUID | None,
        state: EffectState | None,
        visit: str | None,
        item: str | None,
        serial: str | None,
        detail: Mapping[str, object] | None,
    ) -> JournalEntry:
        self._cache.require_transaction()
        last = self.head()
        at = self._clock()
        row = {
            "seq": last.seq + 1,
            "at": to_label(at),
            "visit": visit,
            "kind": kind,
            "effect": str(effect) if effect else None,
            "state": None if state is None else str(state),
            "item": item,
            "serial": serial,
            "detail": _DETAIL.encode(detail or {}),
        }
        row["hash"] = chain.link(last.hash, row)
        self._cache.rows(_INSERT, *row.values())
        fields = dict(detail or {})
        return JournalEntry(
            last.seq + 1, at, visit, kind, effect, state, item, serial, fields
        )


def _entry(row: Row) -> JournalEntry:
    return JournalEntry(
        seq=row["seq"],
        at=from_label(row["at"]),
        visit=row["visit"],
        kind=row["kind"],
        effect=UUID(row["effect"]) if row["effect"] else None,
        state=_state(row["state"]),
        item=row["item"],
        serial=row["serial"],
        detail=json.loads(row["detail"]),
    )


def _state(text: str | None) -> EffectState | None:
    """Return the state of an effect; unknown for a word of a later version."""
    if text is None:
        return None
    return read(EffectState, text) or EffectState.EFFECT_UNKNOWN
