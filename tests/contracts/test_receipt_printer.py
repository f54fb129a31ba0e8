"""What every receipt printer promises, shown on the real thing at a simulated wire.

Every promise is kept with every profile, each against its own model of printer.
"""

import contextlib
import itertools
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from support.receipt_printers import BACKENDS, CODE, RECEIPT, EscposBackend

from drivers.base import Clock, PrintOutcome, PrintResult, Receipt, State, Text
from drivers.errors import DeviceFaultError, DeviceGoneError, DriverError, Reason

pytestmark = pytest.mark.usefixtures("qapp")

PRINTED = PrintResult(PrintOutcome.PRINTED)
IN_THE_MIDDLE = 300  # dot rows; the receipt is three times as long


def nothing(reason: Reason) -> PrintResult:
    return PrintResult(PrintOutcome.NOTHING_CAME_OUT, reason)


def unknown(reason: Reason) -> PrintResult:
    return PrintResult(PrintOutcome.UNKNOWN, reason)


@pytest.fixture(params=sorted(BACKENDS))
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EscposBackend]:
    with BACKENDS[request.param](tmp_path) as started:
        started.printer.open()
        started.printer.status()  # has cut off what was there before
        started.do("take")
        yield started


@pytest.fixture
def generic(tmp_path: Path) -> Iterator[EscposBackend]:
    """For promises that no profile touches: connections and drawing."""
    with EscposBackend(tmp_path) as started:
        started.printer.open()
        started.printer.status()
        yield started


def at(backend: EscposBackend, reason: Reason) -> Reason:
    """What this model says of a trouble."""
    if reason is Reason.COVER_OPEN and backend.profile == "snbc_btp":
        return Reason.PAPER_OUT
    return reason


def test_a_receipt_comes_out_as_it_was_drawn(backend: EscposBackend) -> None:
    assert backend.printer.print(RECEIPT) == PRINTED
    (receipt,) = backend.receipts()
    with Image.open(receipt["file"]) as paper:
        (code,) = zxingcpp.read_barcodes(paper)
    assert code.text == CODE
    assert not backend.state()["printed_on_it"], "nothing stays in the printer"


def test_two_receipts_in_a_row_are_the_same_and_apart(generic: EscposBackend) -> None:
    assert generic.printer.print(RECEIPT) == PRINTED
    assert generic.printer.print(RECEIPT) == PRINTED
    first, second = generic.receipts()
    assert first["sha"] == second["sha"]


def test_a_printer_that_is_well_is_ready(backend: EscposBackend) -> None:
    status = backend.printer.status()
    assert (status.state, status.reason) == (State.READY, Reason.OK)
    assert status.supplies == {"paper": Reason.OK}


def test_near_the_end_of_paper_it_warns_and_prints(backend: EscposBackend) -> None:
    backend.do("paper", state="near_end")
    status = backend.printer.status()
    assert (status.state, status.reason) == (State.WARNING, Reason.PAPER_NEAR_END)
    assert status.supplies == {"paper": Reason.PAPER_NEAR_END}
    assert backend.printer.print(RECEIPT) == PRINTED


def test_paper_that_gets_near_its_end_in_the_middle_is_enough(
    backend: EscposBackend,
) -> None:
    backend.do("paper", state="near_end", after_dots=IN_THE_MIDDLE)
    assert backend.printer.print(RECEIPT) == PRINTED
    backend.do("take")
    status = backend.printer.status()
    assert (status.state, status.reason) == (State.WARNING, Reason.PAPER_NEAR_END)


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ({"command": "paper", "state": "out"}, Reason.PAPER_OUT),
        ({"command": "cover", "open": True}, Reason.COVER_OPEN),
        ({"command": "jam"}, Reason.PAPER_JAM),
        ({"command": "cutter"}, Reason.CUTTER_ERROR),
        ({"command": "head", "hot": True}, Reason.HEAD_HOT),
    ],
    ids=lambda value: value["command"] if isinstance(value, dict) else "",
)
class TestTrouble:
    def test_before_printing_nothing_comes_out(
        self, backend: EscposBackend, trouble: dict[str, object], reason: Reason
    ) -> None:
        backend.control.do(**trouble)  # type: ignore[arg-type]
        status = backend.printer.status()
        assert (status.state, status.reason) == (State.FAULT, at(backend, reason))
        before = backend.state()["rows_in_printer"]
        assert backend.printer.print(RECEIPT) == nothing(at(backend, reason))
        assert backend.state()["rows_in_printer"] == before
        assert backend.state()["waiting_bytes"] == 0, "nothing may come out later"

    def test_in_the_middle_is_unknown_and_never_reaches_the_next_citizen(
        self, backend: EscposBackend, trouble: dict[str, object], reason: Reason
    ) -> None:
        assert backend.printer.print(RECEIPT) == PRINTED
        backend.control.do(**trouble, after_dots=IN_THE_MIDDLE)  # type: ignore[arg-type]
        assert backend.printer.print(RECEIPT) == unknown(at(backend, reason))
        assert len(backend.receipts()) == 1
        assert backend.state()["printed_on_it"]
        backend.do("clear")
        backend.do("head", hot=False)
        backend.do("cover", open=False)
        if trouble["command"] == "paper":
            backend.do("refill")
        assert backend.printer.status().can_serve
        assert not backend.state()["printed_on_it"], "the rest was cut off at once"
        assert backend.printer.print(RECEIPT) == PRINTED
        assert backend.receipts()[-1]["sha"] == backend.receipts()[0]["sha"]


