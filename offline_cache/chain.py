"""The electronic journal as a hash chain: any change, removal or insertion is detected.

Each entry holds the SHA-256 of the previous hash and its own content; the first entry
follows the id of the installation. To change, remove, insert or swap entries, all later
hashes must be recomputed, and then they differ from the last checkpoint that central
has countersigned.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

CONTENT = (
    "seq",
    "at",
    "visit",
    "kind",
    "effect",
    "state",
    "item",
    "serial",
    "detail",
)
"""The columns of the table that a hash covers, in this order."""

_CONTENT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Fault(StrEnum):
    """The kind of a break in the chain."""

    ALTERED = "altered"  # the hash does not match content and previous hash
    MISSING = "missing"  # a number is missing
    CUT_OFF = "cut_off"  # it ends before an entry that central has countersigned
    REPLACED = "replaced"  # central has countersigned another entry of this number


@dataclass(frozen=True)
class Break:
    """The first break in a chain.

    Attributes:
        seq: Number of the entry, or of the missing one.
    """

    seq: int
    fault: Fault


def start(install: UUID) -> bytes:
    """Return the hash that the first entry follows."""
    return hashlib.sha256(f"onetrip journal {install}".encode()).digest()


def link(before: bytes, row: Mapping[str, Any]) -> bytes:
    """Return the hash of an entry, from the previous hash and the row's columns."""
    content = _CONTENT.encode([row[name] for name in CONTENT])
    return hashlib.sha256(before + content.encode()).digest()


def find_break(
    rows: Iterable[Mapping[str, Any]], before: bytes, after: int = 0
) -> Break | None:
    """Verify a chain, and return its first break.

    Args:
        rows: Rows of the table, in the order of their numbers.
        before: Hash of the entry number `after`, or the result of `start`.
        after: Number of the entry before the first row.
    """
    for row in rows:
        after += 1
        if row["seq"] != after:
            return Break(after, Fault.MISSING)
        before = link(before, row)
        if row["hash"] != before:
            return Break(after, Fault.ALTERED)
    return None
