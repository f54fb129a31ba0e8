"""Why a department has not answered.

DepartmentError
├── NotConnectedError     no source is configured for the item's department
├── UnknownItemError      the department is connected, and has no such item
├── BusyError             too many queries to it are still open
├── SlowError             it did not answer within `department_timeout_s`
├── FailedError           it raised, or returned something that is not an answer
├── UnavailableError      it kept failing, and is not queried for a while
└── FormError             the form does not match the item's definition
"""


class DepartmentError(Exception):
    """A department has not answered; the text never holds personal data."""


class NotConnectedError(DepartmentError):
    """Central has no connection to the department, such as a missing address."""


class UnknownItemError(DepartmentError):
    """The department has no such item, such as `social_security.something_new`."""


class BusyError(DepartmentError):
    """Too many queries to the department are still open, since it hangs."""


class SlowError(DepartmentError):
    """The department's system took longer than a citizen can wait."""


class FailedError(DepartmentError):
    """The department's system failed, such as by refusing the connection."""


class UnavailableError(DepartmentError):
    """The department's system has failed for a minute and is not queried meanwhile."""


class FormError(DepartmentError):
    """A field of the form is wrong, such as a last month before the first.

    Args:
        field: Its name in the definition.
        why: A word, such as `too_late`.
    """

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why
