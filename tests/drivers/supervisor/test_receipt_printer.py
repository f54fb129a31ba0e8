"""Paper that is printed, or not: every job gets its end."""

from support.devices import (
    RECEIPT,
    SILENT,
    Bug,
    FakePrinter,
    Heard,
    drive,
    turn,
)

from drivers.base import PrintOutcome, PrintResult
from drivers.errors import DeviceGoneError, Reason
from drivers.supervisor import (
    PrintDone,
    ReceiptPrinterWorker,
)


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
