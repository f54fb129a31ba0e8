"""Errors of central's database.

StoreError
├── DatabaseUrlError     `--database nonsense`, or a driver that is not installed
├── NoDatabaseError      `ledger` was called on a file that does not exist
├── WrongSchemaError     made by a newer version of OneTrip, or not by OneTrip
├── NameTakenError       `terminal add` of a name that has a credential already
├── NoSuchTerminalError  `terminal revoke` of a name that has none
├── ConflictError        others kept taking the same keys first; retry
├── NotAllowedError      a payment was to go back from approved to closed
└── TooManyTriesError    a terminal has tried ten wrong collection codes

A full disk or an unreachable server is `sqlalchemy.exc.OperationalError`, which the
API answers with 503 in one place.
"""

from central.errors import OperatorError


class StoreError(OperatorError):
    """An error of the database; the text is for operators."""


class DatabaseUrlError(StoreError):
    """The URL is invalid, or names a database that this installation cannot open."""


class NoDatabaseError(StoreError):
    """There is no database at that place yet."""


class WrongSchemaError(StoreError):
    """The database's schema is not one of this version."""


class NameTakenError(StoreError):
    """A terminal of that name exists."""


class NoSuchTerminalError(StoreError):
    """No terminal of that name exists."""


class ConflictError(StoreError):
    """The same records were taken in elsewhere at the same moment, repeatedly."""


class NotAllowedError(StoreError):
    """The contract's `MOVES` does not allow this move of a payment."""


class TooManyTriesError(StoreError):
    """A terminal has tried too many collection codes that do not exist."""
