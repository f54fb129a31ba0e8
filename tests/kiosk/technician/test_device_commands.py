"""`python -m kiosk devices`: against the real wires, as a technician calls it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from support.processes import Simulator

from config.settings import load_settings
from drivers.base import Role
from drivers.simulators.control import ControlClient
from kiosk.demo.processes import ROOT
from kiosk.technician import device_commands
from kiosk.technician.device_test import Answer

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
        ("id_card_reader", "--set", "backend=sam_serial", "--set", "url=/dev/null"),
        ("locker", "--backend", "lock_board", "--set", "url=/dev/null"),
        ("locker", "--backend", "modbus_relay", "--set", "url=/dev/null"),
        *(
            (*("locker", "--backend", "lock_board", "--set", "url=/dev/null"), *cell)
            for cell in (("--cell", "0"), ("--cell", "25"), ("--set", "cells=3"))
        ),
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


CONFIGURED = """
[devices.id_card_reader]
backend = "sam_serial"
url = "/dev/nowhere"

[devices.receipt_printer]
backend = "escpos"
url = "tcp://127.0.0.1:9"
profile = "snbc_btp"
width_dots = 384

[devices.locker]
backend = "{locker}"
url = "/dev/nowhere"

[devices.code_scanner]
backend = "wedge"
url = "/dev/nowhere"

[devices.qr_display]
backend = "second_screen"
screen = 3
"""


@pytest.fixture(params=["lock_board", "modbus_relay"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file = tmp_path / "terminal.toml"
    file.write_text(CONFIGURED.format(locker=request.param), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("role", "backend", "said", "kept"),
    [
        ("id_card_reader", None, {"url": "/dev/x"}, {"baud_rate": 115200}),
        ("id_card_reader", "sam_serial", {"baud_rate": 9600}, {"url": "/dev/nowhere"}),
        (
            *("receipt_printer", None, {"url": "tcp://127.0.0.1:1"}),
            {"profile": "snbc_btp", "width_dots": 384},
        ),
        (
            *("receipt_printer", "escpos", {"profile": "generic", "baud_rate": 19200}),
            {"url": "tcp://127.0.0.1:9", "width_dots": 384},
        ),
        ("locker", "lock_board", {"url": "/dev/x", "closed_state": 17}, {"cells": 24}),
        ("locker", "lock_board", {"url": "/dev/x", "closed_state": 0}, {"board": 1}),
        ("locker", "modbus_relay", {"url": "/dev/x", "closed_state": 0}, {"unit": 1}),
        ("locker", "modbus_relay", {"url": "/dev/x", "closed_state": 1}, {"cells": 8}),
        ("code_scanner", "serial", {"url": "/dev/x"}, {"baud_rate": 9600}),
        ("code_scanner", None, {"url": "/dev/x"}, {"backend": "wedge"}),
        ("qr_display", "cd5220", {"url": "/dev/x"}, {"baud_rate": 9600}),
        ("qr_display", None, {"screen": 2}, {"backend": "second_screen"}),
    ],
)
def test_what_is_said_comes_before_what_is_configured_for_the_same_backend(
    file: Path,
    role: str,
    backend: str | None,
    said: dict[str, object],
    kept: dict[str, object],
) -> None:
    pairs = [f"{key}={value}" for key, value in said.items()]
    device = device_commands.describe(load_settings(file), Role(role), backend, pairs)
    assert device is not None
    table = device.table()
    assert table | said | kept == table
    assert backend is None or table["backend"] == backend
    device.options()  # the parts of the driver can be shown, too


def test_a_configured_printer_is_tested_at_another_address(
    file: Path, printer: tuple[str, ControlClient, Path]
) -> None:
    url, control, _ = printer
    done = devices(
        *("test", "receipt_printer", "--config", str(file)),
        *("--set", f"url={url}", "--json"),
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ok"] is True
    assert len(control.do("receipts")["receipts"]) == 1


def test_the_cells_of_a_locker_are_named_where_one_is_asked_for(file: Path) -> None:
    cells = load_settings(file).devices.configured()["locker"].table()["cells"]
    for asked in ((), ("--cell", str(cells + 1))):
        done = devices("test", "locker", "--config", str(file), "--json", *asked)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--cell" in done.stderr
        assert str(cells) in done.stderr
    done = devices("test", "locker", "--config", str(file), "--json", "--cell", "1")
    assert (done.returncode, json.loads(done.stdout)["reason"]) == (1, "not_connected")


def test_a_list_with_a_fault_in_it_says_so_with_its_exit_status(
    reader: tuple[str, ControlClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, control = reader
    prefix = "ONETRIP_DEVICES__ID_CARD_READER__"
    monkeypatch.setenv(f"{prefix}BACKEND", "sam_serial")
    monkeypatch.setenv(f"{prefix}URL", url)
    assert devices("list").returncode == 0
    control.do("fault", kind="silent")
    for more in ((), ("--json",)):
        listed = devices("list", *more)
        assert listed.returncode == 1
        assert "no_answer" in listed.stdout


@pytest.mark.parametrize(
    ("simulator", "role", "backend"),
    [
        ("sam_reader", "id_card_reader", "sam_serial"),
        ("lock_board", "locker", "lock_board"),
        ("code_scanner", "code_scanner", "serial"),
    ],
)
def test_a_wrong_speed_is_a_fault_whose_remedy_names_it(
    simulator: str, role: str, backend: str
) -> None:
    running = Simulator(f"drivers.simulators.{simulator}")
    cell = ("--cell", "1") if role == "locker" else ()
    try:
        done = devices(
            *("test", role, "--backend", backend, "--set", f"url={running.url}"),
            *("--set", "baud_rate=57600", "--timeout", "1", *cell),
        )
    finally:
        running.stop()
    assert done.returncode == 1
    assert "[bad_answer]" in done.stdout or "[no_answer]" in done.stdout
    assert "baud_rate" in done.stdout
    assert "swapped" in done.stdout


def test_of_a_scanner_that_answers_nothing_only_its_port_is_known() -> None:
    simulator = Simulator("drivers.simulators.code_scanner", "--mute")
    try:
        status, answer = answered("serial", simulator.url, "--timeout", "0.2")
    finally:
        simulator.stop()
    assert (status, answer["ok"], answer["reason"]) == (1, False, "no_code")
    assert answer["status"]["reason"] == "port_only"
