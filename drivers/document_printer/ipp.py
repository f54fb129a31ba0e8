"""Documents through a CUPS queue, with each job monitored to its end.

Printing has two steps (RFC 8011, protocols A): the job is created *held* and its
document is sent; only then is it released. After a failure before the release,
certainly nothing was printed. After the release, PRINTED means that the service reports
the job as completed; a job that was never processed printed nothing; everything else is
UNKNOWN. A released job is never released or sent again. A job that the service would
print a second time (it was restarted) is cancelled. So is one that the service does not
begin, holds or stops without a fault of the printer: that is a fault of its own, also
shown in the status for a while.

Queues for `ipp://` printers (also USB ones, by ipp-usb) report reliably. On a plain USB
or port 9100 queue "completed" only means that the printer received all bytes, and
faults are not known before a job; such queues are for printers without IPP.

After each job its document and its record are purged from the service. The service
should keep no files (`PreserveJobFiles No`), keep finished jobs until they are purged
(`PreserveJobHistory Yes`), abort jobs at errors (`printer-error-policy=abort-job`), and
have its spool in memory. It must start with an empty spool: a cupsd 2.4 that was killed
leaves documents there that it has lost track of or prints again.
"""

import contextlib
import threading
import time
from dataclasses import replace

from drivers.base import Clock, DeviceStatus, PrintOutcome, PrintResult, State
from drivers.document_printer.client import NotFoundError
from drivers.document_printer.job import Job
from drivers.document_printer.message import Given, Group, Operation, Tag
from drivers.document_printer.print_service import PrintService
from drivers.document_printer.reasons import trouble
from drivers.errors import (
    DeviceFaultError,
    DeviceSilentError,
    DriverError,
    Reason,
)

POLL_S = 0.25
"""Between two queries of a job; too short for a citizen to notice."""

JOB_S = 300.0
"""For a whole document: 40 pages at 10 per minute, and a minute to warm up."""

FAULT_S = 20.0
"""A fault that lasts this long needs staff; a pulled-out tray is back sooner."""

STANDSTILL_S = 15.0
"""Released, but not begun, held again, or stopped, while the printer has no fault.
CUPS begins a job within a second, and a paused printer continues within a few; with the
time for clearing up, it is reported within 20 s."""

STANDSTILL_KEPT_S = 300.0
"""For this long it is a fault in the status, since the next document would stand still
too. Then the next one may try, since nothing else can show that the cause is gone."""

RELEASES_MOST = 3
"""Both a release and its answer may be lost, but not three times in a row."""

GONE_S = 60.0
"""Some printers accept no second connection while they print, and appear to be gone."""

LOST_S = 10.0
"""Without an answer for this long, the service is considered lost."""

CLEAR_S = 10.0
"""For the service to end a job's programs; it kills them after some seconds."""

CANCEL_S = 30.0
"""For the printing thread to notice and to clear up: the sum of its longest waits."""

_UNREACHABLE = (Reason.NOT_CONNECTED, Reason.NO_ANSWER, Reason.BAD_ANSWER)
_LONGEST_NAME = 255
_JOB_ASKED = ("job-state", "job-state-reasons", "time-at-processing")


