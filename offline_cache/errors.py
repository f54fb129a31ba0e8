"""The exceptions of the cache.

CacheError                  fault of the environment, for a technician
├── CacheKeyError           the key is lost, wrong, or readable by others
├── CacheCorruptError       a page is damaged or was tampered with
├── CacheBusyError          another process held the write lock for too long
├── DiskError               the disk cannot be read or written
│   └── DiskFullError       no space is left; the same call works once there is some
├── SchemaTooNewError       the file was written by a later version of the program
└── AlreadyRunningError     another living process has this role at this terminal
CacheMisuseError            a bug of ours, therefore not a CacheError

No message holds stored values: SQLite names tables and columns, not contents.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3


class CacheError(Exception):
    """A fault of the cache's environment; the message is for technicians."""


class CacheKeyError(CacheError):
    """The key file is missing, or does not fit the database."""


class CacheCorruptError(CacheError):
    """A page cannot be read, or its HMAC does not match: a bad disk, or tampering."""


class CacheBusyError(CacheError):
    """The write lock was not available within `cipher.BUSY_TIMEOUT`."""


class DiskError(CacheError):
    """Reading, writing or syncing failed: a failing or read-only disk, no folder."""


class DiskFullError(DiskError):
    """Nothing was written, as the disk has no space left."""


class SchemaTooNewError(CacheError):
    """The file was written by a later version of the program."""


class AlreadyRunningError(CacheError):
    """Another process already runs in this role."""


class CacheMisuseError(Exception):
    """Wrong use, such as a write outside a transaction or an effect settled twice."""


_KINDS: dict[str, type[CacheError]] = {
    "SQLITE_NOTADB": CacheKeyError,  # SQLCipher's error for an undecryptable page
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
    """Convert errors of sqlcipher3 (not `sqlite3.Error`) to our exceptions."""
    try:
        yield
    except sqlcipher3.Error as error:
        raise database_error(error) from error


def database_error(error: sqlcipher3.Error) -> Exception:
    """Return our exception for an error of sqlcipher3."""
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return _KINDS.get(name, CacheMisuseError)(f"{name}: {error}")


@contextmanager
def file_errors(what: str) -> Iterator[None]:
    """Convert the `OSError` of a file beside the database to our exceptions."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        kind = DiskFullError if full else DiskError
        raise kind(f"{what}: {error.strerror}") from error
