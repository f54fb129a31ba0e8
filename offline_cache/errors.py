"""What can go wrong with the cache file, and the exceptions that say so.

CacheError                  the environment's fault: tell a technician
├── CacheKeyError           the key is lost, wrong, or lies open for others to read
├── CacheCorruptError       a page is damaged or was tampered with
├── CacheBusyError          another process kept the file longer than it ever should
├── DiskError               the disk cannot be read or written
│   └── DiskFullError       no space is left; the same call works once there is some
├── SchemaTooNewError       the file was written by a later version of the program
└── AlreadyRunningError     another living process has this role at this terminal
CacheMisuseError            our own bug, and therefore no CacheError

Neither ever carries a stored value: SQLite names tables and columns, not contents.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3


class CacheError(Exception):
    """The cache cannot do what was asked; the message is for technicians."""


class CacheKeyError(CacheError):
    """The key file is gone while the database is there, or fits another database."""


class CacheCorruptError(CacheError):
    """A page cannot be read, or its HMAC does not match: a bad disk, or tampering."""


class CacheBusyError(CacheError):
    """The write lock was not free within `cipher.BUSY_TIMEOUT`."""


class DiskError(CacheError):
    """Reading, writing or syncing failed: a failing or read-only disk, no folder."""


class DiskFullError(DiskError):
    """Nothing was written, as the disk has no space left."""


class SchemaTooNewError(CacheError):
    """A downgraded program opened the file of its successor."""


class AlreadyRunningError(CacheError):
    """A second screen was started while the first one runs."""


class CacheMisuseError(Exception):
    """A write outside a transaction, a key used twice, an effect settled twice."""


_KINDS: dict[str, type[CacheError]] = {
    "SQLITE_NOTADB": CacheKeyError,  # what SQLCipher says of a page it cannot decrypt
    "SQLITE_CORRUPT": CacheCorruptError,
    "SQLITE_BUSY": CacheBusyError,
    "SQLITE_LOCKED": CacheBusyError,
    "SQLITE_PROTOCOL": CacheBusyError,
    "SQLITE_FULL": DiskFullError,
    "SQLITE_IOERR": DiskError,
    "SQLITE_CANTOPEN": DiskError,
    "SQLITE_READONLY": DiskError,
    "SQLITE_PERM": DiskError,
}


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn what sqlcipher3 raises (it is not `sqlite3.Error`) into our tree."""
    try:
        yield
    except sqlcipher3.Error as error:
        raise database_error(error) from error


def database_error(error: sqlcipher3.Error) -> Exception:
    """What one of its errors is in our tree."""
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return _KINDS.get(name, CacheMisuseError)(f"{name}: {error}")


@contextmanager
def file_errors(what: str) -> Iterator[None]:
    """Turn the `OSError` of a file that stands beside the database into our tree."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        kind = DiskFullError if full else DiskError
        raise kind(f"{what}: {error.strerror}") from error
