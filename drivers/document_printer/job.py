"""One document under way at a print service: what is known of its job."""

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
    """One document under way.

    Attributes:
        id: Its number at the service; None until that is known.
        releases: How often its release was asked for.
        let_go: Whether the service may have begun it: it was released, or the service
            never held it.
        begun: Whether the service has begun to print it.
        restarted: Whether the service has begun it anew, or was restarted itself.
        cancelled: Set by whoever wants it ended.
        over: Set once it is.
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
        """Learn from what the service says of the job."""
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
        # A service that does not hold jobs prints them without a release.
        self.let_go = self.let_go or self._state in _LET_GO

    @property
    def held(self) -> bool:
        """Whether it waits for its release."""
        return self._state == HELD

    @property
    def ended(self) -> bool:
        """Whether it goes on no more."""
        return isinstance(self._state, int) and self._state >= _FIRST_ENDED

    @property
    def completed(self) -> bool:
        """Whether all of it was printed, and nothing went wrong."""
        return self._state == _COMPLETED and _WITH_ERRORS not in self._reasons

    @property
    def standstill(self) -> Reason | None:
        """Why it does not go on, although it was released; None where it does."""
        if self.ended or self._state == _PROCESSING:
            return None
        if not _NEEDS_LOGIN.isdisjoint(self._reasons):
            return Reason.JOB_NEEDS_LOGIN
        if self.held:
            return Reason.JOB_HELD
        return Reason.JOB_STOPPED if self._state == _STOPPED else Reason.JOB_STUCK
