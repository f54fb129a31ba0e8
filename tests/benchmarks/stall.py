"""How long the screen's thread is blocked while each device in turn hangs.

A timer ticks in the thread of the screen; the longest gap between two ticks, minus its
period, is the stall. The same is measured before with all devices healthy, since the
machine itself delays threads too.
"""

import os
import tempfile
import time
from pathlib import Path

from benchmarks import report
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication
from support.journey import Journey

from config import loader
from drivers.simulators.control import ControlClient
from kiosk import logs
from kiosk.demo import system as demo_system
from kiosk.demo.processes import Processes

DEMO = loader.HOME / "demo.toml"
BEAT_MS = 2
SECONDS = 8.0
"""Of each measurement: three misses of a reader take six."""
ROUNDS = 3
AIM_MS = 16
FAULTS = {
    "sam_reader": ("silent", "none"),
    "escpos_printer": ("mute", "none"),
}
"""Simulator to the fault that makes its device hang, and the one that ends it."""


def run() -> None:
    """Measure, and write the figures."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        out = state / "out"
        out.mkdir()
        with Processes(state / "processes.log") as processes:
            system = demo_system.start(processes, DEMO, state, out, port=0)
            os.environ.update(processes.environment)
            journey = Journey(system, out)
            try:
                journey.sees("attract")
                figures = _rounds(journey)
            finally:
                journey.close()
    report.write("stall", figures)


def _rounds(journey: Journey) -> dict[str, object]:
    idle: list[float] = []
    hung: dict[str, list[float]] = {name: [] for name in FAULTS}
    for _ in range(ROUNDS):
        idle.append(_longest_gap())
        for name, (fault, well) in FAULTS.items():
            device = ControlClient(journey.system.controls[name])
            try:
                device.do("fault", kind=fault)
                hung[name].append(_longest_gap())
                device.do("fault", kind=well)
                journey.sees("attract")
            finally:
                device.close()
    most = max(max(values) for values in hung.values())
    return {
        "unit": f"ms, longest gap beyond {BEAT_MS} ms in {SECONDS:g} s",
        "idle": report.spread(idle),
        **{f"{name}_hangs": report.spread(values) for name, values in hung.items()},
        "beyond_idle": round(most - max(idle), 3),
        "aim_beyond_idle": AIM_MS,
    }


def _longest_gap() -> float:
    """Return the longest gap of a timer in this thread, in ms beyond its period."""
    loop, beat = QEventLoop(), QTimer()
    beat.setTimerType(Qt.TimerType.PreciseTimer)
    longest, last = 0.0, time.monotonic()
    until = last + SECONDS

    def beaten() -> None:
        nonlocal longest, last
        now = time.monotonic()
        longest, last = max(longest, now - last), now
        if now >= until:
            loop.quit()

    beat.timeout.connect(beaten)
    beat.start(BEAT_MS)
    loop.exec()
    beat.stop()
    return max(0.0, longest * 1000 - BEAT_MS)


if __name__ == "__main__":
    logs.configure("json", "error", "bench")
    application = QApplication.instance() or QApplication(["bench"])
    run()
