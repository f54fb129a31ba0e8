"""`make bench`: every benchmark, each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = (
    "benchmarks.startup",
    "benchmarks.visits",
    "benchmarks.receipt",
    "benchmarks.documents",
    "benchmarks.stall",
    "benchmarks.enqueue",
    "benchmarks.drain",
    "benchmarks.intake",
)

if __name__ == "__main__":
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}",
    }
    for name in BENCHMARKS:
        command = [sys.executable, "-m", name]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603
