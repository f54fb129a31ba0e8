"""The state of one document's job at a print service."""

import threading

from drivers.document_printer.message import Attributes
from drivers.errors import Reason

HELD = 4
"""`job-state` of a job that waits for its release (RFC 8011, 5.3.7)."""

_PENDING, _PROCESSING, _STOPPED, _COMPLETED = 3, 5, 6, 9
_LET_GO = (_PENDING, _PROCESSING, _STOPPED, _COMPLETED)
_FIRST_ENDED = 7
_WITH_ERRORS = "job-completed-with-errors"
_NEEDS_LOGIN = frozenset(
    {
        "cups-held-for-authentication",
        "account-info-needed",
        "account-authorization-failed",
    }
)


class Job:
    """One document being printed.

    Attributes:
        id: Its number at the service; None until it is known.
        releases: Number of release requests.
        let_go: Whether the service may have begun it: it was released, or the service
            never held it.
        begun: Whether the service has begun to print it.
        restarted: Whether the service has begun it again, or was restarted itself.
        cancelled: Set when the job is to be ended.
        over: Set when the job has ended.
    """

    def __init__(self) -> None:
        self.id: int | None = None
        self.releases = 0
        self.let_go = False
        self.begun = False
        self.restarted = False
        self.cancelled = threading.Event()
        self.over = threading.Event()
        self._state: object = None
        self._reasons: tuple[object, ...] = ()
        self._started: object = None  # when the service began to print it

    def hear(self, said: Attributes) -> None:
        """Update from the job's attributes as reported by the service."""
        self._state = said.get("job-state", [None])[0]
        self._reasons = tuple(said.get("job-state-reasons", []))
        started = said.get("time-at-processing", [None])[0]
        if None not in (started, self._started) and started != self._started:
            self.restarted = True
        self._started = started if self._started is None else self._started
        self.begun = (
            self.begun
            or self._started is not None
            or self._state in (_PROCESSING, _STOPPED)
        )
        # A service that does not support holding prints without a release.
        self.let_go = self.let_go or self._state in _LET_GO

    @property
    def held(self) -> bool:
        """Return whether it waits for its release."""
        return self._state == HELD

    @property
    def ended(self) -> bool:
        """Return whether it has ended, in any way."""
        return isinstance(self._state, int) and self._state >= _FIRST_ENDED

    @property
    def completed(self) -> bool:
        """Return whether all of it was printed without errors."""
        return self._state == _COMPLETED and _WITH_ERRORS not in self._reasons

    @property
    def standstill(self) -> Reason | None:
        """Return why a released job does not proceed; None if it does."""
        if self.ended or self._state == _PROCESSING:
            return None
        if not _NEEDS_LOGIN.isdisjoint(self._reasons):
            return Reason.JOB_NEEDS_LOGIN
        if self.held:
            return Reason.JOB_HELD
        return Reason.JOB_STOPPED if self._state == _STOPPED else Reason.JOB_STUCK
