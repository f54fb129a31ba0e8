"""Start-up time and memory of the whole real system."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import browser, report
from PySide6.QtWidgets import QApplication

from config import loader
from kiosk import logs, opening
from kiosk.demo import system as demo_system
from kiosk.demo.processes import ROOT, Processes

DEMO = loader.HOME / "demo.toml"
START_ROUNDS = 7
BYTE_CODE = ROOT / "build" / "bytecode"


def run() -> None:
    """Measure all, and write the figures."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        out = state / "out"
        out.mkdir()
        with Processes(state / "processes.log") as processes:
            system = demo_system.start(
                processes, DEMO, state, out, port=0, cabinet=demo_system.NEEDED
            )
            os.environ.update(processes.environment)
            report.write("start", _start(processes, state))
            report.write("memory", _memory(processes, system.agent.pid))


def _start(processes: Processes, state: Path) -> dict[str, object]:
    """Process start to first paint and to the first tap that is answered.

    In turn with a bare window and with a browser that shows the same page; the last
    tap is pressed as soon as the window is painted. `serves` is when an item can be
    begun, which the devices decide as well.
    """
    snapshot = _left_by_a_run(processes, state)
    if not Path(browser.CHROMIUM).exists():
        raise SystemExit("start: the peer is not there: apt-get install chromium")
    found: dict[str, list[float]] = {}
    for number in range(START_ROUNDS + 1):
        times = {
            "bare_qt_window": _until("benchmarks.bare_window")["interactive"],
            "chromium_first_paint": browser.first_paint(snapshot),
        } | _until("benchmarks.first_screen", str(DEMO))
        if number:  # the first round writes the byte code
            for name, seconds in times.items():
                found.setdefault(name, []).append(seconds)

    def ratio(name: str, to: str) -> dict[str, float]:
        pairs = zip(found[name], found[to], strict=True)
        return report.spread([mine / theirs for mine, theirs in pairs])

    return {
        "unit": "s from process start",
        **{name: report.spread(seconds) for name, seconds in found.items()},
        "painted_to_bare_window": ratio("painted", "bare_qt_window") | {"aim": 2},
        "answered_to_chromium": ratio("answered", "chromium_first_paint") | {"aim": 1},
    }


def _left_by_a_run(processes: Processes, state: Path) -> opening.Snapshot:
    """What a run has left for the next, as on any day but a terminal's first."""
    path = opening.beside(state / "cache.db")
    screen = processes.start("kiosk", "run", "--config", str(DEMO))
    while (snapshot := opening.read(path)) is None:
        time.sleep(0.1)
    processes.stop(screen)
    return snapshot


def _until(module: str, *arguments: str) -> dict[str, float]:
    """Seconds until each word that a program says."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment | {"PYTHONPYCACHEPREFIX": str(BYTE_CODE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        said = {
            line.decode().strip(): time.monotonic() - began for line in process.stdout
        }
    assert said, "it ended before it was painted"
    return said


def _memory(processes: Processes, agent: int) -> dict[str, object]:
    """Measure the PSS of screen and agent once both serve."""
    screen = processes.start("kiosk", "run", "--config", str(DEMO))
    measured = [_pss(screen.pid)]
    while len(measured) < 4 or measured[-1] > measured[-3] * 1.01:  # it still grows
        time.sleep(1)
        measured.append(_pss(screen.pid))
    now = measured[-1]
    figures: dict[str, object] = {
        "unit": "MB, proportional set size",
        "screen": now,
        "agent": _pss(agent),
        "together": round(now + _pss(agent), 1),
        "aim": 135,
    }
    processes.stop(screen)
    return figures


def _pss(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    line = next(each for each in text.splitlines() if each.startswith("Pss:"))
    return round(int(line.split()[1]) / 1000, 1)


if __name__ == "__main__":
    logs.configure("json", "error", "bench")
    application = QApplication.instance() or QApplication(["bench"])
    run()
