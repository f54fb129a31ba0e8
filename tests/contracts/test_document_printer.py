"""What every document printer promises, shown through a real print service."""

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.document_printers import BACKENDS, CANARY, IppBackend, pdf

from drivers.base import PrintOutcome, PrintResult, State
from drivers.document_printer import ipp
from drivers.errors import DeviceGoneError, Reason

PRINTED = PrintResult(PrintOutcome.PRINTED)
TITLE = "Statement"


def nothing(reason: Reason) -> PrintResult:
    return PrintResult(PrintOutcome.NOTHING_CAME_OUT, reason)


def unknown(reason: Reason) -> PrintResult:
    return PrintResult(PrintOutcome.UNKNOWN, reason)


@pytest.fixture(params=sorted(BACKENDS))
def backend(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[IppBackend]:
    monkeypatch.setattr(ipp, "FAULT_S", 1.0)  # staff of tests give up sooner
    monkeypatch.setattr(ipp, "GONE_S", 1.0)
    with BACKENDS[request.param](tmp_path) as started:
        started.printer.open()
        yield started


def in_background(backend: IppBackend) -> tuple[threading.Thread, list[PrintResult]]:
    results: list[PrintResult] = []

    def run() -> None:
        results.append(backend.printer.print(pdf(3), TITLE))

    thread = threading.Thread(target=run)
    thread.start()
    return thread, results


def test_a_document_comes_out_whole_and_leaves_nothing(backend: IppBackend) -> None:
    assert backend.printer.print(pdf(2), TITLE) == PRINTED
    (document,) = backend.documents()
    assert (document["pages"], document["whole"]) == (2, True)
    text = subprocess.run(  # noqa: S603 - poppler's, which CUPS depends on
        ["/usr/bin/pdftotext", document["file"], "-"], capture_output=True, check=True
    ).stdout
    assert text.decode().split() == [CANARY, CANARY]
    assert backend.spooled() == []


def test_documents_come_out_in_their_order_each_once(backend: IppBackend) -> None:
    assert backend.printer.print(pdf(1), "first") == PRINTED
    assert backend.printer.print(pdf(2), "second") == PRINTED
    titles = [(each["title"], each["pages"]) for each in backend.documents()]
    assert titles == [("first", 1), ("second", 2)]


def test_a_printer_that_is_well_is_ready(backend: IppBackend) -> None:
    status = backend.printer.status()
    assert (status.state, status.reason) == (State.READY, Reason.OK)
    assert status.supplies == {"paper": Reason.OK, "toner": Reason.OK}


def test_low_toner_warns_and_prints(backend: IppBackend) -> None:
    backend.do("toner", state="low")
    status = backend.printer.status()
    assert (status.state, status.reason) == (State.WARNING, Reason.TONER_NEAR_END)
    assert status.supplies["toner"] is Reason.TONER_NEAR_END
    assert backend.printer.print(pdf(), TITLE) == PRINTED


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ({"command": "paper", "state": "out"}, Reason.PAPER_OUT),
        ({"command": "jam"}, Reason.PAPER_JAM),
        ({"command": "cover", "open": True}, Reason.COVER_OPEN),
        ({"command": "toner", "state": "empty"}, Reason.TONER_OUT),
        ({"command": "offline", "on": True}, Reason.NOT_CONNECTED),
    ],
    ids=lambda value: value["command"] if isinstance(value, dict) else "",
)
def test_trouble_before_prints_nothing_and_in_the_middle_is_unknown(
    backend: IppBackend, trouble: dict[str, object], reason: Reason
) -> None:
    backend.do(**trouble)  # type: ignore[arg-type]
    assert backend.printer.print(pdf(3), TITLE) == nothing(reason)
    backend.do("offline", on=False)
    backend.do("clear")
    assert backend.documents() == []

    backend.do(**trouble, after_pages=1)  # type: ignore[arg-type]
    assert backend.printer.print(pdf(3), TITLE) == unknown(reason)
    assert backend.spooled() == []
    backend.do("offline", on=False)
    backend.do("clear")

    assert backend.printer.print(pdf(), "next") == PRINTED
    torn, whole = backend.documents()
    # The job is ended at the service; what the printer held by then it may finish once
    # the trouble is over. Either way it came out once, and the outcome was unknown.
    assert (torn["pages"], torn["whole"]) in ((1, False), (3, True))
    assert (whole["title"], whole["whole"]) == ("next", True)


def test_a_trouble_that_staff_ends_in_time_is_waited_for(
    backend: IppBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ipp, "FAULT_S", 60.0)
    backend.do("jam", after_pages=1)
    thread, results = in_background(backend)
    backend.until(lambda state: bool(state["jam"] and state["printing"]))
    backend.do("clear")
    thread.join()
    assert results == [PRINTED]
    assert [each["pages"] for each in backend.documents()] == [3]


