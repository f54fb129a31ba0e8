"""Why a document is not made, or not handed out.

DocumentError
├── NothingFoundError       the department has nothing on this person
├── NotADocumentError       the item ends with a receipt, or its papers were made before
├── UnprintableError        a name holds a character that no font has
├── TooMuchError            what its QR code must say is too long for one
├── DocumentKeyReusedError  the same key came with another wish
├── DocumentDeletedError    it was made and printed, and its time is over
├── PaymentMissingError     the item is paid before, and this is not
├── NoSuchDocumentError     of no such id, person or code
└── NotConfiguredError      this central makes no documents

OfficeError
├── KeyFilesError           the folder of keys cannot be read or made
│   └── KeysLostError       the database lived with keys that are not there
└── FontsError              the fonts of documents are not installed
"""

from collections.abc import Collection
from pathlib import Path


class DocumentError(Exception):
    """No document; the text never holds personal data."""


class NothingFoundError(DocumentError):
    """Somebody who was never insured wants a statement."""


class NotADocumentError(DocumentError):
    """A document was asked for of an item that has no step `print`."""


class UnprintableError(DocumentError):
    """A name was registered with a character of a private font.

    Attributes:
        code_points: Of the characters: `U+E863`. They say nothing of a person.
    """

    def __init__(self, code_points: tuple[str, ...] = ()) -> None:
        super().__init__("no font has " + (", ".join(code_points) or "a character"))
        self.code_points = code_points


class TooMuchError(DocumentError):
    """A department gave a title of some hundred characters."""


class DocumentKeyReusedError(DocumentError):
    """A terminal used the key of one case for another."""


class DocumentDeletedError(DocumentError):
    """A wish was repeated months after its paper was printed."""


class PaymentMissingError(DocumentError):
    """The payment is still being confirmed, or belongs to something else."""


class NoSuchDocumentError(DocumentError):
    """Another person's card, or a code that was mistyped."""


class NotConfiguredError(DocumentError):
    """A central that was put together without keys, as to write its OpenAPI."""


class OfficeError(Exception):
    """This machine cannot make documents; the text is for operators."""


class KeyFilesError(OfficeError):
    """`/var/lib/onetrip/keys` belongs to another user."""


class KeysLostError(KeyFilesError):
    """The folder of keys was moved away, or the setting names another one.

    Args:
        folder: Where the keys should be.
        kinds: Names of the files, or of the folder of files, that are not the
            database's.
    """

    def __init__(self, folder: Path, kinds: Collection[str]) -> None:
        super().__init__(
            f"the database has lived with keys that are not in {folder}: "
            f"{', '.join(sorted(kinds))}. Restore the folder from its backup, or name "
            "it in the setting central_service.keys. Only where they are lost for "
            "good: `python -m central keys init` makes new ones, and gives up what was "
            "made with the old ones"
        )


class FontsError(OfficeError):
    """Debian's `fonts-noto-cjk` was forgotten."""