class IppPrinter:
    """A CUPS queue. Every call except `print` and `cancel` takes at most 30 s.

    `print` ends within `JOB_S` plus the time for clearing up, in case of a fault within
    `FAULT_S`.

    Args:
        url: `ipp://HOST[:PORT]/printers/QUEUE`.
        clock: Monotonic seconds.
    """

    def __init__(self, url: str, clock: Clock = time.monotonic) -> None:
        self._service = PrintService(url)
        self._clock = clock
        self._lock = threading.Lock()
        self._job: Job | None = None
        self._standstill: tuple[Reason, float] | None = None  # the last one, and when
        # Whether one of our jobs may be left in the spool. It holds personal data and
        # could be printed later. What an earlier run left is not known.
        self._unclean = True

    def open(self) -> None:
        """Check that the queue exists, and purge what an earlier run left.

        Raises:
            DriverError: SERVICE_NOT_RUNNING, NOT_CONFIGURED (no such queue), …
        """
        self._service.queue()
        self._clean()

    def close(self) -> None:
        """Do nothing: no connection is kept between calls."""

    def status(self) -> DeviceStatus:
        """Query the queue, and its printer itself if it supports IPP.

        Raises:
            DriverError: SERVICE_NOT_RUNNING, NOT_CONFIGURED, or NOT_CONNECTED if the
                service works but the printer cannot be reached.
        """
        if self._job is None:
            self._clean()
        status = self._service.look(self._service.queue())
        if self._standstill is not None and status.can_serve:
            reason, since = self._standstill
            if self._clock() - since < STANDSTILL_KEPT_S:
                return replace(status, state=State.FAULT, reason=reason)
        return status

    def print(self, pdf: bytes, title: str) -> PrintResult:
        """Print one document; the outcome is returned, not raised.

        Args:
            pdf: The document.
            title: Name of the job at the printer; never personal data.
        """
        job = Job()
        with self._lock:
            self._job = job
        try:
            result = self._print(job, pdf, title)
            if result.outcome is PrintOutcome.PRINTED:
                self._standstill = None
            return result
        finally:
            with self._lock:
                self._job = None
            job.over.set()

    def cancel(self) -> None:
        """End the current job, and leave none of our jobs in the spool.

        May be called from another thread while `print` runs.

        Raises:
            DriverError: The job may still be there; the next call tries again.
        """
        with self._lock:
            job = self._job
        if job is not None:
            job.cancelled.set()
            if not job.over.wait(CANCEL_S):
                raise DeviceSilentError(Reason.HUNG, "printing does not end")
        self._unclean = self._unclean or job is None
        self._clean()

    # -- one job -----------------------------------------------------------------

    def _print(self, job: Job, pdf: bytes, title: str) -> PrintResult:
        if not pdf.startswith(b"%PDF-"):
            return PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.JOB_FAILED)
        try:
            self._clean()
            status = self._service.look(self._service.queue())
            if not status.can_serve:
                return PrintResult(PrintOutcome.NOTHING_CAME_OUT, status.reason)
            self._submit(job, pdf, title)
        except DriverError as error:
            return self._conclude(job, error.reason)
        return self._conclude(job, self._follow(job))

    def _submit(self, job: Job, pdf: bytes, title: str) -> None:
        """Create the job, held, and send its document."""
        name = title.encode(errors="replace")[:_LONGEST_NAME].decode("utf-8", "ignore")
        self._unclean = True  # until purged: the answer may be lost
        made = self._service.ask(
            Operation.CREATE_JOB,
            {"job-name": (Tag.NAME, name)},
            {
                "job-hold-until": (Tag.KEYWORD, "indefinite"),
                "job-sheets": (Tag.KEYWORD, "none"),  # no cover page
                "media": (Tag.KEYWORD, "iso_a4_210x297mm"),
            },
        ).group(Group.JOB)
        number = made.get("job-id", [None])[0]
        if not isinstance(number, int):
            raise DeviceFaultError(Reason.BAD_ANSWER, "a job without a number")
        job.id = number
        self._service.ask(
            Operation.SEND_DOCUMENT,
            {
                "job-id": (Tag.INTEGER, number),
                "document-format": (Tag.MIME_TYPE, "application/pdf"),
                "last-document": (Tag.BOOLEAN, True),
            },
            document=pdf,
        )

    def _follow(self, job: Job) -> Reason:
        """Release the job and wait until it ends or must be ended; return why."""
        deadline = self._clock() + JOB_S
        answered = well = moving = self._clock()
        fault: Reason | None = None
        while not job.cancelled.is_set():
            now = self._clock()
            patience = GONE_S if fault in _UNREACHABLE else FAULT_S
            if now > deadline or now - well > patience:
                return fault or Reason.JOB_FAILED
            if now - moving > STANDSTILL_S and (reason := job.standstill):
                self._standstill = (reason, now)
                return reason
            try:
                if self._ended_or_released(job):
                    return Reason.JOB_FAILED if fault is None else fault
                fault = self._trouble()
            except NotFoundError:
                if job.restarted:
                    return Reason.SERVICE_NOT_RUNNING
                return Reason.JOB_FAILED
            except DriverError as error:
                # One lost answer means nothing. A refused connection means that the
                # service died; after a restart it would print the job again.
                died = error.reason is Reason.SERVICE_NOT_RUNNING
                job.restarted = job.restarted or died
                if now - answered > LOST_S:
                    return error.reason
            else:
                answered = now
                if job.restarted:
                    return Reason.SERVICE_NOT_RUNNING
            if fault is None:
                well = now
            if job.standstill is None or fault is not None:
                moving = now
            job.cancelled.wait(POLL_S)
        return Reason.JOB_FAILED

    def _ended_or_released(self, job: Job) -> bool:
        """Return whether the job has ended; release it if it is still held."""
        self._learn(job)
        if job.held and not job.begun and job.releases < RELEASES_MOST:
            # Also after a lost answer: it is held, so it was not released.
            job.releases += 1
            job.let_go = True
            self._service.ask(
                Operation.RELEASE_JOB, {"job-id": (Tag.INTEGER, job.id or 0)}
            )
        return job.ended

    def _learn(self, job: Job) -> None:
        """Query the state of the job."""
        answer = self._service.ask(
            Operation.GET_JOB_ATTRIBUTES,
            {
                "job-id": (Tag.INTEGER, job.id or 0),
                "requested-attributes": (Tag.KEYWORD, _JOB_ASKED),
            },
        )
        job.hear(answer.group(Group.JOB))

    def _trouble(self) -> Reason | None:
        """Return the fault that keeps the printer from printing our job now, if any."""
        queue = self._service.queue()
        try:
            status = self._service.look(queue)
        except DriverError as error:
            # While a job is under way, the queue knows its faults too.
            return trouble(queue.words) or error.reason
        return status.reason if status.state is State.FAULT else None

    def _conclude(self, job: Job, why: Reason) -> PrintResult:
        """End the job if necessary, determine its outcome, and purge it."""
        nothing = PrintResult(PrintOutcome.NOTHING_CAME_OUT, why)
        unknown = PrintResult(PrintOutcome.UNKNOWN, why)
        if job.id is None:
            with contextlib.suppress(DriverError):  # stays unclean: tried again later
                self._clean()
            return nothing
        try:
            known = self._end(job)
            self._purge(job.id)
            self._unclean = False
        except DriverError:
            return unknown if job.let_go else nothing
        if not job.let_go:
            return nothing
        if job.restarted:
            return unknown
        if job.completed:
            return PrintResult(PrintOutcome.PRINTED)
        return unknown if job.begun or not known else nothing

    def _end(self, job: Job) -> bool:
        """Cancel the job if it has not ended; return whether its end is known."""
        deadline = self._clock() + CLEAR_S
        cancelled = False
        while True:
            try:
                self._learn(job)
            except NotFoundError:
                return False
            if job.ended:
                return True
            if self._clock() > deadline:
                return False
            if not cancelled:
                with contextlib.suppress(DeviceFaultError):  # it has just ended
                    self._service.ask(
                        Operation.CANCEL_JOB, {"job-id": (Tag.INTEGER, job.id or 0)}
                    )
                cancelled = True
            time.sleep(POLL_S / 5)

    # -- the spool ---------------------------------------------------------------

    def _clean(self) -> None:
        """Purge all of our jobs, if there may be any."""
        if not self._unclean:
            return
        for which in ("not-completed", "completed"):
            answer = self._service.ask(
                Operation.GET_JOBS,
                {
                    "which-jobs": (Tag.KEYWORD, which),
                    "my-jobs": (Tag.BOOLEAN, True),
                    "requested-attributes": (Tag.KEYWORD, ("job-id",)),
                },
            )
            for tag, attributes in answer.groups:
                number = attributes.get("job-id", [None])[0]
                if tag == Group.JOB and isinstance(number, int):
                    self._purge(number)
        self._unclean = False

    def _purge(self, number: int) -> None:
        """Delete a job with its files from the service (CUPS' `purge-job`).

        Raises:
            DriverError: It is still there after `CLEAR_S`.
        """
        deadline = self._clock() + CLEAR_S
        about: dict[str, Given] = {"job-id": (Tag.INTEGER, number)}
        while self._clock() < deadline:
            try:
                self._service.ask(
                    Operation.CANCEL_JOB, {**about, "purge-job": (Tag.BOOLEAN, True)}
                )
            except NotFoundError:
                return
            time.sleep(POLL_S / 5)
        raise DeviceSilentError(Reason.HUNG, f"job {number} stays in the spool")
