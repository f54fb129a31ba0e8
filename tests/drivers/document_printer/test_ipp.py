"""The driver against a print service that answers as it is told."""

import itertools
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from support.document_printers import pdf

from drivers.base import PrintOutcome, PrintResult, State
from drivers.document_printer import client, ipp
from drivers.document_printer.ipp import IppPrinter
from drivers.document_printer.job import Job
from drivers.document_printer.message import Operation
from drivers.errors import DeviceSilentError, DriverError, ProtocolError, Reason

PENDING, HELD, PROCESSING, STOPPED, CANCELLED, ABORTED, COMPLETED = range(3, 10)


def attribute(tag: int, name: str, *values: bytes) -> bytes:
    data = b""
    for n, value in enumerate(values):
        key = b"" if n else name.encode()
        data += bytes([tag]) + len(key).to_bytes(2, "big") + key
        data += len(value).to_bytes(2, "big") + value
    return data


def number(tag: int, name: str, value: int) -> bytes:
    return attribute(tag, name, value.to_bytes(4, "big"))


class Service(BaseHTTPRequestHandler):
    """One queue; what happens to its job after the release is scripted."""

    after_release: ClassVar[list[int]]
    started: ClassVar[list[int]]
    asked: ClassVar[list[int]]
    drop: ClassVar[set[int]]
    state: ClassVar[int | None]
    ending: ClassVar[bytes]
    holds: ClassVar[bool]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        operation = int.from_bytes(body[2:4], "big")
        self.asked.append(operation)
        status, group = self._serve(operation, b"purge-job" in body)
        if operation in self.drop:
            self.drop.discard(operation)
            self.close_connection = True
            return
        answer = b"\2\0" + status.to_bytes(2, "big") + b"\0\0\0\1" + group + b"\3"
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _serve(self, operation: int, purging: bool) -> tuple[int, bytes]:
        kind = type(self)
        match operation:
            case Operation.GET_PRINTER_ATTRIBUTES:
                return 0, (
                    b"\4"
                    + number(0x23, "printer-state", 3)
                    + attribute(0x44, "printer-state-reasons", b"none")
                    + attribute(0x22, "printer-is-accepting-jobs", b"\1")
                    + attribute(0x45, "device-uri", b"usb://Example/Laser")
                )
            case Operation.CREATE_JOB:
                kind.state = HELD
                return 0, b"\2" + number(0x21, "job-id", 7)
            case Operation.RELEASE_JOB if not self.holds:
                kind.state = PENDING
            case Operation.CANCEL_JOB if self.state is None:
                return 0x0406, b""
            case Operation.CANCEL_JOB if purging:
                kind.state = None
            case Operation.CANCEL_JOB:
                kind.state = CANCELLED
            case Operation.GET_JOBS if self.state is not None:
                return 0, b"\2" + number(0x21, "job-id", 7)
            case Operation.GET_JOB_ATTRIBUTES if self.state is None:
                return 0x0406, b""
            case Operation.GET_JOB_ATTRIBUTES:
                if self.state not in (HELD, CANCELLED) and self.after_release:
                    kind.state = self.after_release.pop(0)
                at = self.started.pop(0) if len(self.started) > 1 else self.started[0]
                begun = number(0x21, "time-at-processing", at)
                return 0, (
                    b"\2"
                    + number(0x23, "job-state", self.state or 0)
                    + attribute(0x44, "job-state-reasons", self.ending)
                    + (begun if at and self.state != HELD else b"")
                )
        return 0, b""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def service() -> type[Service]:
    class Scripted(Service):
        after_release: ClassVar[list[int]] = [PROCESSING, COMPLETED]
        started: ClassVar[list[int]] = [100]
        asked: ClassVar[list[int]] = []
        drop: ClassVar[set[int]] = set()
        state: ClassVar[int | None] = None
        ending: ClassVar[bytes] = b"none"
        holds: ClassVar[bool] = False

    return Scripted


@pytest.fixture
def printer(service: type[Service]) -> Iterator[IppPrinter]:
    with ThreadingHTTPServer(("127.0.0.1", 0), service) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield IppPrinter(f"ipp://127.0.0.1:{server.server_port}/printers/Laser")
        server.shutdown()
        thread.join()


def test_a_job_is_released_once_its_document_is_there_and_purged_at_its_end(
    service: type[Service], printer: IppPrinter
) -> None:
    assert printer.print(pdf(), "t") == PrintResult(PrintOutcome.PRINTED)
    order = [op for op in service.asked if op in (5, 6, 8, 13)]
    assert order == [5, 6, 13, 8, 8], "create, send, release, purge until gone"
    assert service.state is None


