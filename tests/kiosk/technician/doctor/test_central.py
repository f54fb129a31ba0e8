"""The connection to central, and what is in front of central."""

import socket
from datetime import timedelta

import pytest
from support.doctor import DEMO, Findings, bad, kiosk
from support.signing import STRANGER_KEY
from support.wire import Request, Serve, Wire, answer

from config.settings import load_settings
from kiosk.demo import system as demo_system
from kiosk.technician.doctor import central
from kiosk.technician.doctor.finding import Terminal


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


@pytest.mark.parametrize(("off", "ok"), [(-3600, False), (2, True)])
def test_a_wrong_clock_is_named(off: int, ok: bool) -> None:
    at = Terminal(load_settings(DEMO), "en")
    assert central.clock(at, timedelta(seconds=off)).ok is ok


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
    findings: Findings,
    health: bytes,
    records: bytes,
    check: str,
    word: str,
) -> None:
    with Wire(answering(health, records)) as wire:
        monkeypatch.setenv("ONETRIP_CENTRAL__URL", f"{wire.url}/onetrip")
        found = findings()
    assert found[check]["ok"] is False
    assert word in found[check]["remedy"]
    if b"other.example" in health:
        assert "https://other.example" in found[check]["detail"]
    assert all(each.path.startswith("/onetrip/") for each in wire.requests)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("failing", [["holdings"], ["payments", "retention"]])
def test_central_serves_also_where_a_task_of_its_own_fails(
    monkeypatch: pytest.MonkeyPatch, findings: Findings, failing: list[str]
) -> None:
    health = {"ok": True, "time": "2026-11-26T06:00:00Z", "failing": failing}
    with Wire(answering(answer(health), HEALTHY)) as wire:
        monkeypatch.setenv("ONETRIP_CENTRAL__URL", wire.url)
        assert findings()["central"]["ok"]
