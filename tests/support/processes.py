"""Starts the real processes that tests connect to, and ends them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Simulator:
    """A simulator's process, with what it announced."""

    def __init__(self, module: str, *arguments: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", module, "--follow-stdin", *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"{module} ended before it served"
        self.ready: dict[str, Any] = json.loads(line)

    @property
    def url(self) -> str:
        """Return the URL that a driver opens."""
        return str(self.ready["url"])

    @property
    def control(self) -> str:
        """Address of the control socket."""
        return str(self.ready["control"])

    def stop(self) -> None:
        """End the process and wait for it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()
