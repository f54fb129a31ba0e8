"""What a worker does after an outage: a device that was away is as good as new."""

import threading
from collections.abc import Iterator

import pytest
from support.devices import (
    CODE,
    READING,
    SILENT,
    FakePrinter,
    FakeReader,
    FakeScanner,
    Heard,
    drive,
    together,
    turn,
)

from drivers.base import Role, State
from drivers.errors import DeviceGoneError, Reason
from drivers.supervisor import (
    CardRead,
    CardReaderWorker,
    CodeRead,
    CodeScannerWorker,
    JobDone,
    ReceiptPrinterWorker,
    StatusChanged,
    Worker,
)
from drivers.supervisor.worker import (
    MISS_PAUSE_S,
    REOPEN_FIRST_S,
    REOPEN_MOST_S,
    STATUS_EVERY_S,
)


class Factory:
    """Makes printers, all with the same faults, and keeps them."""

    def __init__(self) -> None:
        self.made: list[FakePrinter] = []
        self.faults: dict[str, Exception] = {}

    def __call__(self) -> FakePrinter:
        printer = FakePrinter()
        printer.faults = self.faults
        self.made.append(printer)
        return printer


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def factory() -> Factory:
    return Factory()


@pytest.fixture
def printing(factory: Factory, heard: Heard) -> ReceiptPrinterWorker:
    return ReceiptPrinterWorker(Role.RECEIPT_PRINTER, factory, heard)


@pytest.fixture
def hanging() -> Iterator[threading.Thread]:
    """A thread that does not end until the test has."""
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    yield thread
    over.set()
    thread.join()


def statuses(heard: Heard) -> list[tuple[State, Reason]]:
    return [
        (each.status.state, each.status.reason)
        for each in heard.events
        if isinstance(each, StatusChanged)
    ]


@pytest.mark.parametrize("error", [RuntimeError("a bug"), SILENT])
def test_a_device_that_cannot_be_closed_is_made_anew_all_the_same(
    error: Exception, factory: Factory, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    factory.faults.update(status=SILENT, close=error)
    drive(printing, *[turn] * 4, lambda: factory.faults.pop("status"), turn)
    assert [state for state, _ in statuses(heard)] == [State.GONE, State.READY]
    first, *others = factory.made
    assert first.calls == ["open", "status", "close"], "it is never touched again"
    assert len(others) == 5
    assert all(each.calls.count("open") == 1 for each in others)


def test_each_outage_is_tried_anew_with_short_pauses(
    factory: Factory, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    def away() -> None:
        factory.faults["status"] = factory.faults["open"] = SILENT

    pauses = drive(
        printing,
        away,
        *[turn] * 9,
        factory.faults.clear,
        away,
        *[turn] * 3,
    )
    misses = [MISS_PAUSE_S, MISS_PAUSE_S, REOPEN_FIRST_S, 2 * REOPEN_FIRST_S]
    assert pauses[0] == STATUS_EVERY_S
    assert pauses[1:5] == misses
    assert pauses[10] == REOPEN_MOST_S
    assert pauses[11] == STATUS_EVERY_S, "it is back"
    assert pauses[12:] == misses, "and the next outage is another one"
    assert [state for state, _ in statuses(heard)] == [
        State.READY,
        State.GONE,
        State.READY,
        State.GONE,
    ]


def test_a_reason_that_changes_while_it_is_away_is_told(
    factory: Factory, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    factory.faults["open"] = DeviceGoneError(Reason.NOT_CONNECTED)
    busy = DeviceGoneError(Reason.PORT_BUSY)
    drive(printing, *[turn] * 3, lambda: factory.faults.update(open=busy), turn)
    assert statuses(heard) == [
        (State.GONE, Reason.NOT_CONNECTED),
        (State.GONE, Reason.PORT_BUSY),
    ]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Reason.PORT_BUSY, Reason.HUNG),
        (Reason.NOT_CONNECTED, Reason.NOT_CONNECTED),
    ],
)
def test_a_port_that_a_hung_driver_of_ours_keeps_is_not_called_anothers(
    error: Reason,
    told: Reason,
    factory: Factory,
    printing: ReceiptPrinterWorker,
    heard: Heard,
    hanging: threading.Thread,
) -> None:
    printing._given_up = [hanging]
    factory.faults["open"] = DeviceGoneError(error)
    drive(printing, *[turn] * 3)
    assert statuses(heard) == [(State.GONE, told)]


