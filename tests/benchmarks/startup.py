"""Start-up time and memory of the whole real system."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import report
from PySide6.QtWidgets import QApplication

from config import loader
from kiosk import logs
from kiosk.demo import system as demo_system
from kiosk.demo.processes import ROOT, Processes

DEMO = loader.HOME / "demo.toml"
START_ROUNDS = 7


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
            report.write("start", _start())
            report.write("memory", _memory(processes, system.agent.pid))


def _start() -> dict[str, object]:
    """Measure process start to first interactive screen, in turn with a bare window."""
    bare, ours = [], []
    for _ in range(START_ROUNDS):
        bare.append(_until_interactive("benchmarks.bare_window"))
        ours.append(_until_interactive("benchmarks.first_screen", str(DEMO)))
    ratios = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
    return {
        "unit": "s from process start",
        "bare_qt_window": report.spread(bare),
        "first_interactive_screen": report.spread(ours),
        "ratio": report.spread(ratios),
    }


def _until_interactive(module: str, *arguments: str) -> float:
    began = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        spent = time.monotonic() - began
        assert line == b"interactive\n", "it ended before it could be used"
        process.stdout.read()
    return spent


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
        "aim": 150,
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
