"""Sealing a record's body to central, so that the terminal itself cannot read it again.

A body is sealed once, when it is written: libsodium's sealed box (`crypto_box_seal`:
X25519, XSalsa20-Poly1305, a key made for each box and thrown away). What comes of it is
stored, fingerprinted and sent, byte by byte the same on each try. The header of a
record stays in clear, and names the key.
"""

import hashlib
from collections.abc import Mapping
from functools import lru_cache

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

KEY_BYTES = 32
"""Of an X25519 key, public or private."""


class SealingError(Exception):
    """A body that cannot be opened: altered, or sealed to another key than it names."""


class UnknownKeyError(SealingError):
    """It names a key that is not here: of a lost backup, or of another central."""


def key_id(public: bytes) -> str:
    """Name of a public key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def public_key(private: bytes) -> bytes:
    """The public key that belongs to a private one; both 32 bytes."""
    return bytes(PrivateKey(private).public_key)


def seal(body: bytes, public: bytes) -> bytes:
    """A body that only the holder of the private key can read.

    Raises:
        ValueError: The key has not 32 bytes.
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
    """The body that was sealed.

    Args:
        sealed: As the terminal sent it.
        key: Id of the key that it names.
        private_keys: All that central has ever had, by id.

    Raises:
        UnknownKeyError: That key is not among them.
        SealingError: It cannot be opened with it. The error quotes nothing.
    """
    if key not in private_keys:
        raise UnknownKeyError(key)
    try:
        return bytes(_opened(private_keys[key]).decrypt(sealed))
    except CryptoError:
        raise SealingError("not sealed to the key that it names") from None
