"""The published catalogue: service items, signed by central.

`GET /v1/catalogue` returns a `Catalogue`. Each definition is the item's TOML text,
signed with central's Ed25519 key (RFC 8032). A terminal checks signature and
definition, and keeps its present version if either is invalid.
"""

from typing import Annotated

from pydantic import Base64Bytes, Field

from contract.model import Instant, ItemCode, Message


class PublishedItem(Message):
    """A published definition of one service item.

    Attributes:
        toml: Text of the definition's file.
        signature: Covers `code`, a NUL, `version` in decimal, a NUL and `toml`, in
            UTF-8.
    """

    code: ItemCode
    version: Annotated[int, Field(ge=1)]
    toml: Annotated[str, Field(max_length=100_000)]
    signature: Annotated[Base64Bytes, Field(min_length=64, max_length=88)]


class Catalogue(Message):
    """All published items, and central's public keys.

    Attributes:
        verification_keys: Raw Ed25519 public keys, 32 bytes each, newest first. They
            verify the catalogue and the QR codes of documents.
        sealing_keys: Raw X25519 public keys, 32 bytes each, newest first. Records are
            sealed to the first one.
    """

    time: Instant
    verification_keys: Annotated[tuple[Base64Bytes, ...], Field(max_length=20)] = ()
    sealing_keys: Annotated[tuple[Base64Bytes, ...], Field(max_length=100)] = ()
    items: Annotated[tuple[PublishedItem, ...], Field(max_length=500)] = ()


def signed_bytes(code: str, version: int, toml: str) -> bytes:
    """Return the bytes that the signature of a published item covers."""
    return b"\0".join((code.encode(), str(version).encode(), toml.encode()))
