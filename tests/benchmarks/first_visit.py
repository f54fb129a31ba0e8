"""Start-up, memory and the machine's part of a visit, on the whole real system."""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import report
from PySide6.QtWidgets import QApplication
from support.journey import Journey

from config import loader
from drivers.simulators.control import ControlClient
from kiosk import demo_system, logs
from kiosk.processes import ROOT, Processes

DEMO = loader.HOME / "demo.toml"
START_ROUNDS = 7
VISITS = 10
BITS_PER_BYTE = 10
BAUD = 115_200
CARD_BYTES = 4 * 10 + 15 + 19 + 1295 + 11
"""On the wire for find, select, read and the appended address, of which the card used
here has none: four requests and their replies."""


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
            report.write("visit", _visits(Journey(system, out)))


def _start() -> dict[str, object]:
    """Process start to first interactive screen, in turn with a bare window."""
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
    """PSS of screen and agent once both serve."""
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


def _visits(journey: Journey) -> dict[str, object]:
    """From the card to the receipt's last byte; people and paper not counted."""
    parts: dict[str, list[float]] = {"card": [], "query": [], "print": [], "all": []}
    hand = random.Random(1)  # noqa: S311 - not a secret
    printer = ControlClient(journey.system.controls["escpos_printer"])
    try:
        for _ in range(VISITS + 1):
            journey.begin()
            # A hand comes at any moment between two looks of the reader, which the
            # module allows every 300 ms: without this it always came right after one.
            time.sleep(hand.uniform(0, 0.3))
            card = _timed(
                lambda: journey.reader.do("insert", card="li_na"),
                lambda: journey.robot.screen() == "confirm_person",
                journey,
            )
            query = _timed(
                lambda: journey.robot.click("main"),
                lambda: journey.robot.screen() == "review",
                journey,
            )
            printed = len(printer.do("receipts")["receipts"]) + 1
            paper = _timed(
                lambda: journey.robot.click("main"),
                partial(_has_printed, printer, printed),
                journey,
            )
            journey.leave()
            for name, spent in zip(parts, (card, query, paper), strict=False):
                parts[name].append(spent)
            parts["all"].append(card + query + paper)
    finally:
        printer.close()
        journey.close()
    wire = CARD_BYTES * BITS_PER_BYTE / BAUD * 1000
    warm = {name: values[1:] for name, values in parts.items()}
    return {
        "unit": "ms",
        **{name: report.spread(values) for name, values in warm.items()},
        "first_visit_after_start": round(parts["all"][0], 1),
        "wire_of_the_card": round(wire, 1),
        "over_the_wire": report.spread([each - wire for each in warm["all"]]),
        "aim_over_the_wire": 300,
    }


def _has_printed(printer: ControlClient, receipts: int) -> bool:
    return len(printer.do("receipts")["receipts"]) >= receipts


def _timed(
    act: Callable[[], object], holds: Callable[[], bool], journey: Journey
) -> float:
    began = time.monotonic()
    act()
    journey.until(holds)
    return (time.monotonic() - began) * 1000


if __name__ == "__main__":
    logs.configure("json", "error", "bench")
    application = QApplication.instance() or QApplication(["bench"])
    run()
