"""The mutants that are known to change nothing, each with its reason."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from mutants.places import Mutant

FILE = Path(__file__).parent / "equivalents.toml"


@dataclass(frozen=True)
class Equivalent:
    """One entry; it matches wherever its lines are in the module."""

    module: str
    within: str
    was: str
    becomes: str
    because: str


class Equivalents:
    """The list of a file."""

    def __init__(self, file: Path = FILE) -> None:
        entries = tomllib.loads(file.read_text(encoding="utf-8")).get("equivalent", [])
        self.entries = [Equivalent(**entry) for entry in entries]
        self._known = {
            (e.module, e.within, e.was, e.becomes): e.because for e in self.entries
        }

    def reason(self, mutant: Mutant) -> str | None:
        """Return why a mutant is equivalent, or None if it is not in the list."""
        return self._known.get((mutant.module, mutant.within, *mutant.lines))