def test_cancelling_ends_the_job_and_clears_the_spool(backend: IppBackend) -> None:
    backend.do("jam", after_pages=0)
    thread, results = in_background(backend)
    backend.until(lambda state: bool(state["printing"]))
    assert backend.spooled(), "there is something to clear"
    backend.printer.cancel()
    assert backend.spooled() == []
    thread.join()
    assert results == [unknown(Reason.JOB_FAILED)]
    backend.do("clear")
    assert backend.documents() == []
    assert backend.printer.print(pdf(), "next") == PRINTED


def test_cancelling_without_a_job_is_harmless(backend: IppBackend) -> None:
    backend.printer.cancel()
    assert backend.printer.print(pdf(), TITLE) == PRINTED


def test_a_service_that_dies_in_the_middle_prints_never_twice(
    backend: IppBackend,
) -> None:
    backend.do("jam", after_pages=1)
    thread, results = in_background(backend)
    backend.until(lambda state: bool(state["printing"]))
    backend.do("service", running=False)
    with pytest.raises(DeviceGoneError) as caught:
        backend.printer.status()
    assert caught.value.reason is Reason.SERVICE_NOT_RUNNING
    backend.do("service", running=True)
    thread.join()
    assert results[0].outcome is PrintOutcome.UNKNOWN
    backend.do("clear")
    assert backend.printer.print(pdf(), "next") == PRINTED
    titles = [each["title"] for each in backend.documents()]
    assert titles == [TITLE, "next"], "what the printer had goes on, once"
    assert backend.spooled() == []


def test_without_the_service_nothing_comes_out(backend: IppBackend) -> None:
    backend.do("service", running=False)
    assert backend.printer.print(pdf(), TITLE) == nothing(Reason.SERVICE_NOT_RUNNING)
    with pytest.raises(DeviceGoneError) as caught:
        backend.printer.open()
    assert caught.value.reason is Reason.SERVICE_NOT_RUNNING
    backend.do("service", running=True)
    assert backend.printer.print(pdf(), TITLE) == PRINTED


@pytest.mark.parametrize("queue", [{"stopped": True}, {"accepting": False}])
def test_a_queue_that_does_not_serve_gets_nothing(
    backend: IppBackend, queue: dict[str, bool]
) -> None:
    backend.do("queue", **queue)
    status = backend.printer.status()
    assert (status.state, status.reason) == (State.FAULT, Reason.PRINTER_OFFLINE)
    assert backend.printer.print(pdf(), TITLE) == nothing(Reason.PRINTER_OFFLINE)
    backend.do("queue")
    assert backend.printer.status().state is State.READY
    assert backend.documents() == []


@pytest.mark.parametrize(
    ("kind", "result"),
    [
        ("held", nothing(Reason.JOB_HELD)),
        ("login", nothing(Reason.JOB_NEEDS_LOGIN)),
        ("pending", nothing(Reason.JOB_STUCK)),
        ("stopped", unknown(Reason.JOB_STOPPED)),
    ],
)
def test_a_job_that_stands_still_is_ended_and_named(
    backend: IppBackend,
    kind: str,
    result: PrintResult,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ipp, "STANDSTILL_S", 0.5)
    backend.do("job", kind=kind)
    assert backend.printer.print(pdf(), TITLE) == result
    assert (backend.documents(), backend.spooled()) == ([], [])
    status = backend.printer.status()
    assert (status.state, status.reason) == (State.FAULT, result.reason)
    backend.do("job", kind="normal")
    assert backend.printer.print(pdf(), "next") == PRINTED
    assert backend.printer.status().state is State.READY


def test_a_makers_own_word_is_kept_and_its_ending_understood(
    backend: IppBackend,
) -> None:
    backend.do("word", word="example-drum-error")
    status = backend.printer.status()
    assert (status.state, status.reason) == (State.FAULT, Reason.PRINTER_ERROR)
    assert status.detail == "example-drum-error"
    assert backend.printer.print(pdf(), TITLE) == nothing(Reason.PRINTER_ERROR)
    backend.do("word", word="example-drum-warning")
    status = backend.printer.status()
    assert (status.state, status.reason) == (State.WARNING, Reason.PRINTER_WARNING)
    assert backend.printer.print(pdf(), TITLE) == PRINTED


def test_what_is_no_document_is_not_sent(backend: IppBackend) -> None:
    assert backend.printer.print(b"\x1b@", TITLE) == nothing(Reason.JOB_FAILED)
    assert backend.spooled() == []
    backend.printer.close()
    backend.printer.close()
