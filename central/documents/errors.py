"""Why a document is not made, or not handed out.

DocumentError
├── NothingFoundError       the department has no data on this person
├── NotADocumentError       the item ends with a receipt, or its papers were made before
├── UnprintableError        a name contains a character that no font has
├── TooMuchError            the content of its QR code is too long for one
├── DocumentKeyReusedError  the same key was used for another request
├── DocumentDeletedError    it was made and printed, and its retention period is over
├── PaymentMissingError     the item is paid in advance, and this one is not
├── NoSuchDocumentError     there is none of this id, person or code
└── NotConfiguredError      this central makes no documents

OfficeError
├── KeyFilesError           the folder of keys cannot be read or made
│   └── KeysLostError       keys that the database was used with are missing
└── FontsError              the fonts of documents are not installed
"""

from collections.abc import Collection
from pathlib import Path

from central.errors import OperatorError


class DocumentError(Exception):
    """No document; the text never holds personal data."""


class NothingFoundError(DocumentError):
    """The department has no data, such as a statement for a person never insured."""


class NotADocumentError(DocumentError):
    """A document was requested of an item that has no step `print`."""


class UnprintableError(DocumentError):
    """A name is registered with a character of a private font.

    Attributes:
        code_points: Of the characters: `U+E863`. They do not identify a person.
    """

    def __init__(self, code_points: tuple[str, ...] = ()) -> None:
        super().__init__("no font has " + (", ".join(code_points) or "a character"))
        self.code_points = code_points


class TooMuchError(DocumentError):
    """The content is too long, such as a title of some hundred characters."""


class DocumentKeyReusedError(DocumentError):
    """A terminal used the key of one case for another."""


class DocumentDeletedError(DocumentError):
    """A request was repeated months after its paper was printed."""


class PaymentMissingError(DocumentError):
    """The payment is still being confirmed, or was for something else."""


class NoSuchDocumentError(DocumentError):
    """No document matches, such as for another person's card or a mistyped code."""


class NotConfiguredError(DocumentError):
    """This central has no keys, as when it only writes its OpenAPI document."""


class OfficeError(OperatorError):
    """This machine cannot make documents; the text is for operators."""


class KeyFilesError(OfficeError):
    """The key files cannot be used, such as a folder that belongs to another user."""


class KeysLostError(KeyFilesError):
    """The database's keys are missing: the folder was moved, or the setting is wrong.

    Args:
        folder: Where the keys should be.
        kinds: Names of the files, or of the folder of files, that are not the
            database's.
    """

    def __init__(self, folder: Path, kinds: Collection[str]) -> None:
        super().__init__(
            "the database has lived with keys that are not in {folder}: "
            "{keys}. Restore the folder from its backup, or name "
            "it in the setting central_service.keys. Only where they are lost for "
            "good: `python -m central keys init` makes new ones, and gives up what was "
            "made with the old ones",
            folder=folder,
            keys=", ".join(sorted(kinds)),
        )


class FontsError(OfficeError):
    """Debian's `fonts-noto-cjk` is not installed."""
