"""`python -m kiosk devices`: against the real wires, as a technician calls it."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from support.devices import READING, READY, FakeDevice, FakePrinter, FakeReader
from support.processes import Simulator
from support.visits import Kiosk

from drivers.base import (
    CodeKind,
    DeviceStatus,
    Door,
    PrintOutcome,
    PrintResult,
    Role,
    ScannedCode,
    ShownCode,
    State,
)
from drivers.errors import CardError, DeviceSilentError, ProtocolError, Reason
from drivers.receipt_printer import raster
from drivers.simulators.control import ControlClient
from drivers.supervisor import JobDone
from kiosk import device_test, errands, sample_page
from kiosk.device_test import Answer, DeviceTest
from kiosk.processes import ROOT
from kiosk.view import Attract, Begin, ChooseItem
from offline_cache.mailbox import CommandOutcome, CommandState, Mailbox

ROLES = {
    "sam_serial": "id_card_reader",
    "escpos": "receipt_printer",
    "lock_board": "locker",
    "serial": "code_scanner",
}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONETRIP_CACHE__PATH", str(tmp_path / "cache.db"))
    monkeypatch.setenv("ONETRIP_CACHE__KEY_FILE", str(tmp_path / "cache.key"))
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def devices(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "kiosk", "devices", *arguments],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def answered(backend: str, url: str, *more: str) -> tuple[int, Answer]:
    done = devices(
        *("test", ROLES[backend], "--backend", backend, "--set", f"url={url}"),
        *("--json", *more),
    )
    answer: Answer = json.loads(done.stdout)
    assert (answer["role"], answer["backend"]) == (ROLES[backend], backend)
    assert "Traceback" not in done.stderr
    return done.returncode, answer


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[tuple[str, ControlClient]]:
    simulator = Simulator(
        "drivers.simulators.sam_reader", "--link", str(tmp_path / "reader")
    )
    control = ControlClient(simulator.control)
    yield simulator.url, control
    control.close()
    simulator.stop()


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[tuple[str, ControlClient, Path]]:
    out = tmp_path / "out"
    simulator = Simulator("drivers.simulators.escpos_printer", "--out", str(out))
    control = ControlClient(simulator.control)
    yield simulator.url, control, out
    control.close()
    simulator.stop()


# -- on the real wires ------------------------------------------------------------


def test_a_card_is_read_and_masked(reader: tuple[str, ControlClient]) -> None:
    url, control = reader
    control.do("insert", card="li_na")
    assert answered("sam_serial", url) == (
        0,
        {
            "role": "id_card_reader",
            "backend": "sam_serial",
            "ok": True,
            "reason": "ok",
            "reading": {
                "card_type": "resident",
                "number": "510411********4526",
                "name": "李*",
                "sex": "female",
                "nation": "01",
                "birth_date": "***",
                "address": "***",
                "issuer": "攀枝花市公安局仁和分局",
                "valid_from": "2019-06-12",
                "valid_to": "2039-06-12",
                "long_term": False,
            },
        },
    )


def test_a_card_is_revealed_when_asked(reader: tuple[str, ControlClient]) -> None:
    url, control = reader
    control.do("insert", card="zhang_wei")
    _, answer = answered("sam_serial", url, "--reveal")
    reading = answer["reading"]
    assert reading["name"] == "张伟"
    assert reading["number"] == "330382195806151095"
    assert reading["birth_date"] == "1958-06-15"
    assert reading["long_term"] is True
    assert "valid_to" not in reading


def test_no_card_and_no_answer_are_told_apart(
    reader: tuple[str, ControlClient],
) -> None:
    url, control = reader
    status, answer = answered("sam_serial", url, "--timeout", "0.5")
    assert (status, answer["ok"], answer["reason"]) == (1, False, "no_card")
    control.do("fault", kind="silent")
    status, answer = answered("sam_serial", url, "--timeout", "0.5")
    assert (status, answer["ok"], answer["reason"]) == (1, False, "no_answer")


def test_a_page_is_printed(printer: tuple[str, ControlClient, Path]) -> None:
    url, control, out = printer
    status, answer = answered("escpos", url)
    assert (status, answer["ok"], answer["reason"]) == (0, True, "ok")
    assert len(control.do("receipts")["receipts"]) == 1
    with Image.open(next(iter(out.glob("receipt-*.png")))) as image:
        assert image.height > image.width, "a page, and no scrap"


@pytest.mark.parametrize(
    ("paper", "expected"),
    [("near_end", (0, True, "paper_near_end")), ("out", (1, False, "paper_out"))],
)
def test_a_printer_near_its_papers_end_serves_and_one_without_does_not(
    paper: str,
    expected: tuple[int, bool, str],
    printer: tuple[str, ControlClient, Path],
) -> None:
    url, control, _ = printer
    control.do("paper", state=paper)
    status, answer = answered("escpos", url)
    assert (status, answer["ok"], answer["reason"]) == expected


def test_a_cell_is_opened() -> None:
    simulator = Simulator("drivers.simulators.lock_board")
    try:
        status, answer = answered(
            *("lock_board", simulator.url, "--cell", "3", "--timeout", "1")
        )
    finally:
        simulator.stop()
    assert (status, answer["ok"], answer["status"]["cell"]) == (0, True, 3)


def test_a_code_is_waited_for() -> None:
    simulator = Simulator("drivers.simulators.code_scanner")
    try:
        status, answer = answered("serial", simulator.url, "--timeout", "0.2")
    finally:
        simulator.stop()
    assert (status, answer["ok"], answer["reason"]) == (1, False, "no_code")


def test_people_are_told_device_reason_and_remedy() -> None:
    done = devices("test", "id_card_reader", "--set", "url=/dev/nowhere")
    assert done.returncode == 1
    assert "identity-card reader (id_card_reader, sam_serial)" in done.stdout
    assert "[not_connected]" in done.stdout
    assert "→ do: Check its power" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        ("toaster",),
        ("id_card_reader", "--backend", "pigeon"),
        ("id_card_reader", "--set", "url"),
        ("id_card_reader", "--set", "speed=1"),
        ("id_card_reader", "--timeout", "-1"),
    ],
)
def test_wrong_usage_is_refused_in_plain_words(wrong: tuple[str, ...]) -> None:
    done = devices("test", *wrong, "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_a_device_that_is_not_configured_says_so() -> None:
    done = devices("test", "locker", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["reason"] == "not_configured"
    listed = devices("list", "--json")
    assert (listed.returncode, json.loads(listed.stdout)) == (0, [])


def test_the_list_says_how_each_configured_device_is(
    reader: tuple[str, ControlClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, _ = reader
    prefix = "ONETRIP_DEVICES__ID_CARD_READER__"
    monkeypatch.setenv(f"{prefix}BACKEND", "sam_serial")
    monkeypatch.setenv(f"{prefix}URL", url)
    (listed,) = json.loads(devices("list", "--json").stdout)
    assert listed["role"] == "id_card_reader"
    assert (listed["backend"], listed["url"]) == ("sam_serial", url)
    assert (listed["state"], listed["reason"]) == ("ready", "ok")
    assert listed["since"].endswith("Z")


# -- each role --------------------------------------------------------------------


class FakeLocker(FakeDevice):
    cells = 2
    poll_interval = 0.01

    def __init__(self, *doors: Door) -> None:
        super().__init__()
        self.left = list(doors)

    def unlock(self, cell: int) -> None:
        self.call("unlock")
        if cell > self.cells:
            raise ValueError(cell)

    def doors(self) -> dict[int, Door]:
        return {1: self.left.pop(0) if len(self.left) > 1 else self.left[0]}


class FakeScanner(FakeDevice):
    def __init__(self, *codes: ScannedCode | ProtocolError | None) -> None:
        super().__init__()
        self.codes = list(codes)

    def drop_pending(self) -> None:
        self.call("drop_pending")

    def read_code(self, timeout: float) -> ScannedCode | None:
        time.sleep(min(timeout, 0.01))
        code = self.codes.pop(0) if self.codes else None
        if isinstance(code, ProtocolError):
            raise code
        return code


class FakeDisplay(FakeDevice):
    def __init__(self) -> None:
        super().__init__()
        self.shown: ShownCode | None = None

    def show(self, code: ShownCode) -> None:
        self.call("show")
        self.shown = code

    def clear(self) -> None:
        self.call("clear")
        self.shown = None


def perform(
    role: Role, device: object, cancelled: threading.Event | None = None, **more: Any
) -> Answer:
    test = DeviceTest(role, "b", more.pop("timeout_s", 0.05), **more)
    return device_test.perform(device, test, cancelled or threading.Event())


@pytest.mark.parametrize(
    ("doors", "expected"),
    [
        ((Door.CLOSED, Door.OPEN, Door.CLOSED), (True, "ok", "closed")),
        ((Door.CLOSED, Door.OPEN), (True, "ok", "open")),
        ((Door.CLOSED,), (False, "lock_fault", "closed")),
        ((Door.UNKNOWN,), (False, "no_sensor", "unknown")),
    ],
)
def test_a_cell_is_opened_and_its_door_followed(
    doors: tuple[Door, ...], expected: tuple[bool, str, str]
) -> None:
    answer = perform(Role.LOCKER, FakeLocker(*doors), cell=1)
    assert (answer["ok"], answer["reason"], answer["status"]["door"]) == expected


def test_a_locker_is_only_asked_without_a_cell_and_knows_its_cells() -> None:
    locker = FakeLocker(Door.CLOSED)
    assert perform(Role.LOCKER, locker)["ok"]
    assert "unlock" not in locker.calls
    answer = perform(Role.LOCKER, locker, cell=3)
    assert not answer["ok"]
    assert "1 to 2" in answer["status"]["detail"]


def test_a_code_is_waited_for_and_masked() -> None:
    text = "130000000000000000"
    scanned = ScannedCode(CodeKind.PAYMENT_CODE, text)
    answer = perform(Role.CODE_SCANNER, FakeScanner(None, scanned), timeout_s=60)
    assert answer["reading"] == {"kind": "payment_code", "text": "130000********0000"}
    answer = perform(Role.CODE_SCANNER, FakeScanner(scanned), timeout_s=60, reveal=True)
    assert answer["reading"]["text"] == text
    nothing = perform(Role.CODE_SCANNER, FakeScanner())
    assert (nothing["ok"], nothing["reason"]) == (False, "no_code")


def test_a_code_that_is_no_text_is_said_and_why() -> None:
    nonsense = ProtocolError(Reason.BAD_ANSWER, "7 bytes that are no text")
    answer = perform(Role.CODE_SCANNER, FakeScanner(None, nonsense), timeout_s=60)
    assert (answer["ok"], answer["reason"]) == (False, "unreadable_code")
    assert answer["status"]["detail"] == nonsense.detail
    assert answer["status"]["state"] == "ready", "the scanner itself is there"


def test_a_code_that_nobody_knows_is_said_to_be_unknown() -> None:
    scanned = ScannedCode(CodeKind.UNKNOWN, "6212345678901234567")
    answer = perform(Role.CODE_SCANNER, FakeScanner(scanned), timeout_s=60)
    assert answer["reading"]["kind"] == "unknown"


def test_a_code_is_shown_and_taken_away() -> None:
    display = FakeDisplay()
    assert perform(Role.QR_DISPLAY, display)["ok"]
    assert display.calls == ["show", "status", "clear"]
    assert display.shown is None


def test_a_device_that_cannot_say_how_it_is_is_not_ok() -> None:
    printer = FakePrinter()
    printer.told = DeviceStatus(State.UNKNOWN, Reason.UNKNOWN)
    answer = perform(Role.RECEIPT_PRINTER, printer)
    assert (answer["ok"], answer["reason"]) == (False, "unknown")


def test_paper_that_nobody_knows_of_is_not_ok() -> None:
    printer = FakePrinter()
    printer.result = PrintResult(PrintOutcome.UNKNOWN, Reason.NO_ANSWER)
    answer = perform(Role.RECEIPT_PRINTER, printer)
    assert (answer["ok"], answer["reason"]) == (False, "no_answer")


def test_a_card_that_is_not_authentic_says_so_at_once() -> None:
    reader = FakeReader()
    reader.faults["read_card"] = CardError(Reason.CARD_NOT_AUTHENTIC)
    answer = perform(Role.ID_CARD_READER, reader, timeout_s=60)
    assert (answer["ok"], answer["reason"]) == (False, "card_not_authentic")


def test_the_page_fits_every_paper_and_is_a_pdf(qapp: object) -> None:
    page = sample_page.sample("receipt_printer (escpos)", "2026-11-22 16:05:09")
    for width in (384, 576, 1600):
        assert raster.draw(page, width).rows > 500
    pdf = sample_page.as_pdf(page)
    assert pdf.startswith(b"%PDF-1.4")
    table = int(pdf.rsplit(b"startxref\n", 1)[1].split()[0])
    assert pdf[table:].startswith(b"xref\n0 6\n")


# -- at a screen that serves ------------------------------------------------------


class Technician:
    """The command line's end of the table `command`."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def asks(self, name: str, **arguments: Any) -> int:
        number: int = self._kiosk.folder.see(
            lambda cache: Mailbox(cache).post("screen", name, arguments, 60)
        )
        self._kiosk.runtime.look()
        return number

    def tests(self, role: Role) -> int:
        return self.asks(errands.TEST, **asdict(DeviceTest(role, "b", 60)))

    def gets(self, number: int) -> Any:
        outcome: list[CommandOutcome] = []

        def final() -> bool:
            outcome.append(
                self._kiosk.folder.see(lambda cache: Mailbox(cache).outcome(number))
            )
            return outcome[-1].final

        self._kiosk.until(final)
        assert outcome[-1].state is CommandState.DONE
        return outcome[-1].result


