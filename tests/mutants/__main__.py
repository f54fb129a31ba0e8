"""`make mutants`: random small bugs, and whether the tests detect them."""

import argparse
import sys
from pathlib import Path

from mutants.drawing import draw
from mutants.equivalents import Equivalents
from mutants.places import mutants
from mutants.rooms import modules
from mutants.trees import UnmutatedTestsFailed
from mutants.trial import AIM, Court, Score, court, pick, tried

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "mutants"
FAILED = 1
BROKEN = 2


def _room(court: Court, room: str, paths: list[str], seed: int, count: int) -> Score:
    found = (mutant for path in paths for mutant in mutants(ROOT, path))
    chosen, passed = pick(draw(found, seed, room), count, Equivalents())
    score = Score(room, tried(court.trial(chosen)), passed)
    score.write(FOLDER, seed=seed, count=count)
    sys.stdout.write(f"{score}\n")
    sys.stdout.flush()
    return score


def _one(court: Court, name: str) -> bool:
    """Return whether one mutant, given by its name, is killed."""
    found = [each for each in mutants(ROOT, name.split("::")[0]) if each.name == name]
    if not found:
        raise SystemExit(f"no mutant is called {name}")
    (result,) = tried(court.trial(found))
    sys.stdout.write(f"{result.verdict.outcome} {result.verdict.test}\n")
    return Score("", [result], 0).is_enough


def main() -> int:
    """Run what the command line asks for."""
    rooms = modules(ROOT)
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60, help="mutants for each room")
    parser.add_argument("--room", choices=rooms, help="one room alone")
    parser.add_argument(
        "--mutant", help="one mutant alone, by the name that was printed"
    )
    given = parser.parse_args()
    folder, trees = court(ROOT)
    with folder:
        try:
            if given.mutant:
                return 0 if _one(trees, given.mutant) else FAILED
            asked = [given.room] if given.room else list(rooms)
            scores = [
                _room(trees, each, rooms[each], given.seed, given.count)
                for each in asked
            ]
        except UnmutatedTestsFailed as failed:
            sys.stdout.write(f"{failed}\nthe tests fail without a mutant\n")
            return BROKEN
    below = [each for each in scores if not each.is_enough]
    for score in scores:
        sys.stdout.write(f"{score}{f' (below {AIM:.0%})' if score in below else ''}\n")
    return FAILED if below else 0


if __name__ == "__main__":
    sys.exit(main())
