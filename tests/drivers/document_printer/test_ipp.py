"""The driver against a print service that answers as it is told."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from support.document_printers import pdf

from drivers.base import PrintOutcome, PrintResult
from drivers.document_printer import client, ipp
from drivers.document_printer.ipp import IppPrinter
from drivers.document_printer.message import Operation
from drivers.errors import DeviceSilentError, DriverError, ProtocolError, Reason

PENDING, HELD, PROCESSING, CANCELLED, ABORTED, COMPLETED = 3, 4, 5, 7, 8, 9


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
            case Operation.RELEASE_JOB:
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
