"""The pick-up manifest (取证清单): which documents lie in a terminal's cells, for whom.

`GET /v1/manifest` returns the terminal's own manifest. People and codes are keyed
hashes (`person_hash`, `code_hash`); each terminal has its own key. The terminal is the
authority on what lies in its cells and reports it in `holding` records; central is the
authority on what should lie there.
"""

import hashlib
import hmac
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Base64Bytes, Field

from contract.model import (
    Bilingual,
    Digest,
    Instant,
    ItemCode,
    Message,
    Word,
)

KEY_BYTES = 32


class HoldingState(StrEnum):
    """Where a document to be picked up is; the states follow in this order."""

    EXPECTED = "expected"  # to be loaded at this terminal
    LOADED = "loaded"  # in a cell
    RELEASED = "released"  # the citizen has it
    RECALLED = "recalled"  # taken out by a clerk
    UNCLEAR = "unclear"  # a door was opened with unknown result: staff must check


class ManifestEntry(Message):
    """One document to be picked up.

    Attributes:
        label: Bar code on its envelope; holds no personal data.
        person: `person_hash` of the holder's number.
        code: `code_hash` of the pick-up code that the department sent.
        cell: Number of its cell; None until it is loaded.
        until: From then on it is overdue and must be taken back.
    """

    holding: UUID
    item: ItemCode
    label: Word
    title: Bilingual
    person: Digest
    code: Digest
    state: HoldingState
    cell: Annotated[int, Field(ge=1, le=255)] | None = None
    until: Instant


class Manifest(Message):
    """The complete manifest of a terminal.

    Attributes:
        key: Key of the hashes, 32 bytes; different for each terminal.
    """

    time: Instant
    key: Annotated[Base64Bytes, Field(min_length=KEY_BYTES, repr=False)]
    entries: Annotated[tuple[ManifestEntry, ...], Field(max_length=1000)] = ()


def person_hash(key: bytes, number: str) -> str:
    """Return the keyed hash of a person's number: HMAC-SHA256 (RFC 2104)."""
    return _hash(key, "person", number.upper())


def code_hash(key: bytes, holding: UUID, code: str) -> str:
    """Return the keyed hash of a pick-up code; it differs for each holding."""
    return _hash(key, f"code {holding}", code)


def _hash(key: bytes, what: str, value: str) -> str:
    return hmac.new(key, f"{what}\0{value}".encode(), hashlib.sha256).hexdigest()
