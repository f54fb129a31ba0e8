"""A benchmark's figures: medians with ranges, printed and kept as JSON."""

import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "build" / "bench"


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return median and range, rounded to three places."""
    return {
        "median": round(statistics.median(values), 3),
        "min": round(min(values), 3),
        "max": round(max(values), 3),
        "runs": len(values),
    }


def write(name: str, figures: dict[str, Any]) -> None:
    """Print the figures, and keep them as `build/bench/<name>.json`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=2)
    (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(f"{name}\n{text}\n")
