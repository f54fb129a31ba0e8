"""What can be wrong with central's database.

StoreError
├── DatabaseUrlError     `--database nonsense`, or a driver that is not installed
├── NoDatabaseError      `ledger` was asked of a file that is not there
├── WrongSchemaError     made by a newer version of OneTrip, or not by OneTrip
├── NameTakenError       `terminal add` of a name that has a credential already
├── NoSuchTerminalError  `terminal revoke` of a name that has none
├── ConflictError        others kept taking the same keys first; ask again
├── NotAllowedError      a payment was to go back from approved to closed
└── TooManyTriesError    a terminal has tried ten wrong collection codes

That the disk is full or the server away is `sqlalchemy.exc.OperationalError`, which
the API answers with 503 in one place.
"""

from central.errors import OperatorError


class StoreError(OperatorError):
    """Something is wrong with the database; the text is for operators."""


class DatabaseUrlError(StoreError):
    """The URL is none, or names a database that this installation cannot open."""


class NoDatabaseError(StoreError):
    """There is no database at that place yet."""


class WrongSchemaError(StoreError):
    """The database's schema is not one that this version knows."""


class NameTakenError(StoreError):
    """There is a terminal of that name."""


class NoSuchTerminalError(StoreError):
    """There is no terminal of that name."""


class ConflictError(StoreError):
    """The same records were taken in elsewhere at the same moment, repeatedly."""


class NotAllowedError(StoreError):
    """The contract's `MOVES` has no such move of a payment."""


class TooManyTriesError(StoreError):
    """A terminal has tried too many collection codes that do not exist."""
