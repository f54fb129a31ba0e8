"""Runs the doctor and other commands on a demonstration's terminal."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from config import loader
from config.settings import load_settings
from kiosk import setup
from kiosk.demo.processes import ROOT
from offline_cache.status import Status

DEMO = loader.HOME / "demo.toml"
Found = dict[str, Any]
Findings = Callable[[], dict[str, Found]]


def kiosk(*arguments: str, **environment: str) -> tuple[int, Any]:
    """Run a command; return its exit status and its JSON."""
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


def bad(findings: list[dict[str, Any]]) -> set[str]:
    """Return the names of the failed checks."""
    return {each["check"] for each in findings if not each["ok"]}
