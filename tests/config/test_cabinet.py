"""Devices in the settings and on the command line."""

from pathlib import Path

import pytest

from config.device_settings import Escpos, SamSerial, device
from config.errors import ConfigError
from config.settings import load_settings


def test_a_whole_device_may_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ONETRIP_DEVICES__ID_CARD_READER__BACKEND", "sam_serial")
    monkeypatch.setenv("ONETRIP_DEVICES__ID_CARD_READER__URL", "/dev/pts/5")
    monkeypatch.setenv("ONETRIP_DEVICES__ID_CARD_READER__BAUD_RATE", "9600")
    reader = load_settings(None).devices.configured()["id_card_reader"]
    assert isinstance(reader, SamSerial)
    assert reader.options() == {"url": "/dev/pts/5", "baud_rate": 9600}


def test_a_device_has_the_options_that_were_set(file: Path) -> None:
    file.write_text(
        '[devices.receipt_printer]\nbackend = "escpos"\nurl = "tcp://127.0.0.1:9100"'
    )
    printer = load_settings(file).devices.receipt_printer
    assert isinstance(printer, Escpos)
    options = printer.options()
    assert options.pop("profile")["width_dots"] == 576
    assert options == {"url": "tcp://127.0.0.1:9100", "baud_rate": 115200}


def test_a_number_of_a_closed_set_may_come_as_a_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ONETRIP_DEVICES__LOCKER__BACKEND", "lock_board")
    monkeypatch.setenv("ONETRIP_DEVICES__LOCKER__URL", "/dev/ttyS9")
    monkeypatch.setenv("ONETRIP_DEVICES__LOCKER__CLOSED_STATE", "17")
    locker = load_settings(None).devices.configured()["locker"]
    assert locker.options()["closed_state"] == 17
    values = {"backend": "lock_board", "url": "x", "closed_state": "0"}
    assert device("locker", values).options()["closed_state"] == 0
    with pytest.raises(ConfigError, match=r'found: "1"; allowed: 0, 17'):
        device("locker", values | {"closed_state": "1"})


def test_a_device_of_the_command_line_is_checked_too() -> None:
    values = {"backend": "escpos", "url": "tcp://127.0.0.1:9100", "width_dots": "384"}
    options = device("receipt_printer", values).options()
    assert (options["url"], options["width_dots"]) == ("tcp://127.0.0.1:9100", 384)
    with pytest.raises(ConfigError, match=r'^--set: .*: unknown key; did you mean "u'):
        device("receipt_printer", values | {"ur": "x"})
    with pytest.raises(ConfigError, match=r'^--set: .*backend: found: "escpo"; al'):
        device("receipt_printer", values | {"backend": "escpo"})
    with pytest.raises(ConfigError, match=r"^--set: printer: unknown key; did you"):
        device("printer", values)


@pytest.mark.parametrize(
    ("role", "backend", "allowed"),
    [
        ("locker", "lock_board", "0, 17"),
        ("locker", "modbus_relay", "0, 1"),
    ],
)
def test_each_backend_has_values_of_its_own(
    role: str, backend: str, allowed: str
) -> None:
    values = {"backend": backend, "url": "x", "closed_state": "5"}
    with pytest.raises(ConfigError, match=f'found: "5"; allowed: {allowed}$'):
        device(role, values)


@pytest.mark.parametrize(
    ("role", "backend", "keys"),
    [
        ("locker", "lock_board", "backend, baud_rate, board, cells, closed_state, url"),
        ("code_scanner", "serial", "backend, baud_rate, url"),
        ("code_scanner", "wedge", "backend, url"),
        ("qr_display", "cd5220", "backend, baud_rate, url"),
    ],
)
def test_each_backend_has_keys_of_its_own(role: str, backend: str, keys: str) -> None:
    values = {"backend": backend, "url": "x", "zzzz": "1"}
    with pytest.raises(ConfigError, match=f"zzzz: unknown key; allowed here: {keys}$"):
        device(role, values)
