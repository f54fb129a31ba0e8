"""Why a department has not answered.

DepartmentError
├── NotConnectedError     no source is configured for the item's department
├── UnknownItemError      the department is connected, and has no such item
├── BusyError             too many questions to it are still open
├── SlowError             it did not answer within `department_timeout_s`
├── FailedError           it raised, or answered with something that is no answer
├── UnavailableError      it kept failing, and is left alone for a while
└── FormError             the form is not what the item's definition asks for
"""


class DepartmentError(Exception):
    """A department has not answered; the text never holds personal data."""


class NotConnectedError(DepartmentError):
    """Central runs without the social-security system's address."""


class UnknownItemError(DepartmentError):
    """A terminal asks for `social_security.something_new`."""


class BusyError(DepartmentError):
    """The department hangs, and its earlier questions have not come back."""


class SlowError(DepartmentError):
    """The department's system took longer than a citizen can wait."""


class FailedError(DepartmentError):
    """The department's system refused the connection."""


class UnavailableError(DepartmentError):
    """The department's system has been down for a minute; nobody waits for it."""


class FormError(DepartmentError):
    """The last month stands before the first.

    Args:
        field: Its name in the definition.
        why: A word, such as `too_late`.
    """

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why
