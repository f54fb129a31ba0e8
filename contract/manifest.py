"""The pick-up manifest (取证清单): which documents lie in a terminal's cells, for whom.

`GET /v1/manifest` gives a terminal its own. People and codes are keyed hashes
(`person_hash`, `code_hash`) under a key that each terminal has for itself. A terminal
decides what lies in its cells, and tells it by `holding` records; central decides what
should lie there.
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
    """Where a document to be picked up is, in the order in which that may change."""

    EXPECTED = "expected"  # to be loaded at this terminal
    LOADED = "loaded"  # in a cell
    RELEASED = "released"  # the citizen has it
    RECALLED = "recalled"  # taken out by a clerk
    UNCLEAR = "unclear"  # a door was opened, and nobody knows: staff must look


class ManifestEntry(Message):
    """One document to be picked up.

    Attributes:
        label: The bar code on its envelope, which says nothing of a person.
        person: `person_hash` of the holder's number.
        code: `code_hash` of the code that the department has sent.
        cell: Where it lies; None until it is loaded.
        until: After that it is overdue, and to be taken back.
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
    """A terminal's manifest, whole.

    Attributes:
        key: Of the hashes; 32 bytes, this terminal's own.
    """

    time: Instant
    key: Annotated[Base64Bytes, Field(min_length=KEY_BYTES, repr=False)]
    entries: Annotated[tuple[ManifestEntry, ...], Field(max_length=1000)] = ()


def person_hash(key: bytes, number: str) -> str:
    """A person's keyed hash: HMAC-SHA256 (RFC 2104) of the number."""
    return _hash(key, "person", number.upper())


def code_hash(key: bytes, holding: UUID, code: str) -> str:
    """A pick-up code's keyed hash, of this holding alone."""
    return _hash(key, f"code {holding}", code)


def _hash(key: bytes, what: str, value: str) -> str:
    return hmac.new(key, f"{what}\0{value}".encode(), hashlib.sha256).hexdigest()
