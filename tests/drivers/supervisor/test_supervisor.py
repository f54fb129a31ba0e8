"""All devices together in their threads, and those that hang."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.devices import (
    READY,
    RECEIPT,
    FakeLocker,
    FakePrinter,
    FakeReader,
    Heard,
    states,
    together,
)

from drivers.base import PrintOutcome, PrintResult, Role, State
from drivers.errors import Reason
from drivers.supervisor import (
    CardRead,
    JobDone,
    PrintDone,
    ReceiptPrinterWorker,
    StatusChanged,
    Supervisor,
)
from drivers.supervisor import receipt_printer as supervisor_receipt_printer
from drivers.supervisor import supervisor as supervisor_cabinet
from drivers.supervisor import worker as supervisor_worker


def test_devices_work_side_by_side_and_stop_closed(
    reader: FakeReader, printer: FakePrinter, heard: Heard
) -> None:
    busy = threading.Event()
    printer.during["print"] = lambda: busy.wait(60)
    supervisor = Supervisor(
        {Role.ID_CARD_READER: lambda: reader, Role.RECEIPT_PRINTER: lambda: printer},
        heard,
    )
    supervisor.start()
    try:
        supervisor.print("job", RECEIPT)
        reader.put_card()
        supervisor.read_card("ticket")
        heard.wait(lambda: heard.of(CardRead))
        assert heard.of(PrintDone) == []
        busy.set()
        heard.wait(lambda: heard.of(PrintDone))
        heard.wait(lambda: len(heard.of(StatusChanged)) == 2)
        assert list(supervisor.statuses().values()) == [READY, READY]
    finally:
        busy.set()
        supervisor.stop()
    assert reader.calls[-1] == printer.calls[-1] == "close"


def test_stopping_waits_for_the_paper_under_way(
    printer: FakePrinter, heard: Heard
) -> None:
    begun, go = threading.Event(), threading.Event()
    printer.during["print"] = together(begun.set, lambda: go.wait(60))
    supervisor = Supervisor({Role.RECEIPT_PRINTER: lambda: printer}, heard)
    supervisor.start()
    supervisor.print("job", RECEIPT)
    assert begun.wait(60)
    threading.Timer(0.05, go.set).start()
    supervisor.stop()
    assert heard.of(PrintDone) == [PrintDone("job", printer.result)]
    assert printer.calls[-1] == "close"


def test_a_wake_between_two_looks_is_not_lost_by_stopping(
    printer: FakePrinter, heard: Heard
) -> None:
    """`stop` just before the worker clears its event must not cost a pause."""
    worker = ReceiptPrinterWorker(Role.RECEIPT_PRINTER, lambda: printer, heard)

    class StoppedWhenCleared(threading.Event):
        def clear(self) -> None:
            worker.stop()
            super().clear()

    worker._wake = StoppedWhenCleared()
    worker._run()
    assert "open" not in printer.calls


def test_a_device_that_is_not_configured_has_no_status_and_refuses_paper(
    heard: Heard,
) -> None:
    supervisor = Supervisor({}, heard)
    supervisor.read_card("ticket")
    supervisor.stop_reading()
    supervisor.print("job", RECEIPT)
    nothing = PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.NOT_CONFIGURED)
    assert heard.events == [PrintDone("job", nothing)]
    assert supervisor.statuses() == {}


def until(met: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.005)


class Cabinet:
    """Printers that are made one after the other, of which some hang."""

    def __init__(self, heard: Heard) -> None:
        self.made: list[FakePrinter] = []
        self.release = threading.Event()
        self.hang: str | None = None
        self.supervisor = Supervisor({Role.RECEIPT_PRINTER: self._make}, heard)

    def _make(self) -> FakePrinter:
        printer = FakePrinter()
        if self.hang is not None:
            printer.during[self.hang] = lambda: self.release.wait(60)
        self.made.append(printer)
        return printer


@pytest.fixture
def cabinet(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cabinet]:
    monkeypatch.setattr(supervisor_cabinet, "WATCH_EVERY_S", 0.01)
    monkeypatch.setattr(supervisor_receipt_printer, "PRINT_S", 0.05)
    monkeypatch.setattr(supervisor_worker, "MISS_PAUSE_S", 0.01)
    monkeypatch.setattr(supervisor_worker, "REOPEN_MOST_S", 0.05)
    for name in ("open", "status", "close"):
        monkeypatch.setitem(supervisor_worker.LIMITS_S, name, 0.05)
    before = threading.active_count()
    cabinet = Cabinet(heard)
    yield cabinet
    cabinet.release.set()
    cabinet.supervisor.stop()
    until(lambda: threading.active_count() <= before)  # what came late ends, too


@pytest.mark.parametrize("call", ["open", "status"])
def test_a_driver_that_hangs_is_gone_and_a_fresh_one_takes_its_place(
    call: str, cabinet: Cabinet, heard: Heard
) -> None:
    cabinet.hang = call
    cabinet.supervisor.start()
    heard.wait(lambda: State.GONE in states(heard))
    (gone,) = [e for e in heard.of(StatusChanged) if _state(e) is State.GONE]
    assert isinstance(gone, StatusChanged)
    assert gone.status.reason is Reason.HUNG
    cabinet.hang = None
    heard.wait(lambda: states(heard)[-1] is State.READY)
    cabinet.supervisor.print("job", RECEIPT)
    heard.wait(lambda: heard.of(PrintDone))
    assert cabinet.made[-1].printed == [RECEIPT]
    assert cabinet.made[0].printed == []


def test_a_print_that_hangs_is_an_outcome_that_nobody_knows_and_is_told_once(
    cabinet: Cabinet, heard: Heard
) -> None:
    cabinet.hang = "print"
    cabinet.supervisor.start()
    cabinet.supervisor.print("hangs", RECEIPT)
    cabinet.supervisor.print("waits", RECEIPT)
    heard.wait(lambda: len(heard.of(PrintDone)) == 2)
    cabinet.hang = None
    heard.wait(lambda: states(heard)[-1] is State.READY)
    told = [
        PrintDone("hangs", PrintResult(PrintOutcome.UNKNOWN, Reason.HUNG)),
        PrintDone("waits", PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.HUNG)),
    ]
    assert heard.of(PrintDone) == told
    cabinet.release.set()  # it comes back late, and says that it has printed
    first = cabinet.made[0]
    until(lambda: "close" in first.calls)
    assert first.printed == [RECEIPT]
    assert heard.of(PrintDone) == told, "what is late is dropped"
    assert states(heard)[-1] is State.READY


def test_what_hangs_again_and_again_does_not_fill_the_memory_with_threads(
    cabinet: Cabinet, heard: Heard
) -> None:
    cabinet.hang = "open"
    cabinet.supervisor.start()
    heard.wait(lambda: len(cabinet.made) == supervisor_worker.MOST_HUNG)
    while True:
        cabinet.supervisor.print("job", RECEIPT)
        heard.wait(lambda: heard.of(PrintDone))
        if len(heard.of(PrintDone)) >= 10:
            break
    assert len(cabinet.made) == supervisor_worker.MOST_HUNG
    cabinet.hang = None
    cabinet.release.set()
    heard.wait(lambda: states(heard)[-1] is State.READY)


def test_stopping_does_not_wait_for_ever_for_a_driver_that_hangs(
    cabinet: Cabinet, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor_cabinet, "STOP_WITHIN_S", 0.05)
    monkeypatch.setattr(supervisor_receipt_printer, "PRINT_S", 60.0)
    supervisor = Supervisor({Role.RECEIPT_PRINTER: cabinet._make}, heard)
    cabinet.hang = "print"
    supervisor.start()
    supervisor.print("job", RECEIPT)
    until(lambda: cabinet.made and "print" in cabinet.made[0].calls)
    supervisor.stop()
    unknown = PrintResult(PrintOutcome.UNKNOWN, Reason.HUNG)
    assert heard.of(PrintDone) == [PrintDone("job", unknown)]
    cabinet.release.set()
    cabinet.supervisor.start()


def test_every_role_is_watched_and_says_since_when_it_is_so(heard: Heard) -> None:
    makers: dict[Role, Callable[[], Any]] = dict.fromkeys(Role, FakeReader)
    supervisor = Supervisor(makers | {Role.LOCKER: FakeLocker}, heard)
    supervisor.start()
    try:
        heard.wait(lambda: len(heard.of(StatusChanged)) == len(Role))
    finally:
        supervisor.stop()
    statuses = supervisor.statuses()
    assert statuses == dict.fromkeys(Role, READY)
    assert all(status.since is not None for status in statuses.values())


def test_a_job_gets_the_open_device_and_tells_its_result(heard: Heard) -> None:
    device = FakeLocker()
    supervisor = Supervisor({Role.LOCKER: lambda: device}, heard)
    supervisor.start()
    try:
        supervisor.submit(Role.LOCKER, lambda locker: locker is device, "ticket")
        heard.wait(lambda: heard.of(JobDone))
    finally:
        supervisor.stop()
    assert heard.of(JobDone) == [JobDone("ticket", True)]


def _state(event: object) -> State | None:
    return event.status.state if isinstance(event, StatusChanged) else None


def test_what_hangs_in_the_printer_is_known_to_every_driver_that_follows(
    cabinet: Cabinet, heard: Heard
) -> None:
    cabinet.hang = "print"
    cabinet.supervisor.start()
    cabinet.supervisor.print("hangs", RECEIPT)
    heard.wait(lambda: State.GONE in states(heard))
    cabinet.hang = None
    heard.wait(lambda: states(heard)[-1] is State.READY)
    first, *others = cabinet.made
    assert others
    assert all(each.leftover is first.leftover for each in others)
