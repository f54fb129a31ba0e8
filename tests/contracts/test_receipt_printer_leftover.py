"""No receipt printer moves paper by itself, whatever its answers; each profile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.devices import Heard, drive, turn
from support.receipt_printers import BACKENDS, RECEIPT, EscposBackend

from drivers.base import Device, PrintOutcome, PrintResult, Role, State
from drivers.errors import Reason
from drivers.receipt_printer import escpos
from drivers.supervisor import ReceiptPrinterWorker

pytestmark = pytest.mark.usefixtures("qapp")

PRINTED = PrintResult(PrintOutcome.PRINTED)
MANY = 5


@pytest.fixture(params=sorted(BACKENDS))
def backend(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[EscposBackend]:
    monkeypatch.setattr(escpos, "STALL_S", 0.2)
    with BACKENDS[request.param](tmp_path) as started:
        yield started


def worker_of(backend: EscposBackend) -> ReceiptPrinterWorker:
    def make() -> escpos.EscposPrinter:
        return backend.driver(backend.url)

    return ReceiptPrinterWorker(Role.RECEIPT_PRINTER, make, Heard())


def moved(backend: EscposBackend) -> tuple[int, int]:
    """How often paper was cut, and how much has left the roll."""
    state = backend.state()
    return state["cuts"], state["dots_left"]


def test_one_that_does_not_answer_in_turn_is_a_fault_and_moves_nothing(
    backend: EscposBackend,
) -> None:
    backend.do("fault", kind="in_turn_mute")
    before, mouth = moved(backend), backend.state()["mouth"]
    worker = worker_of(backend)
    drive(worker, *[turn] * MANY)
    assert worker.status.state is State.FAULT
    assert worker.status.reason is Reason.PRINT_UNCONFIRMED
    result = backend.printer.print(RECEIPT)
    assert result == PrintResult(
        PrintOutcome.NOTHING_CAME_OUT, Reason.PRINT_UNCONFIRMED
    )
    assert (moved(backend), backend.state()["mouth"]) == (before, mouth)


def test_one_that_answers_twice_is_a_bad_answer_and_moves_nothing(
    backend: EscposBackend,
) -> None:
    backend.do("fault", kind="in_turn_twice")
    before = moved(backend)
    worker = worker_of(backend)
    drive(worker, *[turn] * MANY)
    assert (worker.status.state, worker.status.reason) == (
        State.GONE,
        Reason.BAD_ANSWER,
    )
    result = backend.printer.print(RECEIPT)
    assert result == PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.BAD_ANSWER)
    assert moved(backend) == before


def test_two_answers_while_a_receipt_is_printed_are_no_success(
    backend: EscposBackend,
) -> None:
    assert backend.printer.print(RECEIPT) == PRINTED
    backend.do("take")
    backend.do("fault", kind="in_turn_twice")
    result = backend.printer.print(RECEIPT)
    assert result == PrintResult(PrintOutcome.UNKNOWN, Reason.BAD_ANSWER)
    backend.do("fault", kind="none")
    assert backend.printer.print(RECEIPT) == PRINTED


def test_a_printer_that_is_lost_and_found_is_cut_once_for_the_start(
    backend: EscposBackend,
) -> None:
    def off_and_on() -> None:
        backend.do("power", on=False)
        backend.do("power", on=True)

    worker = worker_of(backend)
    drive(worker, *[off_and_on, turn] * MANY)
    assert backend.state()["cuts"] == 1


def test_a_receipt_that_was_interrupted_is_cut_off_once(
    backend: EscposBackend,
) -> None:
    def closed() -> None:
        device: Device | None = worker._device
        assert device is not None
        device.close()

    worker = worker_of(backend)
    ended: list[PrintResult] = []

    def interrupted() -> None:
        backend.do("power", on=False, after_dots=300)
        worker.submit(None, lambda printer: ended.append(printer.print(RECEIPT)), 60)

    def on() -> None:
        backend.do("power", on=True)

    drive(worker, interrupted, on, *[turn, closed] * MANY, turn)
    assert [each.outcome for each in ended] == [PrintOutcome.UNKNOWN]
    assert backend.state()["cuts"] == 2, "one of the start, and one of the print"
    assert not backend.state()["printed_on_it"]
