"""`devices list` and `devices test` in Chinese: labels and marks, too."""

from dataclasses import fields

import pytest
from support.chinese import faults, is_chinese

from config.settings import load_settings
from drivers.base import CardReading, Role
from kiosk.technician import device_access, device_commands
from kiosk.technician.device_test import Answer, DeviceTest

CARD = {each.name: "X1" for each in fields(CardReading) if each.name != "photo"}

ANSWERS: dict[Role, Answer] = {
    Role.ID_CARD_READER: {"ok": True, "reason": "ok", "reading": CARD},
    Role.CODE_SCANNER: {
        "ok": True,
        "reason": "ok",
        "reading": {"kind": "bill", "text": "5****1"},
    },
    Role.LOCKER: {
        "ok": False,
        "reason": "no_sensor",
        "status": {"state": "fault", "reason": "no_sensor", "since": "2026-11-26"}
        | {"cell": 3, "door": "unknown", "opened": False, "detail": "cell 3"},
    },
    Role.RECEIPT_PRINTER: {
        "ok": False,
        "reason": "paper_out",
        "status": {"state": "fault", "reason": "paper_out", "supplies": {"paper": "x"}},
        "settings_differ": {"url": {"running": "a", "settings": "b"}},
    },
}


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


def lines(text: str) -> list[str]:
    return [line.strip(" ✓✗→") for line in text.splitlines()]


@pytest.mark.parametrize("role", ANSWERS)
def test_a_test_is_answered_in_chinese(
    role: Role, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(device_access, "test", lambda *_: (dict(ANSWERS[role]), None))
    settings, asked = load_settings(None), DeviceTest(role, "", 5.0, cell=1)
    code = device_commands.test_device(settings, asked, None, as_json=False)
    assert code == (0 if ANSWERS[role]["ok"] else 1)
    shown = capsys.readouterr()
    for line in lines(shown.out + shown.err):
        assert is_chinese(line), line
        assert not faults(line), line


def test_the_devices_are_listed_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    state = {"state": "fault", "reason": "no_answer", "since": "2026-11-26T01:00:00Z"}
    keys = {"backend": "lock_board", "url": "/dev/ttyS1"}
    found = device_access.Seen(Role.LOCKER, state, keys, keys, serving=True)
    monkeypatch.setattr(device_access, "look", lambda _: [found])
    assert device_commands.list_devices(load_settings(None), as_json=False) == 1
    for line in lines(capsys.readouterr().out):
        assert is_chinese(line), line
        assert not faults(line), line