@pytest.mark.parametrize("lost", [Operation.CREATE_JOB, Operation.SEND_DOCUMENT])
def test_what_fails_before_the_release_printed_nothing(
    service: type[Service], printer: IppPrinter, lost: Operation
) -> None:
    service.drop.add(lost)
    assert printer.print(pdf(), "t").outcome is PrintOutcome.NOTHING_CAME_OUT
    assert Operation.RELEASE_JOB not in service.asked
    assert service.state is None, "nothing of it stays"


@pytest.mark.parametrize("lost", [Operation.RELEASE_JOB, Operation.GET_JOB_ATTRIBUTES])
def test_a_lost_answer_never_prints_twice(
    service: type[Service], printer: IppPrinter, lost: Operation
) -> None:
    service.drop.add(lost)
    assert printer.print(pdf(), "t") == PrintResult(PrintOutcome.PRINTED)
    assert service.asked.count(Operation.CREATE_JOB) == 1
    assert service.asked.count(Operation.RELEASE_JOB) == 1


@pytest.mark.parametrize("state", [CANCELLED, ABORTED])
def test_a_job_that_was_never_begun_printed_nothing(
    service: type[Service], printer: IppPrinter, state: int
) -> None:
    service.after_release, service.started = [state], [0]
    assert printer.print(pdf(), "t").outcome is PrintOutcome.NOTHING_CAME_OUT


@pytest.mark.parametrize("state", [CANCELLED, ABORTED])
def test_a_job_that_ended_in_the_middle_is_unknown(
    service: type[Service], printer: IppPrinter, state: int
) -> None:
    service.after_release = [PROCESSING, state]
    assert printer.print(pdf(), "t").outcome is PrintOutcome.UNKNOWN


def test_a_job_completed_with_errors_is_no_success(
    service: type[Service], printer: IppPrinter
) -> None:
    service.ending = b"job-completed-with-errors"
    assert printer.print(pdf(), "t").outcome is PrintOutcome.UNKNOWN


def test_a_job_that_the_service_begins_again_is_ended(
    service: type[Service], printer: IppPrinter
) -> None:
    service.after_release, service.started = [PROCESSING] * 9, [0, 100, 100, 200]
    assert printer.print(pdf(), "t").outcome is PrintOutcome.UNKNOWN
    assert service.state is None


def test_a_job_that_never_ends_is_ended(
    service: type[Service], printer: IppPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ipp, "JOB_S", 0.5)
    service.after_release = [PROCESSING]
    assert printer.print(pdf(), "t").outcome is PrintOutcome.UNKNOWN
    assert service.state is None


@pytest.fixture
def hurried(printer: IppPrinter) -> IppPrinter:
    """Its clock runs fast; each look at it takes half a second."""
    looks = itertools.count()
    printer._clock = lambda: next(looks) * 0.5
    return printer


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        (b"cups-held-for-authentication", Reason.JOB_NEEDS_LOGIN),
        (b"account-info-needed", Reason.JOB_NEEDS_LOGIN),
        (b"job-hold-until-specified", Reason.JOB_HELD),
        (b"none", Reason.JOB_HELD),
    ],
)
def test_a_job_that_stays_held_is_a_fault_and_released_a_few_times(
    service: type[Service], hurried: IppPrinter, word: bytes, reason: Reason
) -> None:
    service.holds, service.ending, service.started = True, word, [0]
    result = hurried.print(pdf(), "t")
    assert result == PrintResult(PrintOutcome.NOTHING_CAME_OUT, reason)
    assert service.asked.count(Operation.RELEASE_JOB) == ipp.RELEASES_MOST
    assert service.state is None, "nothing of it stays"


def test_a_job_that_is_held_again_after_it_was_begun_is_unknown_and_not_released_again(
    service: type[Service], hurried: IppPrinter
) -> None:
    service.after_release = [PROCESSING, HELD]
    service.ending = b"cups-held-for-authentication"
    result = hurried.print(pdf(), "t")
    assert result == PrintResult(PrintOutcome.UNKNOWN, Reason.JOB_NEEDS_LOGIN)
    assert service.asked.count(Operation.RELEASE_JOB) == 1


@pytest.mark.parametrize(
    ("state", "started", "outcome", "reason"),
    [
        (STOPPED, 100, PrintOutcome.UNKNOWN, Reason.JOB_STOPPED),
        (STOPPED, 0, PrintOutcome.UNKNOWN, Reason.JOB_STOPPED),
        (PENDING, 0, PrintOutcome.NOTHING_CAME_OUT, Reason.JOB_STUCK),
        (PENDING, 100, PrintOutcome.UNKNOWN, Reason.JOB_STUCK),
        (2, 0, PrintOutcome.NOTHING_CAME_OUT, Reason.JOB_STUCK),
    ],
)
def test_a_job_that_stands_still_is_a_fault_in_its_own_name(
    service: type[Service],
    hurried: IppPrinter,
    state: int,
    started: int,
    outcome: PrintOutcome,
    reason: Reason,
) -> None:
    service.after_release, service.started = [state], [started]
    assert hurried.print(pdf(), "t") == PrintResult(outcome, reason)
    assert service.state is None


