"""Keys that are stored in the cache: the table `keyring`.

With the terminal's own key, a citizen's number becomes a hash that cannot be computed
from the number alone, and a case becomes the code on its slip. Central's keys are kept
so that documents' signatures and the manifest's hashes can be checked offline.
"""

import secrets

from offline_cache.database import Cache

KEY_BYTES = 32

_LOCAL = "local"
_VERIFICATION = "verification"
_SEALING = "sealing"


class Keyring:
    """Named keys; every call is one commit, or part of the caller's transaction.

    Args:
        cache: The connection of this thread.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def local(self) -> bytes:
        """Return this terminal's own key, creating it at the first call."""
        if (key := self.get(_LOCAL)) is not None:
            return key
        with self._cache.transaction():
            # The other process may have created it meanwhile.
            self._cache.rows(
                "INSERT INTO keyring VALUES (?, ?) ON CONFLICT DO NOTHING",
                *(_LOCAL, secrets.token_bytes(KEY_BYTES)),
            )
            made = self.get(_LOCAL)
        if made is None:
            raise LookupError("a key that was just written is not there")
        return made

    def verification_keys(self) -> tuple[bytes, ...]:
        """Return central's public keys, newest first; empty until received."""
        return self._several(_VERIFICATION)

    def put_verification_keys(self, keys: tuple[bytes, ...]) -> bool:
        """Store central's public keys; return whether they have changed.

        An empty tuple changes nothing: a terminal must stay able to verify.

        Raises:
            ValueError: A key does not have 32 bytes.
        """
        return self._put_several(_VERIFICATION, keys)

    def sealing_keys(self) -> tuple[bytes, ...]:
        """Return central's public keys for sealing records, newest first."""
        return self._several(_SEALING)

    def put_sealing_keys(self, keys: tuple[bytes, ...]) -> bool:
        """Store central's sealing keys like `put_verification_keys`.

        Raises:
            ValueError: A key does not have 32 bytes.
        """
        return self._put_several(_SEALING, keys)

    def get(self, name: str) -> bytes | None:
        """Return the key of this name, or None."""
        rows = self._cache.rows("SELECT value FROM keyring WHERE name = ?", name)
        return bytes(rows[0]["value"]) if rows else None

    def put(self, name: str, value: bytes) -> None:
        """Store a key, replacing one of the same name."""
        with self._cache.transaction():
            self._cache.rows(
                "INSERT OR REPLACE INTO keyring VALUES (?, ?)", name, value
            )

    def _several(self, name: str) -> tuple[bytes, ...]:
        joined = self.get(name) or b""
        return tuple(
            joined[at : at + KEY_BYTES] for at in range(0, len(joined), KEY_BYTES)
        )

    def _put_several(self, name: str, keys: tuple[bytes, ...]) -> bool:
        if any(len(key) != KEY_BYTES for key in keys):
            raise ValueError(f"a key of {name} without {KEY_BYTES} bytes")
        if not keys or keys == self._several(name):
            return False
        self.put(name, b"".join(keys))
        return True