def test_the_half_that_was_printed_stands_on_the_paper(
    generic: EscposBackend,
) -> None:
    generic.do("paper", state="out", after_dots=IN_THE_MIDDLE)
    assert generic.printer.print(RECEIPT) == unknown(Reason.PAPER_OUT)
    generic.do("refill")
    (torn,) = generic.do("receipts")["torn"]
    assert torn["rows"] >= IN_THE_MIDDLE
    assert generic.printer.status().state is State.READY


def test_paper_that_ends_with_the_last_row_is_no_success(
    backend: EscposBackend,
) -> None:
    assert backend.printer.print(RECEIPT) == PRINTED
    backend.do("paper", state="out", after_dots=backend.receipts()[0]["rows"])
    assert backend.printer.print(RECEIPT) == unknown(Reason.PAPER_OUT)


def test_without_power_nothing_comes_out(generic: EscposBackend) -> None:
    generic.do("power", on=False)
    assert generic.printer.print(RECEIPT) == nothing(Reason.NOT_CONNECTED)
    with pytest.raises(DeviceGoneError):
        generic.printer.status()


def test_power_lost_in_the_middle_is_unknown(backend: EscposBackend) -> None:
    backend.do("power", on=False, after_dots=IN_THE_MIDDLE)
    assert backend.printer.print(RECEIPT) == unknown(Reason.NOT_CONNECTED)
    backend.do("power", on=True)
    assert backend.printer.status().can_serve
    assert not backend.state()["printed_on_it"]


def test_switched_off_and_on_it_prints_again_by_itself(
    generic: EscposBackend,
) -> None:
    assert generic.printer.print(RECEIPT) == PRINTED
    generic.do("power", on=False)
    generic.do("power", on=True)
    assert generic.printer.print(RECEIPT) == PRINTED
    assert len(generic.receipts()) == 2


def test_a_printer_absent_when_opened_is_found_later(generic: EscposBackend) -> None:
    generic.printer.close()
    generic.do("power", on=False)
    with pytest.raises(DeviceGoneError):
        generic.printer.open()
    generic.do("power", on=True)
    assert generic.printer.print(RECEIPT) == PRINTED


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("mute", Reason.NO_ANSWER), ("garbage", Reason.BAD_ANSWER)],
)
def test_silence_and_nonsense_are_never_taken_for_well(
    generic: EscposBackend, fault: str, reason: Reason
) -> None:
    generic.do("fault", kind=fault)
    assert generic.printer.print(RECEIPT) == nothing(reason)
    with pytest.raises(DriverError) as caught:
        generic.printer.status()
    assert caught.value.reason is reason
    assert generic.receipts() == []
    generic.do("fault", kind="none")
    assert generic.printer.print(RECEIPT) == PRINTED


@pytest.mark.parametrize("command", ["paper", "cover"])
def test_an_old_answer_is_never_taken_for_a_new_one(
    backend: EscposBackend, command: str
) -> None:
    backend.do("fault", kind="stale_status")
    state = {"state": "out"} if command == "paper" else {"open": True}
    backend.do(command, **state, after_dots=IN_THE_MIDDLE)
    assert backend.printer.print(RECEIPT) != PRINTED
    assert not backend.printer.status().can_serve
    result = backend.printer.print(RECEIPT)
    assert result.outcome is PrintOutcome.NOTHING_CAME_OUT


def test_a_slow_printer_is_waited_for(generic: EscposBackend) -> None:
    generic.do("fault", kind="slow")
    assert generic.printer.print(Receipt((Text("慢"),))) == PRINTED


