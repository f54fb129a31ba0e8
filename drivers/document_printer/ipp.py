"""Documents through a queue of CUPS, each job followed to its end.

Printing is a promise in two steps (RFC 8011, protocols A): the job is made *held*,
its document is sent, and only then is it released. Whatever fails before that
provably printed nothing. After it, PRINTED is what the service says of a job that the
printer completed; a job that never was processed printed nothing; all else is
UNKNOWN. A released job is never released or sent again, and one that the service
would print a second time (it was restarted) is ended. So is one that the service does
not begin, holds back or stops, and that no trouble of the printer explains: it is a
fault in its own name, also in the status for a while.

Queues for `ipp://` printers (also USB ones, by ipp-usb) tell the truth. Over a plain
USB or port 9100 queue "completed" means that the printer took all bytes, and what it
lacks is not known before a job; such queues are for printers with nothing better.

At the end of each job its document and its record are purged from the service. The
service should keep no files (`PreserveJobFiles No`), keep finished jobs until then
(`PreserveJobHistory Yes`), give up at errors (`printer-error-policy=abort-job`), and
have its spool in memory. It must start with an empty spool: a cupsd 2.4 that was
killed leaves documents there that it has forgotten or prints again.
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
"""Between two looks at a job: a citizen notices nothing shorter."""

JOB_S = 300.0
"""For a whole document: 40 pages at 10 a minute, and a minute to warm up."""

FAULT_S = 20.0
"""A fault that lasts so long needs staff; a tray pulled out is back sooner."""

STANDSTILL_S = 15.0
"""Released, and not begun, held again, or stopped, while the printer has no trouble.
CUPS begins a job within a second, and a printer that pauses goes on in some; with
what clearing up takes it is known within 20 s."""

STANDSTILL_KEPT_S = 300.0
"""For so long it is a fault in the status: the next document would stand still too.
Then the next may try, since nothing else would show that the cause is gone."""

RELEASES_MOST = 3
"""The answer to a release may be lost, and so may the release; not thrice in a row."""

GONE_S = 60.0
"""Some printers take no second connection while they print, and seem to be gone."""

LOST_S = 10.0
"""Without an answer for so long, the service is taken for lost: several misses."""

CLEAR_S = 10.0
"""For the service to end a job's programs; it kills them after some seconds."""

CANCEL_S = 30.0
"""For the thread that prints to notice, and to clear up: its longest waits."""

_UNREACHABLE = (Reason.NOT_CONNECTED, Reason.NO_ANSWER, Reason.BAD_ANSWER)
_LONGEST_NAME = 255
_JOB_ASKED = ("job-state", "job-state-reasons", "time-at-processing")


class IppPrinter:
    """A queue of CUPS. Every call but `print` and `cancel` takes at most 30 s.

    `print` ends within `JOB_S` and what clearing up takes, a fault within `FAULT_S`.

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
        # Whether something of ours may be left in the spool: it names a person, and
        # could come out later. What an earlier run left is not known.
        self._unclean = True

    def open(self) -> None:
        """Look whether the queue is there, and purge what an earlier run left.

        Raises:
            DriverError: SERVICE_NOT_RUNNING, NOT_CONFIGURED (no such queue), …
        """
        self._service.queue()
        self._clean()

    def close(self) -> None:
        """Nothing is held between two calls."""

    def status(self) -> DeviceStatus:
        """Ask the queue, and its printer itself where that speaks IPP.

        Raises:
            DriverError: SERVICE_NOT_RUNNING, NOT_CONFIGURED, or NOT_CONNECTED where
                the service is well and the printer cannot be reached.
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
        """Print one document; the outcome is told, not raised.

        Args:
            pdf: The document.
            title: What the job is called at the printer; never personal data.
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
        """End the job that is under way, and leave nothing of ours in the spool.

        May be called from another thread while `print` runs.

        Raises:
            DriverError: It may not be gone; the next call of any kind tries again.
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
        """Make the job, held, and give it its document."""
        name = title.encode(errors="replace")[:_LONGEST_NAME].decode("utf-8", "ignore")
        self._unclean = True  # until it was purged: the answer may get lost
        made = self._service.ask(
            Operation.CREATE_JOB,
            {"job-name": (Tag.NAME, name)},
            {
                "job-hold-until": (Tag.KEYWORD, "indefinite"),
                "job-sheets": (Tag.KEYWORD, "none"),  # a cover page would be in vain
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
        """Release the job and look until it ended or must be ended; returns why."""
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
                # One lost answer says nothing of the job. Nobody at the port does: the
                # service died, and once it is back it would print again.
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
        """Whether the job has ended; one that still is held is released."""
        self._learn(job)
        if job.held and not job.begun and job.releases < RELEASES_MOST:
            # Again, too, if an answer was lost: it is held, so it was not released.
            job.releases += 1
            job.let_go = True
            self._service.ask(
                Operation.RELEASE_JOB, {"job-id": (Tag.INTEGER, job.id or 0)}
            )
        return job.ended

    def _learn(self, job: Job) -> None:
        """Ask the service how the job is."""
        answer = self._service.ask(
            Operation.GET_JOB_ATTRIBUTES,
            {
                "job-id": (Tag.INTEGER, job.id or 0),
                "requested-attributes": (Tag.KEYWORD, _JOB_ASKED),
            },
        )
        job.hear(answer.group(Group.JOB))

    def _trouble(self) -> Reason | None:
        """What keeps the printer from printing our job now."""
        queue = self._service.queue()
        try:
            status = self._service.look(queue)
        except DriverError as error:
            # Of a job under way the queue knows, too.
            return trouble(queue.words) or error.reason
        return status.reason if status.state is State.FAULT else None

    def _conclude(self, job: Job, why: Reason) -> PrintResult:
        """End the job if it has not, tell how it ended, and purge it."""
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
        """Cancel the job if it goes on; returns whether its end is known."""
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
        """Purge all jobs of ours, if there may be any."""
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
        """Make the service forget a job, its files included (CUPS' `purge-job`).

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
