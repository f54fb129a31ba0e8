"""The cabinet's devices for the command line: the running ones and the settings'."""

import json
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings, load_settings
from drivers.base import Role
from kiosk.technician import device_access as cabinet
from kiosk.technician import device_commands, doctor
from kiosk.technician.device_access import Differences
from kiosk.technician.device_test import DeviceTest
from offline_cache.words import Order

PRINTER = {
    "backend": "escpos",
    "url": "tcp://192.0.2.7:9100",
    "profile": "generic",
    "baud_rate": 115200,
}
LOCKER = {
    "backend": "lock_board",
    "url": "/dev/lockers",
    "cells": 24,
    "board": 1,
    "closed_state": 0,
    "baud_rate": 9600,
}
READY = {"state": "ready", "reason": "ok"}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ONETRIP_CACHE__PATH", str(tmp_path / "cache.db"))
    monkeypatch.setenv("ONETRIP_CACHE__KEY_FILE", str(tmp_path / "cache.key"))
    monkeypatch.setenv("ONETRIP_CENTRAL__URL", "http://127.0.0.1:9")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    file = tmp_path / "terminal.toml"
    file.write_text(
        f'[devices.receipt_printer]\nbackend = "escpos"\nurl = "{PRINTER["url"]}"\n'
        '[devices.locker]\nbackend = "lock_board"\nurl = "/dev/lockers"\n',
        encoding="utf-8",
    )
    return load_settings(file)


class Screen:
    """A serving screen with these devices, all of them ready."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **running: Any) -> None:
        self.running: dict[str, Any] | None = running
        self.tested: list[str] = []
        monkeypatch.setattr(cabinet, "_ask", self._ask)

    def _ask(
        self, _: Settings, command: str, arguments: dict[str, Any], *__: object
    ) -> Any:
        match command:
            case Order.DEVICE_KEYS:
                return self.running
            case Order.LIST_DEVICES:
                return dict.fromkeys(self.running or {"receipt_printer": 0}, READY)
        self.tested.append(arguments["role"])
        return {"ok": True, "reason": "ok", "status": READY}


def changed(before: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {key: each for key, each in (before | keys).items() if each is not None}


CHANGES: list[tuple[dict[str, Any], Differences]] = [
    ({}, {}),
    (
        {"url": "tcp://192.0.2.1:9100"},
        {"url": {"running": "tcp://192.0.2.1:9100", "settings": PRINTER["url"]}},
    ),
    (
        {"profile": "snbc_btp"},
        {"profile": {"running": "snbc_btp", "settings": "generic"}},
    ),
    ({"width_dots": 384}, {"width_dots": {"running": 384}}),
    ({"profile": None}, {"profile": {"settings": "generic"}}),
]


@pytest.mark.parametrize(("keys", "differ"), CHANGES)
def test_what_a_screen_runs_is_listed_and_how_the_settings_differ(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    keys: dict[str, Any],
    differ: Differences,
) -> None:
    runs = changed(PRINTER, **keys)
    Screen(monkeypatch, receipt_printer=runs, locker=LOCKER)
    assert device_commands.list_devices(settings, as_json=True) == 0
    locker, printer = sorted(
        json.loads(capsys.readouterr().out), key=lambda each: str(each["role"])
    )
    assert (printer["url"], printer["state"]) == (runs["url"], "ready")
    assert printer.get("settings_differ", {}) == differ
    assert "settings_differ" not in locker


def test_people_are_told_what_runs_and_that_a_restart_is_needed(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    Screen(monkeypatch, receipt_printer=changed(PRINTER, url="tcp://192.0.2.1:9100"))
    device_commands.list_devices(settings, as_json=False)
    said = capsys.readouterr().out
    first = said.splitlines()[0]
    assert "tcp://192.0.2.1:9100" in first
    assert f"the settings now say {PRINTER['url']}" in said
    assert "systemctl restart onetrip-screen" in said


def test_a_device_that_only_one_of_them_has_is_listed(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    scanner = {"backend": "wedge", "url": "/dev/input/event3"}
    Screen(monkeypatch, receipt_printer=PRINTER, code_scanner=scanner)
    assert device_commands.list_devices(settings, as_json=True) == 1
    found = {each["role"]: each for each in json.loads(capsys.readouterr().out)}
    assert set(found) == {"receipt_printer", "locker", "code_scanner"}
    assert found["locker"]["reason"] == "unknown"
    differ = found["locker"]["settings_differ"]
    assert differ["url"] == {"settings": "/dev/lockers"}
    differ = found["code_scanner"]["settings_differ"]
    assert differ["backend"] == {"running": "wedge"}


def test_a_screen_that_does_not_say_what_it_runs_is_believed(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    screen = Screen(monkeypatch)
    screen.running = None  # of a version before this one
    device_commands.list_devices(settings, as_json=True)
    assert "settings_differ" not in capsys.readouterr().out


def test_a_test_names_the_backend_that_was_tested(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    relays = {"backend": "modbus_relay", "url": "/dev/lockers", "cells": 8}
    screen = Screen(monkeypatch, locker=relays)
    asked = DeviceTest(Role.LOCKER, "", 1, cell=2)
    assert device_commands.test_device(settings, asked, None, as_json=True) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["backend"] == "modbus_relay"
    assert answer["settings_differ"]["cells"] == {"running": 8, "settings": 24}
    assert screen.tested == ["locker"]


@pytest.mark.usefixtures("qapp")
def test_the_doctor_finds_settings_that_do_not_run(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    running = changed(LOCKER, closed_state=17)
    Screen(monkeypatch, receipt_printer=PRINTER, locker=running)
    doctor.run(settings, as_json=True)
    found = {each["check"]: each for each in json.loads(capsys.readouterr().out)}
    assert "device.receipt_printer.settings" not in found
    stale = found["device.locker.settings"]
    assert not stale["ok"]
    assert "closed_state: the screen runs with 17" in stale["detail"]
    assert "restart" in stale["remedy"]


def test_without_a_screen_the_settings_are_what_is_listed(
    settings: Settings,
) -> None:
    found = cabinet.look(settings)
    assert [each.role for each in found] == [Role.RECEIPT_PRINTER, Role.LOCKER]
    assert [each.keys["url"] for each in found] == [PRINTER["url"], "/dev/lockers"]
    assert not any(each.differences for each in found)
    assert {each.state["reason"] for each in found} == {"not_connected"}
