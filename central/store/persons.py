"""By what a person's things are found, without the number being kept beside them."""

import hashlib
import hmac


class Persons:
    """Keyed hashes of numbers: without the key nobody can try numbers out.

    Args:
        key: Central's own, 32 bytes; see `documents.keys`.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def hash(self, number: str) -> str:
        """Of the number on a card, in hexadecimal."""
        return hmac.new(self._key, number.upper().encode(), hashlib.sha256).hexdigest()
