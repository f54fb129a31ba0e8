"""The devices during a visit: what a technician sees while the screen serves."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from support.journey import Journey

from kiosk.demo.processes import ROOT

Begin = Callable[..., Journey]


def devices(journey: Journey, *arguments: str) -> tuple[int, Any]:
    """Run the command line while the screen's own loop goes on."""
    process = subprocess.Popen(  # noqa: S603 - our own module
        [
            *(sys.executable, "-m", "kiosk", "devices", *arguments, "--json"),
            *("--config", str(journey.system.config)),
        ],
        cwd=ROOT,
        env=os.environ.copy(),
        stdout=subprocess.PIPE,
    )
    with process:
        journey.until(lambda: process.poll() is not None, "the answer")
        assert process.stdout is not None
        return process.returncode, json.loads(process.stdout.read())


@pytest.mark.parametrize("backend", ["screen", "second_screen"])
def test_codes_can_be_shown_on_the_screens(begin: Begin, backend: str) -> None:
    journey = begin(devices__qr_display__backend=backend)
    journey.sees("attract")
    status, answer = devices(journey, "test", "qr_display", "--timeout", "1")
    # The machine of these tests has one screen.
    there = backend == "screen"
    assert (answer["ok"], status) == (there, 0 if there else 1)
    assert answer["reason"] == ("ok" if there else "not_connected")
    assert journey.robot.screen() == "attract"


def test_a_technician_borrows_the_screens_printer(begin: Begin) -> None:
    journey = begin()
    journey.sees("attract")
    status, answer = devices(journey, "test", "receipt_printer")
    assert (status, answer["ok"], answer["reason"]) == (0, True, "ok")
    assert len(journey.receipts()) == 1
    journey.begin()
    status, answer = devices(journey, "test", "receipt_printer")
    assert (status, answer["ok"], answer["reason"]) == (1, False, "busy")


def test_settings_that_were_changed_under_a_screen_are_told_from_what_it_runs(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = begin()
    journey.sees("attract")
    status, listed = devices(journey, "list")
    assert status == 0
    assert not [each for each in listed if "settings_differ" in each]
    (printer,) = [each for each in listed if each["role"] == "receipt_printer"]
    away = "tcp://127.0.0.1:9"
    monkeypatch.setenv("ONETRIP_DEVICES__RECEIPT_PRINTER__URL", away)
    status, listed = devices(journey, "list")
    (same,) = [each for each in listed if each["role"] == "receipt_printer"]
    assert (same["url"], same["state"]) == (printer["url"], printer["state"])
    url = same["settings_differ"]["url"]
    assert url == {"running": printer["url"], "settings": away}
