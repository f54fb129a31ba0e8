"""The electronic journal as a hash chain: no entry changes, goes or comes unseen.

Each entry holds SHA-256 of the hash before it and of its own content; the first one
follows the install's number. Whoever changes, takes out, inserts or swaps entries has
to make every later hash anew, and then differs from the last checkpoint that central
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
"""The columns that a hash covers, in this order, as the table has them."""

_CONTENT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Fault(StrEnum):
    """How a chain is broken."""

    ALTERED = "altered"  # the hash is not that of this content after the entry before
    MISSING = "missing"  # a number is left out
    CUT_OFF = "cut_off"  # it ends before an entry that central has countersigned
    REPLACED = "replaced"  # central has countersigned another entry of that number


@dataclass(frozen=True)
class Break:
    """The first place at which a chain is broken.

    Attributes:
        seq: Number of the entry, or of the one that should be there.
    """

    seq: int
    fault: Fault


def start(install: UUID) -> bytes:
    """What the first entry follows."""
    return hashlib.sha256(f"onetrip journal {install}".encode()).digest()


def link(before: bytes, row: Mapping[str, Any]) -> bytes:
    """The hash of an entry, from the hash before it and the columns of its row."""
    content = _CONTENT.encode([row[name] for name in CONTENT])
    return hashlib.sha256(before + content.encode()).digest()


def find_break(
    rows: Iterable[Mapping[str, Any]], before: bytes, after: int = 0
) -> Break | None:
    """Follow a chain, and tell where it is broken first.

    Args:
        rows: Of the table, in the order of their numbers.
        before: The hash of the entry `after`, or what `start` gives.
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
