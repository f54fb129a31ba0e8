"""The doctor, and device tests, on the whole real system."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from support.signing import STRANGER_KEY
from support.wire import Request, Serve, Wire, answer

from config import loader
from config.settings import load_settings
from drivers.simulators.control import ControlClient
from kiosk import service_pin, setup
from kiosk.demo import system as demo_system
from kiosk.demo.processes import ROOT, Processes
from kiosk.technician import doctor
from offline_cache.keyring import Keyring
from offline_cache.outbox import Outbox
from offline_cache.status import Status

NEEDED = ("ID_CARD_READER", "RECEIPT_PRINTER")
DEMO = loader.HOME / "demo.toml"


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


def kiosk(*arguments: str, **environment: str) -> tuple[int, Any]:
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "kiosk", *arguments, "--json", "--config", str(DEMO)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def until_said(name: str) -> None:
    """Wait until the screen (`screen`) or the agent (`link`) has reported."""
    deadline = time.monotonic() + 60
    while True:
        with setup.open_cache(load_settings(DEMO)) as cache:
            if Status(cache).get(name) is not None:
                return
        assert time.monotonic() < deadline
        time.sleep(0.05)


def until_published() -> None:
    """Wait until the agent has fetched what central publishes."""
    deadline = time.monotonic() + 60
    while True:
        with setup.open_cache(load_settings(DEMO)) as cache:
            if Keyring(cache).verification_keys():
                return
        assert time.monotonic() < deadline
        time.sleep(0.05)


def bad(findings: list[dict[str, Any]]) -> set[str]:
    return {each["check"] for each in findings if not each["ok"]}


def test_a_whole_terminal_is_ready_and_each_lack_is_named(
    system: demo_system.System,
) -> None:
    until_said("link")
    until_published()
    status, findings = kiosk("doctor", DISPLAY=":0")
    assert (status, bad(findings)) == (0, set())
    assert {each["check"] for each in findings} == {
        *("settings", "service_items", "cache", "outbox"),
        *("agent", "agent_work", "disk_space"),
        "journal",
        "link",
        *("central", "clock", "terminal_key", "fonts", "translations", "display"),
        *("verification_keys", "sealing_key"),
        *("device.id_card_reader", "device.receipt_printer"),
    }
    network = ControlClient(system.controls["network"])
    printer = ControlClient(system.controls["escpos_printer"])
    system.processes.stop(system.agent)  # first: else it would still report the cut
    network.do("cut")
    printer.do("paper", state="out")
    status, findings = kiosk("doctor", DISPLAY=":0", ONETRIP_CENTRAL__KEY=STRANGER_KEY)
    network.close()
    printer.close()
    assert status == 1
    # The agent's silence so far depends on the machine.
    missing = {"central", "terminal_key", "device.receipt_printer"}
    assert bad(findings) - {"agent"} == missing
    assert all(each["remedy"] for each in findings if not each["ok"])


def test_a_key_that_central_refuses_is_named(
    system: demo_system.System,
) -> None:
    status, findings = kiosk("doctor", ONETRIP_CENTRAL__KEY=STRANGER_KEY)
    assert status == 1
    assert {"terminal_key"} <= bad(findings)
    assert "central" not in bad(findings)
    (key,) = [each for each in findings if each["check"] == "terminal_key"]
    assert "terminal add" in key["remedy"]
    assert STRANGER_KEY not in str(findings)


def test_a_serving_screen_is_asked_for_its_device(system: demo_system.System) -> None:
    screen = system.processes.start("kiosk", "run", "--config", str(DEMO))
    until_said("screen")
    reader = ControlClient(system.controls["sam_reader"])
    try:
        deadline = time.monotonic() + 60
        while True:  # until the screen has opened them
            _, listed = kiosk("devices", "list")
            if all(each["state"] == "ready" for each in listed):
                break
            assert time.monotonic() < deadline, listed
        reader.do("insert", card="li_na")
        status, answer = kiosk("devices", "test", "id_card_reader")
        assert (status, answer["reading"]["name"]) == (0, "李*")
        status, answer = kiosk("devices", "test", "receipt_printer")
        assert (status, answer["reason"]) == (0, "ok")
        # The port is the screen's: opening it nevertheless is refused with a reason.
        url = os.environ["ONETRIP_DEVICES__ID_CARD_READER__URL"]
        status, answer = kiosk(
            "devices", "test", "id_card_reader", "--set", f"url={url}"
        )
        assert (status, answer["reason"]) == (1, "port_busy")
    finally:
        reader.close()
        system.processes.stop(screen)


# -- without a system -------------------------------------------------------------


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ONETRIP_CACHE__PATH", str(tmp_path / "cache.db"))
    monkeypatch.setenv("ONETRIP_CACHE__KEY_FILE", str(tmp_path / "cache.key"))
    # The discard port has no listener.
    monkeypatch.setenv("ONETRIP_CENTRAL__URL", "http://127.0.0.1:9")
    return tmp_path


def findings(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    assert doctor.run(load_settings(DEMO), as_json=True) == 1
    return {each["check"]: each for each in json.loads(capsys.readouterr().out)}


def test_looking_makes_nothing(
    alone: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    found = findings(capsys)
    assert list(alone.iterdir()) == []
    assert found["cache"]["ok"]
    assert not found["agent"]["ok"]
    assert not found["device.receipt_printer"]["ok"]


def test_a_lost_key_is_named_and_nothing_is_overwritten(
    alone: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    with setup.open_cache(load_settings(DEMO)):
        pass
    key, database = alone / "cache.key", alone / "cache.db"
    key.unlink()
    before = database.read_bytes()
    found = findings(capsys)
    assert not found["cache"]["ok"]
    assert "lost" in found["cache"]["detail"]
    assert str(key) in found["cache"]["remedy"]
    assert not key.exists()
    assert database.read_bytes() == before


def test_a_clock_that_is_wrong_and_a_font_that_is_missing_are_named(
    alone: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = doctor._Doctor(load_settings(DEMO), "en")
    assert not look._clock(timedelta(seconds=-3600)).ok
    assert look._clock(timedelta(seconds=2)).ok
    monkeypatch.setattr(doctor, "RARE", "\U0010ffff")
    assert not look._fonts().ok


def test_broken_settings_are_the_only_finding(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('[log]\nformat = "jsn"\n', encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "kiosk", "doctor", "--json", "--config", str(broken)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    (finding,) = json.loads(done.stdout)
    assert (done.returncode, finding["check"], finding["ok"]) == (1, "settings", False)
    assert f"{broken}:2: log.format" in finding["detail"]


def test_a_refused_record_is_named(
    alone: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    found = findings(capsys)
    assert "outbox" not in found
    settings = load_settings(DEMO)
    with setup.open_cache(settings) as cache:
        with cache.transaction():
            key = uuid4()
            Outbox(cache).enqueue(key, "a.b", "rating", b"{}", datetime.now(UTC))
        Outbox(cache).quarantine(key, "refused")
    found = findings(capsys)
    assert not found["outbox"]["ok"]
    assert "quarantined 1" in found["outbox"]["detail"]


def pin_findings(monkeypatch: pytest.MonkeyPatch, path: Path, **more: str) -> list[Any]:
    settings = {"SERVICE__PIN_FILE": str(path), **more}
    for name, value in settings.items():
        monkeypatch.setenv(f"ONETRIP_{name}", value)
    told = doctor._Doctor(load_settings(None), "en")._service_pin()
    return [(each.ok, bool(each.remedy)) for each in told]


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


# -- what stands in front of central -----------------------------------------------


def answering(health: bytes, records: bytes) -> Serve:
    def serve(asked: Request, connection: socket.socket) -> None:
        is_health = asked.path.endswith("/healthz")
        connection.sendall(health if is_health else records)

    return serve


HEALTHY = answer({"ok": True, "time": "2026-11-26T06:00:00Z"})


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("health", "records", "check", "word"),
    [
        (
            *(HEALTHY, answer({"reason": "not_a_terminal"}, 401)),
            *("terminal_key", "proxy in front of central alters the request"),
        ),
        (HEALTHY, answer("<html>", 404), "terminal_key", "is not central"),
        (
            HEALTHY,
            answer("", 308, location="https://x/"),
            "terminal_key",
            "not central",
        ),
        (
            *(answer("", 301, location="https://other.example/healthz"), HEALTHY),
            *("central", "points to"),
        ),
        (answer({"ok": True}), HEALTHY, "central", "central.url"),
        (answer({"ok": True, "time": "2026-11-26T06:00"}), HEALTHY, "central", "url"),
    ],
)
def test_the_cause_in_front_of_central_is_named(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    health: bytes,
    records: bytes,
    check: str,
    word: str,
) -> None:
    with Wire(answering(health, records)) as wire:
        monkeypatch.setenv("ONETRIP_CENTRAL__URL", f"{wire.url}/onetrip")
        found = findings(capsys)
    assert found[check]["ok"] is False
    assert word in found[check]["remedy"]
    if b"other.example" in health:
        assert "https://other.example" in found[check]["detail"]
    assert all(each.path.startswith("/onetrip/") for each in wire.requests)