Job = Callable[[Any], object]


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(tmp_path)
    jobs: list[tuple[Role, Job, object]] = []

    def submit(role: Role, job: Job, ticket: object, limit_s: float) -> None:
        jobs.append((role, job, ticket))

    kiosk.devices.submit = submit  # type: ignore[method-assign, assignment]
    kiosk.devices.tests = jobs  # type: ignore[attr-defined]
    with kiosk:
        kiosk.shows(Attract)
        yield kiosk


def submitted(kiosk: Kiosk) -> list[tuple[Role, Job, object]]:
    jobs: list[tuple[Role, Job, object]]
    jobs = kiosk.devices.tests  # type: ignore[attr-defined]
    return jobs


def test_a_screen_that_serves_tests_its_own_device(kiosk: Kiosk) -> None:
    technician = Technician(kiosk)
    asked = technician.tests(Role.ID_CARD_READER)
    kiosk.until(lambda: submitted(kiosk))
    ((role, job, ticket),) = submitted(kiosk)
    assert role is Role.ID_CARD_READER
    reader = FakeReader()
    reader.put_card()
    kiosk.devices.tell(JobDone(ticket, job(reader)))
    answer = technician.gets(asked)
    assert answer["ok"] is True
    assert answer["reading"]["name"] == "陈*"
    assert READING.number not in json.dumps(answer)


