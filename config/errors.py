"""Errors in settings and service items, described for technicians.

ConfigError     a file or an environment variable cannot be used (a misspelt `url`)
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One mistake to correct.

    Attributes:
        where: `file:line`, the file alone if the line is not known, or the name of an
            environment variable.
        key: Position within it, such as `central.url` or `materials #2.en` (entries of
            a list count from 1); empty if it concerns the whole.
        words: What was found and what is allowed. Never holds a secret.
    """

    where: str
    key: str
    words: str

    def __str__(self) -> str:
        text = ": ".join(part for part in (self.where, self.key, self.words) if part)
        # A found value may hold anything: control characters are written as \x1b.
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


class ConfigError(Exception):
    """Nothing was loaded; `str()` has one line for each problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