def test_standing_still_is_known_within_20_seconds_and_not_before_its_limit(
    service: type[Service], printer: IppPrinter
) -> None:
    now = [0.0]
    service.after_release, service.started = [PENDING], [0]
    printer._clock = lambda: now[0]
    looked: list[float] = []

    class Waited(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            looked.append(now[0])
            now[0] += ipp.STANDSTILL_S if len(looked) == 1 else timeout or 0
            return False

    job = Job()
    job.cancelled = Waited()
    job.id = 7
    service.state = HELD
    assert printer._follow(job) is Reason.JOB_STUCK
    assert looked == [0.0, ipp.STANDSTILL_S], "at the limit it is still waited for"
    assert ipp.STANDSTILL_S + ipp.POLL_S < 20.0


def test_a_job_that_goes_on_in_time_is_printed(
    service: type[Service], hurried: IppPrinter
) -> None:
    pauses = [PENDING, PENDING, PROCESSING, STOPPED, STOPPED, PROCESSING, STOPPED]
    service.after_release, service.started = [*pauses, COMPLETED], [100]
    assert hurried.print(pdf(), "t") == PrintResult(PrintOutcome.PRINTED)


def test_a_job_that_the_service_gives_up_soon_is_not_called_stuck(
    service: type[Service], printer: IppPrinter
) -> None:
    service.after_release, service.started = [PENDING, ABORTED], [0]
    nothing = PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.JOB_FAILED)
    assert printer.print(pdf(), "t") == nothing


def test_a_printer_behind_a_job_that_stood_still_is_a_fault_for_a_while(
    service: type[Service], printer: IppPrinter
) -> None:
    hour = [0.0]
    looks = itertools.count()
    printer._clock = lambda: hour[0] + next(looks) * 0.5
    service.after_release, service.started = [PENDING], [0]
    assert printer.print(pdf(), "t").reason is Reason.JOB_STUCK
    status = printer.status()
    assert (status.state, status.reason) == (State.FAULT, Reason.JOB_STUCK)
    hour[0] = 3600.0
    assert printer.status().can_serve, "the next document may show that it is over"


def test_a_document_that_comes_out_ends_the_fault_at_once(
    service: type[Service], hurried: IppPrinter
) -> None:
    service.after_release, service.started = [STOPPED], [100]
    assert hurried.print(pdf(), "t").reason is Reason.JOB_STOPPED
    assert not hurried.status().can_serve
    service.after_release = [PROCESSING, COMPLETED]
    assert hurried.print(pdf(), "t") == PrintResult(PrintOutcome.PRINTED)
    assert hurried.status().can_serve


@pytest.mark.parametrize(
    ("ends", "outcome"),
    [
        (COMPLETED, PrintOutcome.PRINTED),
        (ABORTED, PrintOutcome.UNKNOWN),
    ],
)
def test_a_service_that_does_not_hold_jobs_is_believed_no_less(
    service: type[Service], printer: IppPrinter, ends: int, outcome: PrintOutcome
) -> None:
    serve = service._serve

    def made(handler: Service, operation: int, purging: bool) -> tuple[int, bytes]:
        answer = serve(handler, operation, purging)
        if operation == Operation.CREATE_JOB:
            service.state = PENDING
        return answer

    service._serve = made  # type: ignore[method-assign,assignment]
    service.after_release = [PROCESSING, ends]
    assert printer.print(pdf(), "t").outcome is outcome
    assert Operation.RELEASE_JOB not in service.asked


@pytest.mark.parametrize(
    "url",
    [
        "tcp://h/p",
        "ipp://",
        "ipp://h",
        "ipp://h:x/p",
        "ipp://h:0/p",
        "ipp://[x",
        "ipp://h/打印",
    ],
)
def test_an_address_that_is_none_is_told(url: str) -> None:
    for asked in (IppPrinter(url).open, IppPrinter(url).status):
        with pytest.raises(DriverError) as caught:
            asked()
        assert caught.value.reason is Reason.NOT_CONFIGURED
    result = IppPrinter(url).print(pdf(), "t")
    expected = PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.NOT_CONFIGURED)
    assert result == expected


def test_a_service_that_says_nothing_is_waited_for_a_bounded_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"ipp://127.0.0.1:{mute.getsockname()[1]}/printers/x"
        target = client.Target(url, 0.2, Reason.SERVICE_NOT_RUNNING)
        with pytest.raises(DeviceSilentError):
            client.ask(target, Operation.GET_PRINTER_ATTRIBUTES, {})


def test_a_service_that_speaks_no_ipp_is_told() -> None:
    class Web(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_error(426)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Web) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with pytest.raises(ProtocolError):
            IppPrinter(f"ipp://127.0.0.1:{server.server_port}/printers/x").open()
        server.shutdown()
        thread.join()
