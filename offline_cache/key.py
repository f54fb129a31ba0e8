"""The database's key: 32 random bytes, kept by systemd or in a file of mode 0600.

If systemd provides a credential, that is the key. Otherwise it is in a file, created at
the first start. The key is durable before the first byte of the database is written,
and is never created anew while a database exists: a lost key must be reported, not
replaced together with an empty database. Both hold the key in hexadecimal.

`rekey` changes the key. The new key is stored beside the old one until the database
uses it; if both are found, `rekey` was interrupted, and the one that fits is kept.
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
"""SQLCipher's raw key: AES-256, not derived from a passphrase."""

CREDENTIAL = "onetrip-cache-key"
"""Name of the credential, as in `LoadCredentialEncrypted=onetrip-cache-key:…`."""


def credential() -> Path | None:
    """Return the path of systemd's credential, or None."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = None if folder is None else Path(folder) / CREDENTIAL
    return path if path is not None and path.exists() else None


def load_or_make_key(path: Path, database: Path) -> bytes:
    """Read the key, or create it if there is no database yet.

    Args:
        path: The key file, used only without a credential. Its folder must exist:
            a missing folder may be a disk that is not mounted, and a new key on the
            wrong disk would be useless.
        database: The database that the key is for.

    Raises:
        CacheKeyError: The key is lost, readable by others, or invalid.
        CacheError: The key or the database cannot be read or written.
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
        # Also by a process that did not create it: before it writes the database, the
        # key's name must be durable.
        sync_folder(path.parent)
    return key


def rekey(path: Path, database: Path) -> None:
    """Change the key of the database and of the key file, atomically.

    Args:
        path: The key file.
        database: No other process may have it open.

    Raises:
        CacheKeyError: The key is systemd's, and can only be changed there; or it does
            not fit.
        CacheBusyError: Another process has the database open.
        CacheError: The disk is full or failing; the old key still fits.
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
            # Pages in a WAL would keep the old key. Refused while others are connected.
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
    """Keep the one of both keys that fits."""
    with alone(database), database_errors(), file_errors("the key file"):
        new = _next(path)
        if not new.exists():
            return  # another process has done it
        if rollback_journal(database).exists():
            # The next read rolls it back, for which it needs the old key.
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
            return  # another process was first: its key is used
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
        # Without a cause: its message would quote the content of the file.
        raise CacheKeyError(f"{path.name} is not hexadecimal") from None
    if len(key) != KEY_BYTES:
        raise CacheKeyError(f"the key has {len(key)} bytes; it must have {KEY_BYTES}")
    return key


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: syncing a file does not sync its name.

    Raises:
        OSError: The names may not be durable.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
