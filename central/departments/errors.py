"""Why a department has not answered.

DepartmentError
├── NotConnectedError     no source is configured for the item's department
├── UnknownItemError      the department is connected, and has no such item
├── BusyError             too many questions to it are still open
├── SlowError             it did not answer within `department_timeout_s`
└── FailedError           it raised, or answered with something that is no answer
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
