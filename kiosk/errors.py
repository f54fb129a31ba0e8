"""The errors of the terminal's own code.

KioskError ├── CentralError      central did not answer, or not as the contract says ├──
DefinitionError   a published service item may not be used ├── PinFileError      the
file of the service mode's PIN may not be used ├── SealError         a document's seal
is not central's, or not of this document └── SetupError        the terminal is not set
up so that it could start
"""

from view import Trouble


class KioskError(Exception):
    """The base class; its text is for technicians and holds no personal data."""


class CentralError(KioskError):
    """Central did not answer, or not as the contract requires.

    Attributes:
        trouble: `NETWORK` if no answer arrived, `CENTRAL` if it was invalid.
        status: The HTTP status, if there was an answer.
        reason: Central's own reason (`bill_changed`), if it sent one.
        unsent: Whether the request certainly never reached central.
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
    """A published service item is invalid, for example a form without questions.

    Attributes:
        code: The service item's code.
        detail: Which keys are wrong, and what is allowed.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class PinFileError(KioskError):
    """The PIN file may not be used, for example as others may read it.

    The text says why.
    """


class SealError(KioskError):
    """A document's QR code is not signed by central, or is another document's."""


class SetupError(KioskError):
    """The terminal's setup is incomplete or wrong, so that it cannot start."""
