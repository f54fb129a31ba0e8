"""A room's trial: its mutants drawn and planted, and the verdict on each."""

import json
import os
import queue
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutants.equivalents import Equivalents
from mutants.places import Mutant
from mutants.rooms import mirror
from mutants.trees import Outcome, Tree, Verdict

AIM = 0.9
"""The share of a room's mutants that its tests must kill."""


@dataclass(frozen=True)
class Result:
    """A mutant and its verdict."""

    mutant: Mutant
    verdict: Verdict

    def as_json(self) -> dict[str, Any]:
        """Return it for `build/mutants`."""
        was, becomes = self.mutant.lines
        return {
            "mutant": self.mutant.name,
            "outcome": self.verdict.outcome,
            "by": self.verdict.test,
            "line": self.mutant.line,
            "within": self.mutant.within,
            "was": was,
            "becomes": becomes,
            "diff": self.mutant.diff,
        }


@dataclass(frozen=True)
class Score:
    """The figures of a room."""

    room: str
    results: Sequence[Result]
    equivalent: int

    def number(self, outcome: Outcome) -> int:
        """Return how many mutants have an outcome."""
        return sum(each.verdict.outcome is outcome for each in self.results)

    @property
    def score(self) -> float:
        """Return the share of mutants that did not survive."""
        survived = self.number(Outcome.SURVIVED)
        return 1 - survived / len(self.results) if self.results else 1.0

    @property
    def is_enough(self) -> bool:
        """Return whether the room reaches the aim."""
        return self.score >= AIM

    def __str__(self) -> str:
        hung = self.number(Outcome.TIMED_OUT)
        killed = self.number(Outcome.KILLED) + hung
        return (
            f"{self.room}: {killed} killed ({hung} by time-out), "
            f"{self.number(Outcome.SURVIVED)} survived, {self.equivalent} equivalent, "
            f"score {self.score:.0%}"
        )

    def write(self, folder: Path, **drawn: int) -> None:
        """Keep it as `<folder>/<room>.json`."""
        folder.mkdir(parents=True, exist_ok=True)
        figures = {
            "room": self.room,
            **drawn,
            **{each.value: self.number(each) for each in Outcome},
            "equivalent": self.equivalent,
            "score": round(self.score, 3),
            "mutants": [each.as_json() for each in self.results],
        }
        text = json.dumps(figures, ensure_ascii=False, indent=2)
        name = f"{self.room.replace('/', '.')}.json"
        (folder / name).write_text(text + "\n", encoding="utf-8")


def pick(
    drawn: Iterable[Mutant], count: int, equivalents: Equivalents
) -> tuple[list[Mutant], int]:
    """Return the first so many mutants that count, and how many were passed over."""
    chosen: list[Mutant] = []
    passed = 0
    for each in drawn:
        if len(chosen) == count:
            break
        if equivalents.reason(each):
            passed += 1
        else:
            chosen.append(each)
    return chosen, passed


def survivor(result: Result) -> str:
    """Return the text that is printed of a survivor."""
    name = result.mutant.name
    return f"{result.mutant.diff}repeat it: make mutants MUTANT='{name}'\n"


class Court:
    """Copies of the tree, each of which tries one mutant at a time."""

    def __init__(self, root: Path, folder: Path, copies: int) -> None:
        self._root = root
        self._trees: queue.Queue[Tree] = queue.Queue()
        self._copies = copies
        for number in range(copies):
            own = folder / str(number)
            own.mkdir()
            self._trees.put(Tree(root, own))

    def trial(self, mutants: Sequence[Mutant]) -> Iterator[Result]:
        """Try the mutants, after their tests have passed without any.

        Raises:
            UnmutatedTestsFailed: They do not pass.
        """
        mirrors = {each.module: mirror(self._root, each.module) for each in mutants}
        tests = dict.fromkeys(test for each in mirrors.values() for test in each.all)
        if not tests:
            yield from (Result(each, Verdict(Outcome.SURVIVED)) for each in mutants)
            return
        tree = self._trees.get()
        limits = tree.measure(list(tests))
        self._trees.put(tree)

        def judge(mutant: Mutant) -> Result:
            tree = self._trees.get()
            try:
                return Result(
                    mutant, tree.judge(mutant, mirrors[mutant.module], limits)
                )
            finally:
                self._trees.put(tree)

        with ThreadPoolExecutor(self._copies) as pool:
            yield from pool.map(judge, mutants)


def court(root: Path) -> tuple[tempfile.TemporaryDirectory[str], Court]:
    """Yield a court in a temporary folder, with a copy for each core."""
    folder = tempfile.TemporaryDirectory(prefix="mut", ignore_cleanup_errors=True)
    return folder, Court(root, Path(folder.name), os.cpu_count() or 1)


def tried(score: Iterator[Result]) -> list[Result]:
    """Return the results; print each survivor as soon as it is known."""
    results = []
    for number, each in enumerate(score, 1):
        results.append(each)
        sys.stderr.write(f"{number} {each.verdict.outcome}: {each.mutant.name}\n")
        if each.verdict.outcome is Outcome.SURVIVED:
            sys.stdout.write(survivor(each))
            sys.stdout.flush()
    return results
