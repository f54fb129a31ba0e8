"""Hashes by which a person's rows are found, without storing the number."""

import hashlib
import hmac


class Persons:
    """Keyed hashes of numbers: without the key, numbers cannot be tried out.

    Args:
        key: Central's own, 32 bytes; see `documents.keys`.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def hash(self, number: str) -> str:
        """Return the hash of the number on a card, in hexadecimal."""
        return hmac.new(self._key, number.upper().encode(), hashlib.sha256).hexdigest()
