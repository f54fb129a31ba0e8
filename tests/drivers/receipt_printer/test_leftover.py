"""What hangs in a printer is cut once, whatever answers and connections get lost."""

import re
from collections.abc import Callable

import pytest
from support.devices import Heard, drive, turn
from support.escpos_lines import (
    CUT,
    PAPER_STATUS_IN_TURN,
    Answer,
    line_that,
    printer_that,
    well,
)
from support.receipt_printers import RECEIPT

from drivers.base import DeviceStatus, PrintOutcome, PrintResult, Role, State
from drivers.errors import DriverError, Reason
from drivers.leftover import Hanging, Leftover
from drivers.receipt_printer import escpos
from drivers.receipt_printer.escpos import EscposPrinter
from drivers.supervisor import ReceiptPrinterWorker

pytestmark = pytest.mark.usefixtures("qapp")

PRINTED = PrintResult(PrintOutcome.PRINTED)
UNCONFIRMED = PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.PRINT_UNCONFIRMED)
MANY = 6  # turns of a worker; each finds the printer again


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escpos, "STALL_S", 0.2)
    monkeypatch.setattr(escpos, "POLL_S", 0.02)


class Stream:
    """All that reached the printer, and what moves paper in it."""

    def __init__(self, answers: Answer) -> None:
        self.data = b""
        self._answers = answers

    def __call__(self, data: bytes) -> bytes:
        self.data += data
        return self._answers(data)

    @property
    def cuts(self) -> int:
        return self.data.count(CUT)

    @property
    def pictures(self) -> int:
        return self.data.count(b"\x1dv0")


