"""`python -m kiosk demo`: the whole system from one command, and nothing left over."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.demo.processes import ROOT

ITEM = "social_security.contribution_statement"
WITHIN_S = 120.0


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that the print service's daemons may enter."""
    with tempfile.TemporaryDirectory(prefix="onetrip-test-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


def demo(out: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "TMPDIR": str(out.parent)}
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "kiosk", "demo", "--out", str(out), *arguments],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
    )


def started_by(folder: Path) -> list[str]:
    """Return command lines of running processes that contain this folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (entry / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue  # it has ended, or belongs to another user
        ours = str(folder) in line or f"TMPDIR={folder}" in environment
        if ours and int(entry.name) != os.getpid():
            found.append(line)
    return found


def test_the_scripted_citizen_leaves_everything_that_was_seen(folder: Path) -> None:
    out = folder / "out"
    with demo(out) as process:
        _, complaints = process.communicate(timeout=WITHIN_S)
    assert process.returncode == 0, complaints.decode()
    summary: dict[str, Any] = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["ok"] is True
    assert [visit["offline"] for visit in summary["visits"]] == [False, True]
    assert {visit["service"] for visit in summary["visits"]} == {ITEM}
    online, offline = ([s["name"] for s in v["steps"]] for v in summary["visits"])
    assert "review" in online
    assert "offer_queue" in offline
    assert all(s["ms"] >= 0 for v in summary["visits"] for s in v["steps"])
    states = [entry["state"] for entry in summary["ledger"]]
    assert states.count("completed") == states.count("ready") == 1
    assert len(list(out.glob("[0-9][0-9]-screen.png"))) >= 12
    assert len(list(out.glob("receipt-*.png"))) == 2
    assert len(list(out.glob("printed-*.pdf"))) == 1
    signed = sorted(out.glob("document-*.pdf"))
    assert len(signed) == 2, "the one printed, and the one that waits to be collected"
    for document in signed:
        checked = verify(document, out / "keys.pem")
        assert checked.returncode == 0, checked.stdout
    altered = bytearray(signed[0].read_bytes())
    altered[altered.index(b"/Title") + 8] ^= 1
    forged = out / "forged.pdf"
    forged.write_bytes(altered)
    assert verify(forged, out / "keys.pem").returncode == 1
    lines = (out / "journal.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert started_by(folder) == []


def verify(document: Path, keys: Path) -> subprocess.CompletedProcess[bytes]:
    """Verify as the README shows it."""
    command = ("-m", "central", "verify", str(document), "--key", str(keys))
    return subprocess.run(  # noqa: S603 - our own module
        [sys.executable, *command], cwd=ROOT, check=False, capture_output=True
    )


def test_an_unknown_service_is_refused_with_those_there_are(folder: Path) -> None:
    with demo(folder / "out", "--service", "tax.nothing") as process:
        _, complaints = process.communicate(timeout=WITHIN_S)
    assert process.returncode == 2
    assert ITEM in complaints.decode()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_the_demonstration_ends_all_of_it(
    folder: Path, number: signal.Signals
) -> None:
    with demo(folder / "out") as process:
        wait(lambda: len(started_by(folder)) >= 5, "the system to start")
        process.send_signal(number)
        process.communicate(timeout=WITHIN_S)
    assert process.returncode != 0
    wait(lambda: started_by(folder) == [], "everything to end")


def wait(holds: Any, what: str) -> None:
    end = time.monotonic() + WITHIN_S
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)