def test_a_device_that_fails_at_a_screen_is_told_with_its_status(
    kiosk: Kiosk,
) -> None:
    technician = Technician(kiosk)
    asked = technician.tests(Role.RECEIPT_PRINTER)
    kiosk.until(lambda: submitted(kiosk))
    ((_, _, ticket),) = submitted(kiosk)
    kiosk.devices.tell(JobDone(ticket, None, Reason.HUNG))
    answer = technician.gets(asked)
    assert (answer["ok"], answer["reason"]) == (False, "hung")
    assert answer["status"] == device_test.as_json(READY)


def test_no_device_is_tested_during_a_visit(kiosk: Kiosk) -> None:
    technician = Technician(kiosk)
    kiosk.tap(Begin("zh_CN"))
    kiosk.shows(ChooseItem)
    answer = technician.gets(technician.tests(Role.RECEIPT_PRINTER))
    assert answer == {"ok": False, "reason": "busy"}
    assert submitted(kiosk) == []


def test_a_citizen_who_comes_gets_the_reader_at_once(kiosk: Kiosk) -> None:
    technician = Technician(kiosk)
    asked = technician.tests(Role.ID_CARD_READER)
    kiosk.until(lambda: submitted(kiosk))
    ((_, job, ticket),) = submitted(kiosk)
    kiosk.tap(Begin("zh_CN"))
    kiosk.shows(ChooseItem)
    kiosk.devices.tell(JobDone(ticket, job(FakeReader())))  # not for its minute
    assert technician.gets(asked) == {"ok": False, "reason": "busy"}


def test_a_screen_tells_how_its_devices_are_also_during_a_visit(
    kiosk: Kiosk,
) -> None:
    technician = Technician(kiosk)
    kiosk.tap(Begin("zh_CN"))
    kiosk.shows(ChooseItem)
    told = technician.gets(technician.asks(errands.LIST))
    assert told["id_card_reader"] == {"state": "ready", "reason": "ok"}
    assert technician.gets(technician.asks("sing")) is None


def test_a_driver_that_raises_leaves_the_reason_to_the_supervisor() -> None:
    reader = FakeReader()
    reader.faults["read_card"] = DeviceSilentError(Reason.NO_ANSWER)
    with pytest.raises(DeviceSilentError):
        perform(Role.ID_CARD_READER, reader)
