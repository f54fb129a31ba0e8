"""The published service items with central's signatures: the table `catalogue`."""

from collections.abc import Collection
from dataclasses import dataclass, field

from offline_cache.database import MAX_ROWS, Cache


@dataclass(frozen=True)
class Definition:
    """One service item's TOML text, and central's signature of it."""

    code: str
    version: int
    toml: str = field(repr=False)
    signature: bytes = field(repr=False)


class Catalogue:
    """The stored definitions; the caller verifies them before storing.

    Args:
        cache: The connection of this thread.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def definitions(self) -> list[Definition]:
        """Return all definitions, sorted by code."""
        return [
            Definition(row["code"], row["version"], row["toml"], row["signature"])
            for row in self._cache.rows("SELECT * FROM catalogue ORDER BY code")
        ]

    def put(self, definitions: Collection[Definition]) -> bool:
        """Store definitions, replacing those of the same codes, in small commits.

        Returns:
            Whether anything has changed.
        """
        before = {each.code: each for each in self.definitions()}
        new = [each for each in definitions if before.get(each.code) != each]
        for start in range(0, len(new), MAX_ROWS):
            with self._cache.transaction():
                for each in new[start : start + MAX_ROWS]:
                    self._cache.rows(
                        "INSERT OR REPLACE INTO catalogue VALUES (?, ?, ?, ?)",
                        *(each.code, each.version, each.toml, each.signature),
                    )
        return bool(new)

    def keep(self, codes: Collection[str]) -> bool:
        """Delete items that are no longer published; return whether there were any."""
        gone = [each.code for each in self.definitions() if each.code not in codes]
        for start in range(0, len(gone), MAX_ROWS):
            with self._cache.transaction():
                for code in gone[start : start + MAX_ROWS]:
                    self._cache.rows("DELETE FROM catalogue WHERE code = ?", code)
        return bool(gone)
