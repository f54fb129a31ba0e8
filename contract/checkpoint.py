"""Checkpoints of a terminal's electronic journal, countersigned by central.

`PUT /v1/terminals/{name}/checkpoint` takes a `JournalHead` and returns a
`Countersigned`. The journal is a hash chain, so the hash of one entry covers all
entries before it, and each head names the last countersigned entry. A terminal whose
journal was truncated, rewritten or restored from an old copy cannot name that entry:
409 `journal_contradicts`, and an alarm. If the answer is lost, the same head is sent
again.
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
"""Domain separators: a signature of one kind is never valid as the other kind."""


class Place(Message):
    """The position of an entry in a journal.

    Attributes:
        seq: Sequence number of the entry.
        hash: SHA-256 of the entry, in hexadecimal.
    """

    seq: Annotated[int, Field(ge=1, le=LARGEST_SEQ)]
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SeenPlace(Place):
    """A position that central has countersigned."""

    signature: Annotated[Base64Bytes, Field(min_length=64, max_length=88)]


class JournalHead(Message):
    """The end of a terminal's journal.

    Attributes:
        install: Id of the installation. Each new disk gets a new one, and a new
            journal.
        last: The last entry.
        before: The last entry that central has countersigned; None the first time.
        signature: The terminal's Ed25519 signature of `last`, made with the key that
            signs its requests.
    """

    install: UUID
    last: Place
    before: SeenPlace | None = None
    signature: Annotated[Base64Bytes, Field(min_length=64, max_length=88)]


class Countersigned(Message):
    """Central's confirmation of a journal up to the entry that was sent.

    Attributes:
        signature: Ed25519, made with the key that signs the catalogue.
    """

    time: Instant
    signature: Annotated[Base64Bytes, Field(min_length=64, max_length=88)]


def sign_head(
    key: Ed25519PrivateKey, terminal: str, install: UUID, last: Place
) -> bytes:
    """Return the terminal's signature of its last entry."""
    return key.sign(_signed_bytes(_HEAD, terminal, install, last))


def is_signed(key: Ed25519PublicKey, terminal: str, head: JournalHead) -> bool:
    """Return whether the terminal itself signed this head."""
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
    """Return central's signature of an entry."""
    return key.sign(_signed_bytes(_SEEN, terminal, install, place))


def is_countersigned(
    signature: bytes,
    terminal: str,
    install: UUID,
    place: Place,
    keys: tuple[bytes, ...],
) -> bool:
    """Return whether one of central's public keys, 32 bytes each, signed this entry."""
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
