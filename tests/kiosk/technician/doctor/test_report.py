"""All checks, on the whole real system and without one."""

import json
import subprocess
import sys
import time
from pathlib import Path

from support.doctor import DEMO, Findings, bad, kiosk, until_said
from support.signing import STRANGER_KEY

from config.settings import load_settings
from drivers.simulators.control import ControlClient
from kiosk import setup
from kiosk.demo import system as demo_system
from kiosk.demo.processes import ROOT
from offline_cache.keyring import Keyring


def until_published() -> None:
    """Wait until the agent has fetched what central publishes."""
    deadline = time.monotonic() + 60
    while True:
        with setup.open_cache(load_settings(DEMO)) as cache:
            if Keyring(cache).verification_keys():
                return
        assert time.monotonic() < deadline
        time.sleep(0.05)


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


def test_looking_makes_nothing(alone: Path, findings: Findings) -> None:
    found = findings()
    assert list(alone.iterdir()) == []
    assert found["cache"]["ok"]
    assert not found["agent"]["ok"]
    assert not found["device.receipt_printer"]["ok"]


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