@pytest.fixture
def found_again() -> Callable[[str], DeviceStatus]:
    """A worker finds the printer again and again, each time with a new driver."""
    leftover = Leftover()

    def find(url: str) -> DeviceStatus:
        made: list[EscposPrinter] = []

        def make() -> EscposPrinter:
            made.append(EscposPrinter(url))
            return made[-1]

        def lose() -> None:
            made[-1]._dialogue._url = "tcp://127.0.0.1:1"  # nobody is there
            made[-1].close()

        worker = ReceiptPrinterWorker(Role.RECEIPT_PRINTER, make, Heard())
        worker._leftover = leftover
        drive(worker, *[turn, lose, turn] * (MANY // 2), turn)
        assert len(made) >= MANY // 2
        assert {id(each.leftover) for each in made} == {id(leftover)}
        return worker.status

    return find


Find = Callable[[str], DeviceStatus]


def test_a_printer_that_ignores_the_question_in_turn_never_moves_paper(
    found_again: Find,
) -> None:
    stream = Stream(lambda data: b"\x12" * data.count(b"\x10\x04"))
    with line_that(stream) as url:
        status = found_again(url)
        assert (status.state, status.reason) == (State.FAULT, Reason.PRINT_UNCONFIRMED)
        assert status.supplies == {"paper": Reason.OK}
        printer = EscposPrinter(url)
        assert printer.print(RECEIPT) == UNCONFIRMED
        printer.close()
    assert (stream.cuts, stream.pictures) == (0, 0)


def test_one_that_answers_later_is_ready_and_cut_once(found_again: Find) -> None:
    patience = [0]

    def after_a_while(data: bytes) -> bytes:
        patience[0] += data.count(PAPER_STATUS_IN_TURN)
        return b"\x12" * data.count(b"\x10\x04") if patience[0] < 3 else well(data)

    stream = Stream(after_a_while)
    with line_that(stream) as url:
        assert found_again(url).state is State.READY
    assert stream.cuts == 1


def test_what_hangs_in_a_printer_that_is_well_is_cut_once(found_again: Find) -> None:
    stream = Stream(well)
    with line_that(stream) as url:
        assert found_again(url).state is State.READY
    assert stream.cuts == 1


class _Cut:
    """Answers well, but to a cut: that is what differs."""

    def __init__(self, at_cut: Callable[[bytes], bytes], times: int) -> None:
        self._at_cut, self._left = at_cut, times

    def __call__(self, data: bytes) -> bytes:
        if CUT in data and self._left:
            self._left -= 1
            return self._at_cut(data)
        return well(data)


def silence(data: bytes) -> bytes:
    return b"\x12" * data.count(b"\x10\x04")


def hang_up(_: bytes) -> bytes:
    raise ConnectionResetError


def too_often(data: bytes) -> bytes:
    return well(data) + b"\x00"


@pytest.mark.parametrize(
    ("at_cut", "state"),
    [(silence, State.FAULT), (hang_up, State.READY), (too_often, State.READY)],
)
@pytest.mark.parametrize("times", [1, MANY])
def test_a_cut_that_is_not_confirmed_is_not_sent_again(
    at_cut: Callable[[bytes], bytes], state: State, times: int, found_again: Find
) -> None:
    stream = Stream(_Cut(at_cut, times))
    with line_that(stream) as url:
        assert found_again(url).state is state
        assert found_again(url).state is state
    assert stream.cuts == 1


@pytest.mark.parametrize("at_cut", [silence, hang_up, too_often])
def test_what_was_cut_unconfirmed_still_hangs_and_is_cut_before_the_next_receipt(
    at_cut: Callable[[bytes], bytes],
) -> None:
    stream = Stream(_Cut(at_cut, 1))
    with line_that(stream) as url:
        printer = EscposPrinter(url)
        for _ in range(MANY):
            try:
                printer.status()
            except DriverError:
                continue
        assert printer.leftover.hanging is not Hanging.NOTHING
        assert stream.cuts == 1
        assert printer.print(RECEIPT) == PRINTED
        printer.close()
    second, own = [match.start() for match in re.finditer(CUT, stream.data)][1:]
    first_dots = stream.data.index(b"\x1dv0")
    assert second < first_dots < own, "another's is cut off before this one begins"


@pytest.mark.parametrize("at_cut", [silence, hang_up, too_often])
def test_nothing_is_printed_behind_what_may_hang_there(
    at_cut: Callable[[bytes], bytes],
) -> None:
    stream = Stream(_Cut(at_cut, 100))
    with line_that(stream) as url:
        printer = EscposPrinter(url)
        for prints in range(1, 4):
            printer.open()  # so that what is lost in the middle is found again
            result = printer.print(RECEIPT)
            assert result.outcome is PrintOutcome.NOTHING_CAME_OUT
            assert stream.cuts == prints, "one for each print that somebody asked for"
        printer.close()
    assert stream.pictures == 0


def test_an_interrupted_receipt_is_cut_off_once_however_often_it_is_found_again(
    found_again: Find,
) -> None:
    dead = [False]

    def dies_in_the_picture(data: bytes) -> bytes:
        if b"\x1dv0" in data and not dead[0]:
            dead[0] = True
            raise ConnectionResetError
        return well(data)

    stream = Stream(dies_in_the_picture)
    with line_that(stream) as url:
        assert found_again(url).state is State.READY
        assert stream.cuts == 1
        printer = EscposPrinter(url)
        printer.leftover.clear()
        result = printer.print(RECEIPT)
        assert result == PrintResult(PrintOutcome.UNKNOWN, Reason.NOT_CONNECTED)
        for _ in range(MANY):
            printer.close()
            assert printer.status().state is State.READY
        assert stream.cuts == 2
        printer.close()


def test_while_a_receipt_is_printed_it_counts_as_hanging_there() -> None:
    """A driver that hangs in the middle of it is replaced by one that must know."""
    seen: list[Hanging] = []

    def watched(data: bytes) -> bytes:
        if b"\x1dv0" in data:
            seen.append(printer.leftover.hanging)
        return well(data)

    with printer_that(watched) as printer:
        assert printer.print(RECEIPT) == PRINTED
        assert printer.leftover.hanging is Hanging.NOTHING
    assert set(seen) == {Hanging.SOMETHING}


class TestLeftover:
    def test_one_cut_for_each_start_and_each_print(self) -> None:
        leftover = Leftover()
        assert leftover.hanging is Hanging.SOMETHING, "what was before is not known"
        assert leftover.claim_cut()
        assert not leftover.claim_cut()
        leftover.renew()
        assert leftover.claim_cut()
        leftover.clear()
        leftover.renew()
        assert not leftover.claim_cut(), "nothing hangs there"
        leftover.begin()
        assert leftover.claim_cut()

    def test_only_a_cut_can_stay_unanswered(self) -> None:
        leftover = Leftover()
        states = [leftover.hanging]
        for act in (
            *(leftover.unanswered, leftover.claim_cut, leftover.unanswered),
            *(leftover.claim_cut, leftover.clear, leftover.unanswered),
        ):
            act()
            states.append(leftover.hanging)
        assert states == [
            *(Hanging.SOMETHING, Hanging.SOMETHING, Hanging.CUT_SENT),
            *(Hanging.CUT_UNANSWERED, Hanging.CUT_UNANSWERED),
            *(Hanging.NOTHING, Hanging.NOTHING),
        ]