def test_a_port_that_another_program_keeps_is_called_busy(
    factory: Factory, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    ended = threading.Thread(target=turn)
    ended.start()
    ended.join()
    printing._given_up = [ended]
    factory.faults["open"] = DeviceGoneError(Reason.PORT_BUSY)
    drive(printing, *[turn] * 3)
    assert statuses(heard) == [(State.GONE, Reason.PORT_BUSY)]


def test_what_is_asked_once_the_thread_has_ended_is_told_at_once(
    factory: Factory, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    drive(printing)
    printing.submit("late", lambda device: device, limit_s=1.0)
    (done,) = heard.of(JobDone)
    assert done == JobDone("late", None, Reason.NOT_CONNECTED, begun=False)
    assert factory.made[0].calls.count("close") == 1


# -- what belongs to nobody after an outage -----------------------------------------


def test_what_a_scanner_holds_when_it_comes_back_belongs_to_nobody(
    heard: Heard,
) -> None:
    scanner = FakeScanner()
    worker = CodeScannerWorker(Role.CODE_SCANNER, lambda: scanner, heard)
    worker.read_code("mine")

    def back() -> None:
        scanner.faults.clear()
        scanner.scanned.append(CODE)  # while nobody could listen

    drive(worker, lambda: scanner.faults.update(read_code=SILENT), turn, back, turn)
    assert heard.of(CodeRead) == []
    assert scanner.calls.count("drop_pending") >= 2


def test_a_scanner_is_asked_how_it_is_at_once_when_it_comes_back(heard: Heard) -> None:
    scanner = FakeScanner()
    worker = CodeScannerWorker(Role.CODE_SCANNER, lambda: scanner, heard)
    worker.read_code("mine")
    drive(worker, turn, turn)
    assert scanner.calls.count("status") == 2, "at the start, then every so often"
    scanner.calls.clear()
    fresh = worker.successor()
    drive(fresh, lambda: scanner.faults.update(read_code=SILENT), scanner.faults.clear)
    opened = [at for at, call in enumerate(scanner.calls) if call == "open"]
    assert len(opened) == 2
    for at in opened:
        assert scanner.calls[at + 1] == "status"


def test_a_reader_that_hangs_is_replaced_and_reads_on_for_who_asked(
    heard: Heard,
) -> None:
    reader = FakeReader()
    worker = CardReaderWorker(Role.ID_CARD_READER, lambda: reader, heard)
    worker.read_card("mine")
    worker._until = 0.0  # as if a call had never come back
    assert worker.abandon()
    fresh = worker.successor()
    drive(fresh, reader.put_card, turn)
    assert heard.of(CardRead) == [CardRead("mine", READING)]


def test_nobody_waits_at_the_successor_of_a_reader_that_nobody_asked(
    heard: Heard,
) -> None:
    reader = FakeReader()
    worker = CardReaderWorker(Role.ID_CARD_READER, lambda: reader, heard)
    worker.read_card("mine")
    worker.stop_reading()
    worker._until = 0.0
    assert worker.abandon()
    drive(worker.successor(), reader.put_card, turn)
    assert "read_card" not in reader.calls
    assert heard.of(CardRead) == []


def test_a_call_that_came_back_in_time_is_not_given_up(heard: Heard) -> None:
    worker: Worker[FakePrinter] = Worker(Role.RECEIPT_PRINTER, FakePrinter, heard)
    assert not worker.abandon(), "no call is under way"
    drive(worker, turn)
    assert [state for state, _ in statuses(heard)] == [State.READY]


def test_what_an_abandoned_worker_still_says_counts_for_nothing(heard: Heard) -> None:
    printer = FakePrinter()
    worker = ReceiptPrinterWorker(Role.RECEIPT_PRINTER, lambda: printer, heard)

    def given_up() -> None:
        assert worker.abandon()

    printer.during["status"] = given_up  # the call hangs, is given up, and comes back
    drive(worker, together(turn, turn))
    assert statuses(heard) == []
    assert printer.calls == ["open", "status", "close"], "late, its port is given back"
