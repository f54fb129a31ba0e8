"""The service PIN."""

from pathlib import Path
from typing import Any

import pytest

from config.settings import load_settings
from kiosk import service_pin
from kiosk.technician.doctor import service
from kiosk.technician.doctor.finding import Terminal


def pin_findings(monkeypatch: pytest.MonkeyPatch, path: Path, **more: str) -> list[Any]:
    settings = {"SERVICE__PIN_FILE": str(path), **more}
    for name, value in settings.items():
        monkeypatch.setenv(f"ONETRIP_{name}", value)
    found = service.pin(Terminal(load_settings(None), "en"))
    return [(each.ok, bool(each.remedy)) for each in found]


def test_only_a_terminal_with_cells_needs_a_pin(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "service-pin"
    assert pin_findings(monkeypatch, path) == []
    locker = {
        "DEVICES__LOCKER__BACKEND": "lock_board",
        "DEVICES__LOCKER__URL": "/dev/ttyUSB9",
    }
    assert pin_findings(monkeypatch, path, **locker) == [(False, True)]
    service_pin.write(path, "730185")
    assert pin_findings(monkeypatch, path) == [(True, False)]
    path.chmod(0o644)
    assert pin_findings(monkeypatch, path) == [(False, True)]
    path.unlink()
    assert pin_findings(monkeypatch, path, TERMINAL__DEMONSTRATION="true") == [
        (True, False)
    ]
