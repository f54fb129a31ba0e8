"""Copies of the tree, in which mutants are planted and tests run."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from xml.etree import ElementTree

import pytest
from mutants.places import Mutant
from mutants.rooms import Mirror

NOT_COPIED = (".*", "build", "demo-output", "var", "__pycache__", "*.pyc")
OURS = ("PYTHONPATH", "PYTEST_")
"""What the environment may not hand on to the tests."""
MARK = "ONETRIP_MUTANTS_RUN"
"""Names the run in the environment of every process that it starts."""
RUN_STARTS_WITHIN_S = 120.0
"""For imports and collection, on a busy machine."""
SLOWER = 10
"""How much slower than its first run a test may be before it counts as hanging."""
TEST_AT_LEAST_S = 30.0
TIMED_OUT = re.compile(r"Timeout \(>[\d.]+s\) from pytest-timeout|\+ Timeout \+")


class Outcome(StrEnum):
    """The result of the tests."""

    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"


@dataclass(frozen=True)
class Limits:
    """How long tests may take, in seconds."""

    test: float
    run: float


@dataclass(frozen=True)
class Verdict:
    """An outcome, and the test that caused it."""

    outcome: Outcome
    test: str = ""


class UnmutatedTestsFailed(Exception):  # noqa: N818 - it says what happened
    """The tests fail without a mutant: a verdict would be meaningless."""


class Tree:
    """One copy of the tree."""

    def __init__(self, original: Path, folder: Path) -> None:
        self.root = folder / "tree"
        self._folder = folder
        ignored = shutil.ignore_patterns(*NOT_COPIED)
        shutil.copytree(original, self.root, ignore=ignored)

    def measure(self, tests: Sequence[str]) -> Limits:
        """Run the tests without a mutant, and return how long they may take with one.

        Raises:
            UnmutatedTestsFailed: A test fails, or there is none.
        """
        report = self._folder / "report.xml"
        extra = (f"--junitxml={report}", "-n", str(os.cpu_count() or 1))
        code, output = self._pytest(tests, None, *extra)
        if code != pytest.ExitCode.OK:
            raise UnmutatedTestsFailed(output)
        cases = ElementTree.parse(report).iter("testcase")  # noqa: S314 - our own
        times = [float(case.get("time", 0)) for case in cases]
        test = max(TEST_AT_LEAST_S, SLOWER * max(times))
        return Limits(test, RUN_STARTS_WITHIN_S + SLOWER * sum(times))

    def judge(self, mutant: Mutant, mirror: Mirror, limits: Limits) -> Verdict:
        """Run the nearest tests against a mutant, and the wider ones if it survives."""
        with self._planted(mutant):
            for tests in (mirror.nearest, mirror.wider):
                verdict = self._verdict(tests, limits)
                if verdict.outcome is not Outcome.SURVIVED:
                    return verdict
        return Verdict(Outcome.SURVIVED)

    def _verdict(self, tests: Sequence[str], limits: Limits) -> Verdict:
        if not tests:
            return Verdict(Outcome.SURVIVED)
        code, output = self._pytest(tests, limits.run, f"--timeout={limits.test:.0f}")
        if code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return Verdict(Outcome.SURVIVED)
        failed = re.search(r"^(?:FAILED|ERROR) (\S+)", output, re.M)
        test = failed[1] if failed else ""
        if code is None or TIMED_OUT.search(output):
            return Verdict(Outcome.TIMED_OUT, test)
        return Verdict(Outcome.KILLED, test)

    @contextlib.contextmanager
    def _planted(self, mutant: Mutant) -> Iterator[None]:
        path = self.root / mutant.module
        assert path.read_text(encoding="utf-8") == mutant.before, "the tree has changed"
        path.write_text(mutant.after, encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(mutant.before, encoding="utf-8")

    def _pytest(
        self, tests: Sequence[str], within_s: float | None, *extra: str
    ) -> tuple[int | None, str]:
        """Return the exit status, None at a time-out, and the output."""
        own = self._folder / "t"  # short: sockets are made below it
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir()
        run = uuid.uuid4().hex
        given = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        environment = given | {
            "PYTHONDONTWRITEBYTECODE": "1",
            "HYPOTHESIS_STORAGE_DIRECTORY": str(own / "hypothesis"),
            MARK: run,
        }
        command = [
            *(sys.executable, "-m", "pytest", "-qx", "--tb=short", "-m", "not long"),
            *("-p", "no:cacheprovider", "-p", "no:randomly", "--hypothesis-seed=0"),
            *(f"--basetemp={own / 'b'}", *extra, *tests),
        ]
        with (own / "output").open("w+", encoding="utf-8", errors="replace") as output:
            process = subprocess.Popen(  # noqa: S603 - our own tests
                command,
                cwd=self.root,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            code: int | None
            try:
                code = process.wait(within_s)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                _end_all(run)
                process.wait()
            output.seek(0)
            return code, output.read()


def _end_all(run: str) -> None:
    """Kill the processes that a run has left, wherever they are."""
    mark = f"{MARK}={run}".encode()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):  # it has ended, or belongs to another user
            if mark in path.read_bytes().split(b"\0"):
                os.kill(int(path.parent.name), signal.SIGKILL)