def test_a_receipt_that_no_font_can_draw_sends_nothing(
    generic: EscposBackend,
) -> None:
    before = generic.state()["rows_in_printer"]
    receipt = Receipt((*RECEIPT.blocks, Text("\U00031350")))
    assert generic.printer.print(receipt) == nothing(Reason.UNPRINTABLE_CHARACTER)
    assert generic.state()["rows_in_printer"] == before


def test_closing_twice_is_harmless(generic: EscposBackend) -> None:
    generic.printer.close()
    generic.printer.close()
    assert generic.printer.status().state is State.READY


def test_what_an_earlier_process_left_half_printed_is_cut_off_at_the_start(
    backend: EscposBackend,
) -> None:
    backend.printer.close()
    backend.do("power", on=False)
    backend.do("power", on=True)
    dying = socket.create_connection(backend.address)
    dying.sendall(b"\x1dv0\x00\x48\x00\x20\x00" + b"\xff" * 72 * 30)  # of 32 rows
    dying.sendall(b"\xff" * 72 * 2 + b"\x1dr\x01")
    assert dying.recv(1) == b"\x00"
    dying.close()
    assert backend.state()["printed_on_it"]
    with contextlib.closing(backend.driver(backend.url)) as printer:
        printer.open()
        assert printer.status().can_serve
        assert not backend.state()["printed_on_it"]


HAVE_SENSOR = ("custom_vkp80", "better_bt532c")


def test_a_receipt_that_was_not_taken_is_known_where_a_sensor_sees_it(
    backend: EscposBackend,
) -> None:
    assert backend.printer.print(RECEIPT) == PRINTED
    status = backend.printer.status()
    seen = backend.profile in HAVE_SENSOR
    assert status.can_serve, "it keeps nobody from being served"
    assert status.reason is (Reason.PAPER_NOT_TAKEN if seen else Reason.OK)
    assert status.supplies == {"paper": Reason.OK}
    backend.do("take")
    assert backend.printer.status().state is State.READY


def test_a_receipt_that_was_not_taken_is_taken_back_where_the_printer_can(
    backend: EscposBackend,
) -> None:
    assert backend.printer.print(RECEIPT) == PRINTED
    kept = backend.state()["mouth"]["retracted"]
    if backend.profile == "better_bt532c":
        with pytest.raises(DeviceFaultError) as caught:
            backend.printer.retract()
        assert caught.value.reason is Reason.PAPER_NOT_TAKEN
    else:
        backend.printer.retract()
        assert backend.printer.status().state is State.READY
    taken_back = backend.state()["mouth"]["retracted"] - kept
    assert taken_back == (1 if backend.profile == "custom_vkp80" else 0)


class TestPresenter:
    @pytest.fixture
    def custom(self, tmp_path: Path) -> Iterator[EscposBackend]:
        with EscposBackend(tmp_path, profile="custom_vkp80") as started:
            started.printer.status()
            yield started

    def test_what_is_cut_off_at_the_start_goes_to_the_bin_and_to_nobody(
        self, custom: EscposBackend
    ) -> None:
        mouth = custom.state()["mouth"]
        assert (mouth["inside"], mouth["hanging"], mouth["taken"]) == (0, 0, 0)
        assert mouth["retracted"] == 1

    def test_what_hangs_there_is_taken_back_before_the_next_citizens(
        self, custom: EscposBackend
    ) -> None:
        kept = custom.state()["mouth"]["retracted"]
        assert custom.printer.print(RECEIPT) == PRINTED
        assert custom.printer.print(RECEIPT) == PRINTED
        mouth = custom.state()["mouth"]
        assert (mouth["hanging"], mouth["retracted"] - kept) == (1, 1)

    def test_a_receipt_that_does_not_reach_the_mouth_is_not_printed(
        self, custom: EscposBackend
    ) -> None:
        custom.do("presenter", blocked=True)
        custom.printer._clock = hurrying()
        assert custom.printer.print(RECEIPT) == unknown(Reason.PAPER_JAM)
        assert custom.state()["mouth"]["inside"] == 1

    def test_nothing_is_printed_while_the_mouth_cannot_be_emptied(
        self, custom: EscposBackend
    ) -> None:
        assert custom.printer.print(RECEIPT) == PRINTED
        custom.do("presenter", blocked=True)
        custom.printer._clock = hurrying()
        assert custom.printer.print(RECEIPT) == nothing(Reason.PAPER_NOT_TAKEN)
        assert len(custom.receipts()) == 1


def hurrying() -> Clock:
    """A clock on which an hour is over in no time."""
    looks = itertools.count()
    return lambda: float(next(looks))


def test_paper_takes_its_time(tmp_path: Path, qapp: object) -> None:
    with EscposBackend(tmp_path, "--speed", "250") as started:
        assert started.printer.print(RECEIPT) == PRINTED
