"""Checkpoints of a terminal's electronic journal, countersigned by central.

`PUT /v1/terminals/{name}/checkpoint` takes a `JournalHead` and gives a `Countersigned`.
The journal is a hash chain, so that the hash of one entry stands for all before it, and
each head names the one that was countersigned before it. A terminal whose journal was
cut off, rewritten, or restored from yesterday cannot name the last one: 409
`journal_contradicts`, and an alarm. A head whose answer was lost comes again as it was.
"""

from typing import Annotated
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from pydantic import Base64Bytes, Field

from contract.model import Instant, Message
from contract.records import LARGEST_SEQ

_HEAD, _SEEN = "onetrip-journal-head", "onetrip-journal"
"""What is signed, so that no signature can pass for the other one's."""


class Place(Message):
    """An entry of a journal.

    Attributes:
        seq: Its number.
        hash: SHA-256, in hexadecimal.
    """

    seq: Annotated[int, Field(ge=1, le=LARGEST_SEQ)]
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SeenPlace(Place):
    """One that central has countersigned."""

    signature: Annotated[Base64Bytes, Field(min_length=64, max_length=88)]


class JournalHead(Message):
    """How far a journal goes.

    Attributes:
        install: New with each new disk; each has a journal of its own.
        last: Its last entry.
        before: The last one that central has countersigned, but for the first time.
        signature: The terminal's, of its last entry: Ed25519, by the key with which
            it signs its requests.
    """

    install: UUID
    last: Place
    before: SeenPlace | None = None
    signature: Annotated[Base64Bytes, Field(min_length=64, max_length=88)]


class Countersigned(Message):
    """Central has seen the journal so far.

    Attributes:
        signature: Ed25519, by the key that signs the catalogue.
    """

    time: Instant
    signature: Annotated[Base64Bytes, Field(min_length=64, max_length=88)]


def sign_head(
    key: Ed25519PrivateKey, terminal: str, install: UUID, last: Place
) -> bytes:
    """The terminal's signature."""
    return key.sign(_signed_bytes(_HEAD, terminal, install, last))


def is_signed(key: Ed25519PublicKey, terminal: str, head: JournalHead) -> bool:
    """Whether the terminal itself says that its journal goes so far."""
    try:
        key.verify(
            head.signature, _signed_bytes(_HEAD, terminal, head.install, head.last)
        )
    except InvalidSignature:
        return False
    return True


def countersign(
    key: Ed25519PrivateKey, terminal: str, install: UUID, place: Place
) -> bytes:
    """Central's signature."""
    return key.sign(_signed_bytes(_SEEN, terminal, install, place))


def is_countersigned(
    signature: bytes,
    terminal: str,
    install: UUID,
    place: Place,
    keys: tuple[bytes, ...],
) -> bool:
    """Whether one of central's public keys, 32 bytes each, has signed this."""
    for key in keys:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(
                signature, _signed_bytes(_SEEN, terminal, install, place)
            )
        except InvalidSignature:
            continue
        return True
    return False


def _signed_bytes(what: str, terminal: str, install: UUID, place: Place) -> bytes:
    parts = (what, terminal, str(install), str(place.seq), place.hash)
    return "\0".join(parts).encode()
