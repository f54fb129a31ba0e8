"""The database's key: 32 random bytes, in systemd's care or in a file of mode 0600.

A credential of systemd, where there is one, is the key. Else it stands in a file, made
at the first start. It is durable before the first byte of the database is, and is never
made anew while a database exists: whoever lost the key must be told, not given an empty
file. Both hold it in hexadecimal.

`rekey` changes it. A new key lies beside the old one until the database has it; who
finds both knows that this broke off, and which of them fits.
"""

import os
import secrets
import stat
from pathlib import Path

from offline_cache.cipher import alone, connect, read_first_page, rollback_journal
from offline_cache.errors import (
    CacheBusyError,
    CacheKeyError,
    database_errors,
    file_errors,
)

KEY_BYTES = 32
"""SQLCipher's raw key: AES-256, used as it is and not derived from a passphrase."""

CREDENTIAL = "onetrip-cache-key"
"""Its name, as in `LoadCredentialEncrypted=onetrip-cache-key:…` of the units."""


def credential() -> Path | None:
    """Where systemd has put the key, if it has."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = None if folder is None else Path(folder) / CREDENTIAL
    return path if path is not None and path.exists() else None


def load_or_make_key(path: Path, database: Path) -> bytes:
    """Read the key, or make it where there is no database yet.

    Args:
        path: The key file, which counts only without a credential. Its folder must
            exist: a folder that is missing may be a disk that is not mounted, and a
            new key on the wrong disk helps nobody.
        database: The file that the key is for.

    Raises:
        CacheKeyError: The key is lost, can be read by others, or is no key.
        CacheError: It cannot be read or written, or neither can the database.
    """
    if (given := credential()) is not None:
        with file_errors("systemd's credential"):
            return _parsed(given)
    if _next(path).exists():
        _finish(path, database.absolute())
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


def rekey(path: Path, database: Path) -> None:
    """Give the database another key, and the key file with it; all of it or nothing.

    Args:
        path: The key file.
        database: Nobody else may have it open.

    Raises:
        CacheKeyError: systemd has the key, which only who gave it can change; or it
            does not fit.
        CacheBusyError: Another process has the database open.
        CacheError: The disk is full or fails; the old key fits as before.
    """
    if credential() is not None:
        raise CacheKeyError(f"the key is systemd's credential {CREDENTIAL}")
    database = database.absolute()
    old = load_or_make_key(path, database)
    with alone(database), database_errors(), file_errors("the key file"):
        read_first_page(database, old)
        connection = connect(database, "rw", old)
        try:
            connection.execute("PRAGMA synchronous = EXTRA")
            # Pages in a WAL would stay under the old key. Refused if others are here.
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            if mode != "delete":
                raise CacheBusyError("another process has the database open")
            _write(_next(path), secrets.token_bytes(KEY_BYTES))
            sync_folder(path.parent)
            new = _load(_next(path))
            connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
        finally:
            connection.close()
    _finish(path, database)


def _finish(path: Path, database: Path) -> None:
    """Keep that of both keys which fits."""
    with alone(database), database_errors(), file_errors("the key file"):
        new = _next(path)
        if not new.exists():
            return  # another process was first
        if rollback_journal(database).exists():
            # It is undone by the next one that reads, with the key of before.
            connection = connect(database, "rw", _load(path))
            try:
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
            finally:
                connection.close()
        try:
            read_first_page(database, _load(new))
        except CacheKeyError:
            read_first_page(database, _load(path))
            new.unlink()
        else:
            new.replace(path)
        sync_folder(path.parent)


def _next(path: Path) -> Path:
    return path.with_name(f"{path.name}.next")


def _make(path: Path) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write(temporary, secrets.token_bytes(KEY_BYTES))
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            return  # the other process was first: its key is the key
    finally:
        temporary.unlink(missing_ok=True)


def _write(path: Path, key: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())


def _load(path: Path) -> bytes:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise CacheKeyError(f"the key file has mode {mode:04o}; it must be 0600")
    return _parsed(path)


def _parsed(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        # Without a cause: its text would quote what stands in the file.
        raise CacheKeyError(f"{path.name} is not hexadecimal") from None
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
