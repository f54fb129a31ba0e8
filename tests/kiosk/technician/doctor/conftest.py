"""A whole system for the doctor, or a terminal without one."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.doctor import DEMO, Findings, Found

from config.settings import load_settings
from kiosk.demo import system as demo_system
from kiosk.demo.processes import Processes
from kiosk.technician import doctor

NEEDED = ("ID_CARD_READER", "RECEIPT_PRINTER")


@pytest.fixture
def system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[demo_system.System]:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    out = tmp_path / "out"
    out.mkdir()
    with Processes(tmp_path / "processes.log") as processes:
        started = demo_system.start(processes, DEMO, tmp_path, out, port=0)
        for name in list(processes.environment):
            # Two devices are enough here, and each has its own tests.
            if "DEVICES" in name and not any(role in name for role in NEEDED):
                del processes.environment[name]
        for name, text in processes.environment.items():
            monkeypatch.setenv(name, text)
        yield started


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a terminal without agent, central and devices."""
    monkeypatch.setenv("ONETRIP_CACHE__PATH", str(tmp_path / "cache.db"))
    monkeypatch.setenv("ONETRIP_CACHE__KEY_FILE", str(tmp_path / "cache.key"))
    # Nothing listens on the discard port.
    monkeypatch.setenv("ONETRIP_CENTRAL__URL", "http://127.0.0.1:9")
    return tmp_path


@pytest.fixture
def findings(qapp: object, capsys: pytest.CaptureFixture[str]) -> Findings:
    """Run the doctor in this process; return its findings by check."""

    def run() -> dict[str, Found]:
        assert doctor.run(load_settings(DEMO), as_json=True) == 1
        return {each["check"]: each for each in json.loads(capsys.readouterr().out)}

    return run
