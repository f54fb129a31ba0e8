"""The file that holds the database's key: 32 random bytes in hexadecimal, mode 0600.

The key is durable before the first byte of the database is, and it is never made anew
while a database exists: whoever lost the key must be told, not given an empty file.
"""

import os
import secrets
import stat
from pathlib import Path

from offline_cache.errors import CacheKeyError, file_errors

KEY_BYTES = 32
"""SQLCipher's raw key: AES-256, used as it is and not derived from a passphrase."""


def load_or_make_key(path: Path, database: Path) -> bytes:
    """Read the key, or make it where there is no database yet.

    Args:
        path: The key file. Its folder must exist: a folder that is missing may be a
            disk that is not mounted, and a new key on the wrong disk helps nobody.
        database: The file that the key is for.

    Raises:
        CacheKeyError: The key is lost, can be read by others, or is no key.
        DiskError: It cannot be read or written.
    """
    with file_errors("the key file"):
        if not path.exists():
            if database.exists() and database.stat().st_size > 0:
                raise CacheKeyError(
                    "the key file is lost, and the database cannot be read without "
                    "it; put the key back, or move the database away to begin anew"
                )
            _make(path)
        key = _load(path)
        # Also by the one who did not make it: whoever goes on to write the database
        # must know that the key's name will still be there after a power cut.
        sync_folder(path.parent)
    return key


def _make(path: Path) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            return  # the other process was first: its key is the key
    finally:
        temporary.unlink()


def _load(path: Path) -> bytes:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise CacheKeyError(f"the key file has mode {mode:04o}; it must be 0600")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        # Without a cause: its text would quote what stands in the file.
        raise CacheKeyError("the key file is not hexadecimal") from None
    if len(key) != KEY_BYTES:
        raise CacheKeyError(f"the key has {len(key)} bytes; it must have {KEY_BYTES}")
    return key


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: who syncs a file has not synced its name.

    Raises:
        OSError: It may be that they are not.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
