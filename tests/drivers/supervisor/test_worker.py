"""Any device is missed, comes back, and survives the bugs of its driver."""

import threading
import time
from typing import Any

import pytest
from support.devices import (
    SILENT,
    Bug,
    FakePrinter,
    FakeReader,
    Heard,
    drive,
    states,
    together,
    turn,
)

from drivers.base import DeviceStatus, Role, State
from drivers.errors import DeviceGoneError, Reason
from drivers.supervisor import (
    CardReaderWorker,
    JobDone,
    ReceiptPrinterWorker,
    StatusChanged,
    Supervisor,
    Worker,
)
from drivers.supervisor import worker as supervisor_worker


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


def test_a_driver_that_cannot_even_be_made_is_a_device_that_is_gone(
    heard: Heard,
) -> None:
    def make() -> FakePrinter:
        raise TypeError("no such option")

    drive(ReceiptPrinterWorker(Role.RECEIPT_PRINTER, make, heard), turn)
    assert states(heard) == [State.GONE]


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


def test_a_device_whose_closing_keeps_failing_is_made_again_all_the_same(
    heard: Heard, logged: list[Any]
) -> None:
    made: list[FakePrinter] = []

    def make() -> FakePrinter:
        made.append(FakePrinter())
        made[-1].faults["close"] = Bug("oops")
        return made[-1]

    def miss() -> None:
        made[-1].faults["status"] = SILENT

    worker = ReceiptPrinterWorker(Role.RECEIPT_PRINTER, make, heard)
    drive(worker, *[miss, turn] * 3, turn)
    assert len(made) == 4, "a driver that could not be closed is not used again"
    assert [each.calls.count("open") for each in made] == [1] * 4
    assert {each["event"] for each in logged} >= {"driver_crashed"}


@pytest.mark.parametrize("error", [Bug("oops"), SILENT, OSError(5, "EIO")])
def test_whatever_closing_raises_the_device_is_ready_again(
    error: Exception,
    printer: FakePrinter,
    printing: ReceiptPrinterWorker,
    heard: Heard,
    logged: list[Any],
) -> None:
    printer.faults["close"] = error
    drive(
        printing,
        lambda: printer.faults.update(status=SILENT),
        *[turn] * 3,
        lambda: printer.faults.pop("status"),
        turn,
    )
    assert states(heard) == [State.READY, State.GONE, State.READY]
    assert printer.calls.count("open") == 5
    assert "driver_crashed" in {each["event"] for each in logged}


def test_one_answer_lets_misses_and_pauses_begin_anew(
    printer: FakePrinter, printing: ReceiptPrinterWorker, heard: Heard
) -> None:
    away = DeviceGoneError(Reason.NOT_CONNECTED)

    def lose() -> None:
        printer.faults.update(open=away, status=away)

    lose()
    pauses = drive(printing, *[turn] * 4, printer.faults.clear, lose, *[turn] * 3, turn)
    assert pauses[:5] == [0.3, 0.3, 0.5, 1.0, 2.0]
    assert pauses[5:] == [supervisor_worker.STATUS_EVERY_S, 0.3, 0.3, 0.5, 1.0, 2.0]
    assert states(heard) == [State.GONE, State.READY, State.GONE]


@pytest.mark.parametrize(("late_s", "hangs"), [(0.0, False), (0.001, True)])
def test_a_call_hangs_only_past_its_limit(
    late_s: float,
    hangs: bool,
    printer: FakePrinter,
    printing: ReceiptPrinterWorker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    seen: list[bool] = []

    def look() -> None:
        now[0] += supervisor_worker.LIMITS_S["status"] + late_s
        seen.append(printing.hangs())

    printer.during["status"] = look
    drive(printing)
    assert seen == [hangs]
    assert not printing.hangs(), "nothing is under way"


def test_so_many_hanging_threads_are_too_many_and_one_less_is_not(
    printer: FakePrinter, printing: ReceiptPrinterWorker
) -> None:
    release = threading.Event()
    hanging = [
        threading.Thread(target=release.wait, args=(60,))
        for _ in range(supervisor_worker.MOST_HUNG)
    ]
    for thread in hanging:
        thread.start()
    printing._given_up = list(hanging)
    try:
        pauses = drive(printing, turn, lambda: printing._given_up.pop(), turn)
    finally:
        release.set()
        for thread in hanging:
            thread.join()
    assert pauses[:2] == [supervisor_worker.REOPEN_MOST_S] * 2
    assert printer.calls.count("open") == 1


def test_a_port_that_our_own_hanging_driver_keeps_is_not_called_busy(
    printer: FakePrinter, printing: ReceiptPrinterWorker
) -> None:
    release = threading.Event()
    ours = threading.Thread(target=release.wait, args=(60,))
    ours.start()
    printer.faults["open"] = DeviceGoneError(Reason.PORT_BUSY)
    reasons: list[Reason] = []
    note = lambda: reasons.append(printing.status.reason)  # noqa: E731

    def ended() -> None:
        release.set()
        ours.join()

    printing._given_up = [ours]
    drive(printing, turn, turn, together(note, ended), note)
    assert reasons == [Reason.HUNG, Reason.PORT_BUSY]
