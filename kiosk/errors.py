"""What can go wrong in a terminal's own work.

KioskError
├── CentralError      central did not answer, or not as the contract says
├── DefinitionError   a published service item may not be used
├── PinFileError      the file of the service mode's PIN may not be used
├── SealError         a document's seal is not central's, or not of this document
└── SetupError        the terminal is not set up so that it could start
"""

from view import Trouble


class KioskError(Exception):
    """The root; its text is for technicians and holds no personal data."""


class CentralError(KioskError):
    """The network was cut while a statement was asked for.

    Attributes:
        trouble: `NETWORK` where nothing came back, `CENTRAL` where nonsense did.
        status: HTTP status, if there was one.
        reason: Central's own word for it (`bill_changed`), if it gave one.
        unsent: Whether central provably never heard of what was asked.
    """

    def __init__(
        self,
        trouble: Trouble,
        detail: str,
        *,
        status: int | None = None,
        reason: str | None = None,
        unsent: bool = False,
    ) -> None:
        super().__init__(f"{trouble}: {detail}")
        self.trouble = trouble
        self.detail = detail
        self.status = status
        self.reason = reason
        self.unsent = unsent


class DefinitionError(KioskError):
    """The definition asks for a form and has no questions.

    Attributes:
        code: Of the service item.
        detail: Which keys are wrong, and what is allowed.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class PinFileError(KioskError):
    """Others than its owner may read the file; says why."""


class SealError(KioskError):
    """The QR code on a document was signed by somebody else; says why, in a word."""


class SetupError(KioskError):
    """A service item uses a kind of step that this version does not have."""
