"""The pick-up manifest as this terminal knows it: which document lies in which cell.

Central decides what should lie here, and is merged in; this terminal decides what does,
and is never overruled by a manifest that was made before central heard of it. An entry
that is `ahead` keeps state and cell until central says the same.
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
"""The states, and how far each is; central cannot take one back to a lower rank."""

_KEY = "manifest"

T = TypeVar("T")


@dataclass(frozen=True)
class Holding:
    """One document to be picked up; no name, and people as keyed hashes.

    Attributes:
        label: The bar code on its envelope.
        person: Keyed hash of the holder's number.
        code: Keyed hash of the code that the department has sent.
        state: One of `RANKS`.
        opened_for: The case for which its cell was last opened.
        opening: The effect that opens it now, until its outcome is written.
        ahead: Whether state and cell are this terminal's own word, which central has
            not repeated yet.
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
        """Of the hashes; None until a manifest was ever received."""
        return self._keyring.get(_KEY)

    def merge(self, key: bytes, entries: Collection[Holding]) -> bool:
        """Take over what central says, whole, at most 50 rows in each commit.

        Returns:
            Whether anything is other than before.
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
                    # Its state may have been changed here since it was looked at.
                    changed |= bool(
                        self._cache.rows(
                            "DELETE FROM manifest WHERE holding = ? AND ahead = 0"
                            " AND opening IS NULL RETURNING holding",
                            str(holding),
                        )
                    )
        return changed

    def get(self, holding: UUID) -> Holding | None:
        """One entry."""
        return self._one("holding = ?", str(holding))

    def labelled(self, label: str) -> list[Holding]:
        """The entries whose envelope carries this bar code, last due first."""
        return self._where("label = ? ORDER BY until DESC, holding", label)

    def of_person(self, person: str, item: str) -> list[Holding]:
        """Whatever the manifest has for a person and an item, first due first."""
        return self._where("person = ? AND item = ? ORDER BY until", person, item)

    def in_cells(self) -> list[Holding]:
        """What lies in a cell, or may lie there, by cell."""
        return self._where(
            "cell IS NOT NULL AND state IN ('loaded', 'unclear') ORDER BY cell"
        )

    def all(self) -> list[Holding]:
        """Everything."""
        return self._where("1 ORDER BY holding")

    def opened_by(self, effect: UUID) -> Holding | None:
        """What lies in the cell that this effect opens, while that is not over."""
        return self._one("opening = ?", str(effect))

    def opening(self) -> bool:
        """Whether a cell is being opened, and nobody knows yet how that ends."""
        return bool(self._where("opening IS NOT NULL LIMIT 1"))

    def opens(self, holding: UUID, case: UUID | None, effect: UUID) -> None:
        """A cell is about to be opened, in the caller's transaction.

        Args:
            holding: What lies in it, or is to be put into it.
            case: For which it was last opened; None once a clerk has the document.
            effect: The entry of the journal.
        """
        self._cache.require_transaction()
        self._cache.rows(
            "UPDATE manifest SET opened_for = ?, opening = ? WHERE holding = ?",
            *(_text(case), str(effect), str(holding)),
        )

    def opened(self, holding: UUID) -> None:
        """It is known how that ended, as well as it can be."""
        self._cache.require_transaction()
        self._cache.rows(
            "UPDATE manifest SET opening = NULL WHERE holding = ?", str(holding)
        )

    def move(self, holding: UUID, state: str, cell: int | None) -> None:
        """This terminal's own word about a document, in the caller's transaction.

        Raises:
            CacheMisuseError: There is no transaction, or no such state.
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
            lies_there = new.state == "loaded"  # else the cell says nothing any more
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
