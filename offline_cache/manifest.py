"""The pick-up manifest at this terminal: which document lies in which cell.

Central is the authority on what should lie here, and its manifest is merged in. This
terminal is the authority on what does lie here, and is never overruled by a manifest
made before its report reached central. An entry that is `ahead` keeps state and cell
until central reports the same.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from offline_cache.clock import from_label, to_label
from offline_cache.database import MAX_ROWS, Cache, Row
from offline_cache.errors import CacheMisuseError
from offline_cache.keyring import Keyring

RANKS = {"expected": 0, "loaded": 1, "released": 2, "recalled": 2, "unclear": 2}
"""The rank of each state; central cannot move an entry to a lower rank."""

_KEY = "manifest"

T = TypeVar("T")


@dataclass(frozen=True)
class Holding:
    """One document to be picked up, without names; people are keyed hashes.

    Attributes:
        label: Bar code on its envelope.
        person: Keyed hash of the holder's number.
        code: Keyed hash of the pick-up code that the department sent.
        state: One of `RANKS`.
        opened_for: The case for which its cell was last opened.
        opening: The effect that is opening its cell, until its outcome is recorded.
        ahead: Whether state and cell were set by this terminal and not yet reported
            back by central.
    """

    holding: UUID
    item: str
    label: str
    title_zh: str
    title_en: str
    person: str
    code: str
    state: str
    cell: int | None
    until: datetime
    opened_for: UUID | None = None
    opening: UUID | None = None
    ahead: bool = False


class Manifest:
    """The table `manifest`.

    Args:
        cache: The connection of this thread.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._keyring = Keyring(cache)

    def key(self) -> bytes | None:
        """Return the key of the hashes; None until a manifest is received."""
        return self._keyring.get(_KEY)

    def merge(self, key: bytes, entries: Collection[Holding]) -> bool:
        """Merge central's complete manifest, at most 50 rows in each commit.

        Returns:
            Whether anything has changed.
        """
        changed = self.key() != key
        if changed:
            self._keyring.put(_KEY, key)
        incoming = {each.holding: each for each in entries}
        gone = [
            each.holding
            for each in self.all()
            if each.holding not in incoming and not (each.ahead or each.opening)
        ]
        for page in _pages(list(incoming.values())):
            with self._cache.transaction():
                for each in page:
                    changed |= self._merge_one(each)
        for names in _pages(gone):
            with self._cache.transaction():
                for holding in names:
                    # It may have been changed by the screen since it was read.
                    changed |= bool(
                        self._cache.rows(
                            "DELETE FROM manifest WHERE holding = ? AND ahead = 0"
                            " AND opening IS NULL RETURNING holding",
                            str(holding),
                        )
                    )
        return changed

    def get(self, holding: UUID) -> Holding | None:
        """Return one entry, or None."""
        return self._one("holding = ?", str(holding))

    def labelled(self, label: str) -> list[Holding]:
        """Return the entries with this bar code, latest `until` first."""
        return self._where("label = ? ORDER BY until DESC, holding", label)

    def of_person(self, person: str, item: str) -> list[Holding]:
        """Return the entries of a person for an item, earliest `until` first."""
        return self._where("person = ? AND item = ? ORDER BY until", person, item)

    def in_cells(self) -> list[Holding]:
        """Return the documents that lie or may lie in a cell, sorted by cell."""
        return self._where(
            "cell IS NOT NULL AND state IN ('loaded', 'unclear') ORDER BY cell"
        )

    def all(self) -> list[Holding]:
        """Return all entries."""
        return self._where("1 ORDER BY holding")

    def opened_by(self, effect: UUID) -> Holding | None:
        """Return the entry whose cell this effect is opening, or None."""
        return self._one("opening = ?", str(effect))

    def opening(self) -> bool:
        """Return whether a cell is being opened with no outcome yet."""
        return bool(self._where("opening IS NOT NULL LIMIT 1"))

    def opens(self, holding: UUID, case: UUID | None, effect: UUID) -> None:
        """Record that a cell is about to be opened, in the caller's transaction.

        Args:
            holding: The document that lies in it, or is to be loaded.
            case: The case it is opened for; None if for a clerk.
            effect: The effect in the journal.
        """
        self._cache.require_transaction()
        self._cache.rows(
            "UPDATE manifest SET opened_for = ?, opening = ? WHERE holding = ?",
            *(_text(case), str(effect), str(holding)),
        )

    def opened(self, holding: UUID) -> None:
        """Record that the outcome of opening is known, as far as possible."""
        self._cache.require_transaction()
        self._cache.rows(
            "UPDATE manifest SET opening = NULL WHERE holding = ?", str(holding)
        )

    def move(self, holding: UUID, state: str, cell: int | None) -> None:
        """Set a document's state at this terminal, in the caller's transaction.

        Raises:
            CacheMisuseError: There is no transaction, or the state is unknown.
        """
        self._cache.require_transaction()
        if state not in RANKS:
            raise CacheMisuseError(f"no state of a holding: {state}")
        self._cache.rows(
            "UPDATE manifest SET state = ?, cell = ?, ahead = 1 WHERE holding = ?",
            *(state, cell, str(holding)),
        )

    def _merge_one(self, new: Holding) -> bool:
        old = self.get(new.holding)
        state, cell, ahead = new.state, new.cell, False
        if old is not None:
            lies_there = new.state == "loaded"  # otherwise the cell has no meaning
            repeated = old.state == new.state and (
                not lies_there or old.cell == new.cell
            )
            ahead = old.ahead and not repeated
            if ahead or RANKS[old.state] > RANKS[new.state]:
                state, cell = old.state, old.cell
            new = replace(new, opened_for=old.opened_for, opening=old.opening)
        merged = replace(new, state=state, cell=cell, ahead=ahead)
        if merged == old:
            return False
        self._cache.rows(
            "INSERT OR REPLACE INTO manifest VALUES"
            " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(str(new.holding), new.item, new.label, new.title_zh, new.title_en),
            *(new.person, new.code, state, cell, to_label(new.until)),
            *(_text(new.opened_for), _text(new.opening), int(ahead)),
        )
        return True

    def _one(self, condition: str, value: str) -> Holding | None:
        found = self._where(condition, value)
        return found[0] if found else None

    def _where(self, condition: str, *values: object) -> list[Holding]:
        rows = self._cache.rows(
            f"SELECT * FROM manifest WHERE {condition}",  # noqa: S608 - our own text
            *values,
        )
        return list(map(_holding, rows))


def _text(name: UUID | None) -> str | None:
    return str(name) if name else None


def _pages(entries: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(entries), MAX_ROWS):
        yield entries[start : start + MAX_ROWS]


def _holding(row: Row) -> Holding:
    return Holding(
        holding=UUID(row["holding"]),
        item=row["item"],
        label=row["label"],
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        person=row["person"],
        code=row["code"],
        state=row["state"],
        cell=row["cell"],
        until=from_label(row["until"]),
        opened_for=UUID(row["opened_for"]) if row["opened_for"] else None,
        opening=UUID(row["opening"]) if row["opening"] else None,
        ahead=bool(row["ahead"]),
    )
