"""What a supervisor of devices promises to those who wait for them."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from support.devices import (
    READING,
    READY,
    RECEIPT,
    SILENT,
    FakeLocker,
    FakePrinter,
    FakeReader,
    Heard,
    drive,
    together,
    turn,
)

from drivers.base import DeviceStatus, PrintOutcome, PrintResult, Role, State
from drivers.errors import CardError, DeviceGoneError, Reason
from drivers.supervisor import (
    CardFailed,
    CardLifted,
    CardRead,
    CardReaderWorker,
    CardSeen,
    JobDone,
    PrintDone,
    ReceiptPrinterWorker,
    StatusChanged,
    Supervisor,
    Worker,
)
from drivers.supervisor import receipt_printer as supervisor_receipt_printer
from drivers.supervisor import supervisor as supervisor_cabinet
from drivers.supervisor import worker as supervisor_worker


class Bug(Exception):  # noqa: N818 - not an error that anyone would expect
    """What no driver should ever raise."""


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader()


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def reading(reader: FakeReader, heard: Heard) -> CardReaderWorker:
    return CardReaderWorker(Role.ID_CARD_READER, lambda: reader, heard)


@pytest.fixture
def printing(printer: FakePrinter, heard: Heard) -> ReceiptPrinterWorker:
    return ReceiptPrinterWorker(Role.RECEIPT_PRINTER, lambda: printer, heard)


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as events:
        yield events


def states(heard: Heard) -> list[State]:
    return [
        event.status.state for event in heard.events if isinstance(event, StatusChanged)
    ]


# -- misses, and coming back ------------------------------------------------------


def test_two_misses_are_never_seen(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    drive(
        printing,
        lambda: printer.faults.update(status=SILENT),
        turn,
        printer.faults.clear,
        turn,
    )
    assert printer.calls.count("open") == 3
    assert states(heard) == [State.READY]


def test_the_third_miss_in_a_row_makes_a_device_gone_and_the_first_answer_ready(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    drive(
        printing,
        lambda: printer.faults.update(status=SILENT),
        *(turn, turn, printer.faults.clear),
    )
    assert states(heard) == [State.READY, State.GONE, State.READY]
    gone = heard.events[1]
    assert isinstance(gone, StatusChanged)
    assert gone.status.reason is Reason.NO_ANSWER
    assert gone.status.detail == "nothing came"


def test_misses_count_in_a_row_only(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    fail = lambda: printer.faults.update(status=SILENT)  # noqa: E731
    drive(printing, *(fail, turn, printer.faults.clear) * 4)
    assert states(heard) == [State.READY]


def test_a_device_that_greets_but_cannot_work_does_not_flash(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reader.faults["read_card"] = SILENT
    reading.read_card("ticket")
    drive(reading, *[turn] * 8)
    assert states(heard) == [State.GONE]


def test_opening_again_is_tried_with_a_growing_pause(
    printer: FakePrinter, printing: ReceiptPrinterWorker
) -> None:
    printer.faults["open"] = DeviceGoneError(Reason.NOT_CONNECTED)
    pauses = drive(printing, *[turn] * 7, printer.faults.clear, turn)
    assert pauses[:8] == [0.3, 0.3, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0]
    assert pauses[8:] == [supervisor_worker.STATUS_EVERY_S] * 2


def test_a_device_that_could_not_be_opened_is_closed(
    printer: FakePrinter, printing: ReceiptPrinterWorker
) -> None:
    printer.faults["open"] = DeviceGoneError(Reason.NOT_CONNECTED)
    drive(printing)
    assert printer.calls == ["open", "close"]


def test_a_device_that_stays_away_is_not_logged_for_days(
    printer: FakePrinter, printing: ReceiptPrinterWorker, logged: list[Any]
) -> None:
    printer.faults["open"] = DeviceGoneError(Reason.NOT_CONNECTED)
    drive(printing, *[turn] * 20)
    assert [each["event"] for each in logged].count("device_missed") == 3


def test_a_fault_that_the_device_tells_is_no_miss(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    out = DeviceStatus(State.FAULT, Reason.PAPER_OUT)
    drive(printing, lambda: setattr(printer, "told", out), turn)
    assert states(heard) == [State.READY, State.FAULT]
    assert printer.calls.count("open") == 1


# -- cards ------------------------------------------------------------------------


def test_presence_is_told_at_each_opening(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reader.lying = True
    drive(
        reading,
        lambda: reader.faults.update(card_present=SILENT),
        together(reader.faults.clear, reader.lift_card),
        turn,
    )
    assert heard.of(CardSeen, CardLifted) == [CardSeen(), CardLifted()]


def test_a_card_is_read_for_whoever_asked_and_its_lifting_is_seen(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("mine")
    drive(reading, turn, reader.put_card, turn, reader.lift_card)
    assert heard.of(CardSeen, CardRead, CardLifted) == [
        CardLifted(),
        CardSeen(),
        CardRead("mine", READING),
        CardLifted(),
    ]


def test_one_request_reads_one_card(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("mine")
    drive(reading, reader.put_card, reader.lift_card, reader.put_card, turn)
    assert len(heard.of(CardRead)) == 1


@pytest.mark.parametrize("then", ["stop", "ask"])
def test_a_card_read_for_a_visit_that_is_over_gives_only_its_presence(
    then: str, reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    end = reading.stop_reading if then == "stop" else lambda: reading.read_card("new")
    reading.read_card("old")
    reader.during["read_card"] = end
    reader.put_card()
    reader.lying = False  # put down just now, behind the look for one
    drive(reading, turn)
    assert CardSeen() in heard.events
    assert heard.of(CardRead) == []


def test_a_request_made_while_an_old_one_is_served_is_served_next(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("old")
    reader.during["read_card"] = lambda: reading.read_card("new")
    reader.put_card()
    drive(reading, reader.lift_card, reader.put_card, turn)
    assert heard.of(CardRead) == [CardRead("new", READING)]


def test_a_new_request_finds_the_old_card_lifted(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("old")
    drive(
        reading,
        reader.put_card,
        lambda: reading.read_card("new"),
        reader.lift_card,
        turn,
    )
    assert heard.of(CardSeen, CardLifted, CardRead) == [
        CardLifted(),
        CardSeen(),
        CardRead("old", READING),
        CardLifted(),
    ]


def test_a_card_that_cannot_be_read_is_known_to_lie_there(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("mine")

    def fail() -> None:
        reader.lying = True
        reader.faults["read_card"] = CardError(Reason.CARD_UNREADABLE)

    drive(reading, fail, turn, reading.stop_reading, reader.lift_card)
    assert heard.of(CardSeen, CardLifted) == [CardLifted(), CardSeen(), CardLifted()]
    assert heard.of(CardFailed)[0] == CardFailed("mine", Reason.CARD_UNREADABLE)
    assert reader.calls.count("open") == 1, "the reader itself is well"


def test_a_card_lifted_too_soon_does_not_lie_there(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("mine")
    reader.faults["read_card"] = CardError(Reason.CARD_LIFTED)
    drive(reading)
    assert heard.of(CardSeen, CardLifted, CardFailed) == [
        CardLifted(),
        CardFailed("mine", Reason.CARD_LIFTED),
    ]


def test_a_request_outlives_a_reader_that_goes_and_comes_back(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("mine")
    drive(
        reading,
        lambda: reader.faults.update(read_card=SILENT, open=SILENT),
        *[turn] * 4,
        together(reader.faults.clear, reader.put_card),
    )
    assert heard.of(CardRead) == [CardRead("mine", READING)]
    assert states(heard) == [State.READY, State.GONE, State.READY]


# -- paper ------------------------------------------------------------------------


def test_jobs_are_printed_in_their_order(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    printing.print("first", RECEIPT)
    printing.print("second", RECEIPT)
    pauses = drive(printing, turn, turn)
    printed = PrintResult(PrintOutcome.PRINTED)
    assert heard.of(PrintDone) == [
        PrintDone("first", printed),
        PrintDone("second", printed),
    ]
    assert pauses[:2] == [0.0, 0.0], "the second does not wait"


def test_a_job_for_a_printer_that_is_gone_ends_at_once_with_the_reason(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    printer.faults["open"] = DeviceGoneError(Reason.NOT_CONNECTED)
    drive(printing, turn, turn, lambda: printing.print("job", RECEIPT))
    nothing = PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.NOT_CONNECTED)
    assert heard.of(PrintDone) == [PrintDone("job", nothing)]
    assert printer.printed == []


def test_a_job_waits_for_a_printer_that_missed_once(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    printer.faults["open"] = DeviceGoneError(Reason.NOT_CONNECTED)
    printing.print("job", RECEIPT)
    drive(printing, turn, printer.faults.clear)
    assert heard.of(PrintDone) == [PrintDone("job", printer.result)]


def test_a_status_that_fails_after_a_print_loses_no_outcome(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    printing.print("job", RECEIPT)
    printer.faults["status"] = SILENT
    drive(printing, *[turn] * 3)
    assert heard.of(PrintDone) == [PrintDone("job", printer.result)]
    assert len(printer.printed) == 1


def test_a_print_that_raises_is_an_outcome_that_nobody_knows(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    printing.print("job", RECEIPT)
    printer.faults["print"] = SILENT
    drive(printing, turn, turn)
    unknown = PrintResult(PrintOutcome.UNKNOWN, Reason.NO_ANSWER)
    assert heard.of(PrintDone) == [PrintDone("job", unknown)]


def test_what_waits_when_the_terminal_stops_is_told_that_nothing_came_out(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    printing.print("printed", RECEIPT)
    printing.print("waiting", RECEIPT)
    drive(printing)
    printing.print("too late", RECEIPT)
    nothing = PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.NOT_CONNECTED)
    assert heard.of(PrintDone) == [
        PrintDone("printed", printer.result),
        PrintDone("waiting", nothing),
        PrintDone("too late", nothing),
    ]
    assert printer.calls[-1] == "close"


# -- a driver with a bug ----------------------------------------------------------


@pytest.mark.parametrize("call", ["open", "status", "close"])
def test_a_bug_in_a_driver_costs_neither_the_thread_nor_the_device(
    call: str,
    printer: FakePrinter,
    printing: ReceiptPrinterWorker,
    heard: Heard,
    logged: list[Any],
) -> None:
    printer.faults[call] = Bug("oops")
    if call == "close":
        printer.faults["status"] = SILENT
    drive(printing, turn, turn, printer.faults.clear, turn)
    assert states(heard) == [State.GONE, State.READY]
    assert {"driver_crashed"} <= {each["event"] for each in logged}
    assert {each["log_level"] for each in logged} >= {"critical"}


def test_a_bug_makes_the_device_gone_at_once_and_is_logged_once(
    printer: FakePrinter,
    printing: ReceiptPrinterWorker,
    heard: Heard,
    logged: list[Any],
) -> None:
    printer.faults["status"] = Bug("oops")
    pauses = drive(printing, *[turn] * 5)
    gone = DeviceStatus(State.GONE, Reason.DRIVER_CRASHED)
    assert heard.events == [StatusChanged(Role.RECEIPT_PRINTER, gone)]
    assert [each["event"] for each in logged].count("driver_crashed") == 1
    assert pauses == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0], "a bug is not a busy loop"


def test_a_bug_while_printing_is_an_outcome_that_nobody_knows(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    printing.print("job", RECEIPT)
    printing.print("next", RECEIPT)
    printer.faults["print"] = Bug("oops")
    drive(printing, printer.faults.clear, turn)
    crashed = Reason.DRIVER_CRASHED
    assert heard.of(PrintDone) == [
        PrintDone("job", PrintResult(PrintOutcome.UNKNOWN, crashed)),
        PrintDone("next", PrintResult(PrintOutcome.NOTHING_CAME_OUT, crashed)),
    ]


def test_a_driver_that_cannot_even_be_made_is_a_device_that_is_gone(
    heard: Heard,
) -> None:
    def make() -> FakePrinter:
        raise TypeError("no such option")

    drive(ReceiptPrinterWorker(Role.RECEIPT_PRINTER, make, heard), turn)
    assert states(heard) == [State.GONE]


# -- all together, in their own threads -------------------------------------------


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


# -- drivers that hang ------------------------------------------------------------


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


# -- every other role, and jobs ---------------------------------------------------


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


def test_since_stays_while_only_the_detail_changes(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    other = DeviceStatus(State.READY, Reason.OK, detail="another")
    near = DeviceStatus(State.WARNING, Reason.PAPER_NEAR_END)
    drive(
        printing,
        lambda: setattr(printer, "told", other),
        lambda: setattr(printer, "told", near),
    )
    first, second, third = (
        event.status.since for event in heard.events if isinstance(event, StatusChanged)
    )
    assert first is second
    assert third is not second


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


def test_a_job_that_cannot_be_done_tells_why(heard: Heard) -> None:
    worker: Worker[FakePrinter] = Worker(Role.LOCKER, FakePrinter, heard)

    def silent(_device: FakePrinter) -> None:
        raise SILENT

    worker.submit("silent", silent, 60)
    worker.submit("too late", silent, 60)
    drive(worker)
    Supervisor({}, heard).submit(Role.LOCKER, silent, "nowhere")
    assert heard.of(JobDone) == [
        JobDone("silent", None, Reason.NO_ANSWER),
        JobDone("too late", None, Reason.NOT_CONNECTED, begun=False),
        JobDone("nowhere", None, Reason.NOT_CONFIGURED, begun=False),
    ]


def test_a_card_that_a_job_left_on_the_reader_is_known_to_lie_there(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.submit("job", lambda _: reader.put_card(), 60)
    drive(reading, turn, reader.lift_card)
    assert heard.of(CardSeen, CardLifted) == [CardLifted(), CardSeen(), CardLifted()]


def _state(event: object) -> State | None:
    return event.status.state if isinstance(event, StatusChanged) else None


def test_no_event_and_no_log_line_tells_who_the_card_belongs_to(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard, logged: list[Any]
) -> None:
    reading.read_card("mine")
    reader.put_card()
    drive(reading, turn, lambda: reader.faults.update(card_present=SILENT), turn)
    assert heard.of(CardRead)
    told = f"{heard.events} {logged}"
    assert READING.number not in told
    assert str(READING.name) not in told
