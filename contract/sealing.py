"""Sealing of a record's body to central; the terminal cannot read it again.

A body is sealed once, when it is created: libsodium's sealed box (`crypto_box_seal`:
X25519, XSalsa20-Poly1305, with a one-time key). The result is stored, fingerprinted and
sent, with the same bytes at each attempt. The record's header stays in clear text and
names the key.
"""

import hashlib
from collections.abc import Mapping
from functools import lru_cache

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

KEY_BYTES = 32
"""Length of an X25519 key, public or private."""


class SealingError(Exception):
    """The body cannot be opened: altered, or sealed to another key than it names."""


class UnknownKeyError(SealingError):
    """The key is not available: from a lost backup, or from another central."""


def key_id(public: bytes) -> str:
    """Return the id of a public key: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def public_key(private: bytes) -> bytes:
    """Return the public key of a private key; both have 32 bytes."""
    return bytes(PrivateKey(private).public_key)


def seal(body: bytes, public: bytes) -> bytes:
    """Return the body sealed so that only the owner of the private key can read it.

    Raises:
        ValueError: The key does not have 32 bytes.
    """
    if len(public) != KEY_BYTES:
        raise ValueError(f"a sealing key has {KEY_BYTES} bytes")
    return bytes(_box(public).encrypt(body))


@lru_cache(maxsize=64)
def _opened(private: bytes) -> "SealedBox[PrivateKey]":
    return SealedBox(PrivateKey(private))


@lru_cache(maxsize=4)
def _box(public: bytes) -> "SealedBox[PublicKey]":
    return SealedBox(PublicKey(public))


def unseal(sealed: bytes, key: str, private_keys: Mapping[str, bytes]) -> bytes:
    """Return the body of a sealed record.

    Args:
        sealed: The body as the terminal sent it.
        key: Id of the key that the record names.
        private_keys: All keys that central has ever had, by id.

    Raises:
        UnknownKeyError: The key is not in `private_keys`.
        SealingError: The body cannot be opened. The message quotes no content.
    """
    if key not in private_keys:
        raise UnknownKeyError(key)
    try:
        return bytes(_opened(private_keys[key]).decrypt(sealed))
    except CryptoError:
        raise SealingError("not sealed to the key that it names") from None
