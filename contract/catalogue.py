"""The published catalogue: service items as central has signed them.

`GET /v1/catalogue` gives a `Catalogue`. Each definition is the item's TOML text,
signed with Ed25519 (RFC 8032) by central's key; a terminal checks signature and
definition, and keeps the version in use where either is wrong.
"""

from typing import Annotated

from pydantic import Base64Bytes, Field

from contract.model import Instant, ItemCode, Message


class PublishedItem(Message):
    """One definition.

    Attributes:
        toml: The file's text.
        signature: Of `code`, a NUL, `version` in decimal, a NUL and `toml`, in UTF-8.
    """

    code: ItemCode
    version: Annotated[int, Field(ge=1)]
    toml: Annotated[str, Field(max_length=100_000)]
    signature: Annotated[Base64Bytes, Field(min_length=64, max_length=88)]


class Catalogue(Message):
    """All that is published, and the keys to check with.

    Attributes:
        verification_keys: Raw Ed25519 public keys, 32 bytes each, newest first: of
            the catalogue and of documents' QR codes.
        sealing_keys: Raw X25519 public keys, 32 bytes each, newest first: records are
            sealed to the first.
    """

    time: Instant
    verification_keys: Annotated[tuple[Base64Bytes, ...], Field(max_length=20)] = ()
    sealing_keys: Annotated[tuple[Base64Bytes, ...], Field(max_length=100)] = ()
    items: Annotated[tuple[PublishedItem, ...], Field(max_length=500)] = ()


def signed_bytes(code: str, version: int, toml: str) -> bytes:
    """What the signature of a published item covers."""
    return b"\0".join((code.encode(), str(version).encode(), toml.encode()))
