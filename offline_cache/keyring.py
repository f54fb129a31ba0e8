"""Keys that live in the cache and go with it: the table `keyring`.

The terminal's own key turns a citizen's number into a hash that nobody can compute from
the number alone, and a case into the code on its slip. Central's keys are kept here so
that a document's seal, and the manifest's hashes, can be checked without a network.
"""

import secrets

from offline_cache.database import Cache

KEY_BYTES = 32

_LOCAL = "local"
_VERIFICATION = "verification"
_SEALING = "sealing"


class Keyring:
    """Named keys; every call is one commit, or part of the caller's.

    Args:
        cache: The connection of this thread.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def local(self) -> bytes:
        """This terminal's own key, made when it is first asked for."""
        if (key := self.get(_LOCAL)) is not None:
            return key
        with self._cache.transaction():
            # The other process may have made it since.
            self._cache.rows(
                "INSERT INTO keyring VALUES (?, ?) ON CONFLICT DO NOTHING",
                *(_LOCAL, secrets.token_bytes(KEY_BYTES)),
            )
            made = self.get(_LOCAL)
        if made is None:
            raise LookupError("a key that was just written is not there")
        return made

    def verification_keys(self) -> tuple[bytes, ...]:
        """Central's public keys, newest first; empty until they were received."""
        return self._several(_VERIFICATION)

    def put_verification_keys(self, keys: tuple[bytes, ...]) -> bool:
        """Keep central's public keys; returns whether they are other ones than before.

        None at all change nothing: a terminal does not forget how to check a seal.

        Raises:
            ValueError: One of them has not 32 bytes.
        """
        return self._put_several(_VERIFICATION, keys)

    def sealing_keys(self) -> tuple[bytes, ...]:
        """Central's public keys that records are sealed to, newest first."""
        return self._several(_SEALING)

    def put_sealing_keys(self, keys: tuple[bytes, ...]) -> bool:
        """Keep central's sealing keys; the same as for those that check.

        Raises:
            ValueError: One of them has not 32 bytes.
        """
        return self._put_several(_SEALING, keys)

    def get(self, name: str) -> bytes | None:
        """The key of this name, if there is one."""
        rows = self._cache.rows("SELECT value FROM keyring WHERE name = ?", name)
        return bytes(rows[0]["value"]) if rows else None

    def put(self, name: str, value: bytes) -> None:
        """Keep a key in place of an earlier one of its name."""
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
