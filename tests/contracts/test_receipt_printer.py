"""What every receipt printer promises, shown on the real thing at a simulated wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from support.receipt_printers import BACKENDS, CODE, RECEIPT, EscposBackend

from drivers.base import PrintOutcome, PrintResult, Receipt, State, Text
from drivers.errors import DeviceGoneError, DriverError, Reason

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
        yield started


def test_a_receipt_comes_out_as_it_was_drawn(backend: EscposBackend) -> None:
    assert backend.printer.print(RECEIPT) == PRINTED
    (receipt,) = backend.receipts()
    with Image.open(receipt["file"]) as paper:
        (code,) = zxingcpp.read_barcodes(paper)
    assert code.text == CODE
    assert not backend.state()["printed_on_it"], "nothing stays in the printer"


def test_two_receipts_in_a_row_are_the_same_and_apart(backend: EscposBackend) -> None:
    assert backend.printer.print(RECEIPT) == PRINTED
    assert backend.printer.print(RECEIPT) == PRINTED
    first, second = backend.receipts()
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
    assert backend.printer.status().state is State.WARNING


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ({"command": "paper", "state": "out"}, Reason.PAPER_OUT),
        ({"command": "cover", "open": True}, Reason.COVER_OPEN),
        ({"command": "jam"}, Reason.PAPER_JAM),
        ({"command": "cutter"}, Reason.CUTTER_ERROR),
    ],
    ids=lambda value: value["command"] if isinstance(value, dict) else "",
)
class TestTrouble:
    def test_before_printing_nothing_comes_out(
        self, backend: EscposBackend, trouble: dict[str, object], reason: Reason
    ) -> None:
        backend.control.do(**trouble)  # type: ignore[arg-type]
        status = backend.printer.status()
        assert (status.state, status.reason) == (State.FAULT, reason)
        before = backend.state()["rows_in_printer"]
        assert backend.printer.print(RECEIPT) == nothing(reason)
        assert backend.state()["rows_in_printer"] == before
        assert backend.state()["waiting_bytes"] == 0, "nothing may come out later"

    def test_in_the_middle_is_known_as_unknown(
        self, backend: EscposBackend, trouble: dict[str, object], reason: Reason
    ) -> None:
        backend.control.do(**trouble, after_dots=IN_THE_MIDDLE)  # type: ignore[arg-type]
        assert backend.printer.print(RECEIPT) == unknown(reason)
        assert backend.receipts() == []
        assert backend.state()["printed_on_it"]

    def test_what_was_interrupted_never_reaches_the_next_citizen(
        self, backend: EscposBackend, trouble: dict[str, object], reason: Reason
    ) -> None:
        assert backend.printer.print(RECEIPT) == PRINTED
        backend.control.do(**trouble, after_dots=IN_THE_MIDDLE)  # type: ignore[arg-type]
        assert backend.printer.print(RECEIPT) == unknown(reason)
        backend.do("clear")
        backend.do("cover", open=False)
        if trouble["command"] == "paper":
            backend.do("refill")
        assert backend.printer.status().state is State.READY
        assert not backend.state()["printed_on_it"], "the rest was cut off at once"
        assert backend.printer.print(RECEIPT) == PRINTED
        assert backend.receipts()[-1]["sha"] == backend.receipts()[0]["sha"]


def test_the_half_that_was_printed_stands_on_the_paper(
    backend: EscposBackend,
) -> None:
    backend.do("paper", state="out", after_dots=IN_THE_MIDDLE)
    assert backend.printer.print(RECEIPT) == unknown(Reason.PAPER_OUT)
    backend.do("refill")
    (torn,) = backend.do("receipts")["torn"]
    assert torn["rows"] >= IN_THE_MIDDLE
    assert backend.printer.status().state is State.READY


def test_paper_that_ends_with_the_last_row_is_no_success(
    backend: EscposBackend,
) -> None:
    assert backend.printer.print(RECEIPT) == PRINTED
    backend.do("paper", state="out", after_dots=backend.receipts()[0]["rows"])
    assert backend.printer.print(RECEIPT) == unknown(Reason.PAPER_OUT)


def test_without_power_nothing_comes_out(backend: EscposBackend) -> None:
    backend.do("power", on=False)
    assert backend.printer.print(RECEIPT) == nothing(Reason.NOT_CONNECTED)
    with pytest.raises(DeviceGoneError):
        backend.printer.status()


def test_power_lost_in_the_middle_is_unknown(backend: EscposBackend) -> None:
    backend.do("power", on=False, after_dots=IN_THE_MIDDLE)
    assert backend.printer.print(RECEIPT) == unknown(Reason.NOT_CONNECTED)
    backend.do("power", on=True)
    assert backend.printer.status().state is State.READY
    assert not backend.state()["printed_on_it"]


def test_switched_off_and_on_it_prints_again_by_itself(
    backend: EscposBackend,
) -> None:
    assert backend.printer.print(RECEIPT) == PRINTED
    backend.do("power", on=False)
    backend.do("power", on=True)
    assert backend.printer.print(RECEIPT) == PRINTED
    assert len(backend.receipts()) == 2


def test_a_printer_absent_when_opened_is_found_later(backend: EscposBackend) -> None:
    backend.printer.close()
    backend.do("power", on=False)
    with pytest.raises(DeviceGoneError):
        backend.printer.open()
    backend.do("power", on=True)
    assert backend.printer.print(RECEIPT) == PRINTED


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("mute", Reason.NO_ANSWER), ("garbage", Reason.BAD_ANSWER)],
)
def test_silence_and_nonsense_are_never_taken_for_well(
    backend: EscposBackend, fault: str, reason: Reason
) -> None:
    backend.do("fault", kind=fault)
    assert backend.printer.print(RECEIPT) == nothing(reason)
    with pytest.raises(DriverError) as caught:
        backend.printer.status()
    assert caught.value.reason is reason
    assert backend.receipts() == []
    backend.do("fault", kind="none")
    assert backend.printer.print(RECEIPT) == PRINTED


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


def test_a_slow_printer_is_waited_for(backend: EscposBackend) -> None:
    backend.do("fault", kind="slow")
    assert backend.printer.print(Receipt((Text("慢"),))) == PRINTED


def test_a_receipt_that_no_font_can_draw_sends_nothing(
    backend: EscposBackend,
) -> None:
    before = backend.state()["rows_in_printer"]
    receipt = Receipt((*RECEIPT.blocks, Text("\U00031350")))
    assert backend.printer.print(receipt) == nothing(Reason.UNPRINTABLE_CHARACTER)
    assert backend.state()["rows_in_printer"] == before


def test_closing_twice_is_harmless(backend: EscposBackend) -> None:
    backend.printer.close()
    backend.printer.close()
    assert backend.printer.status().state is State.READY


def test_paper_takes_its_time(tmp_path: Path, qapp: object) -> None:
    with EscposBackend(tmp_path, "--speed", "250") as started:
        assert started.printer.print(RECEIPT) == PRINTED
