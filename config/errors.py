"""What is wrong with settings and service items, in words for technicians.

ConfigError     a file or an environment variable cannot be used (an `url` misspelt)
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to put right.

    Attributes:
        where: `file:line`, the file alone where no line can be told for certain, or
            the name of an environment variable.
        key: Where it stands within, as `central.url` or `materials #2.en` (entries of
            a list count from 1); empty if it concerns the whole.
        words: What was found and what is allowed. Never holds a secret.
    """

    where: str
    key: str
    words: str

    def __str__(self) -> str:
        text = ": ".join(part for part in (self.where, self.key, self.words) if part)
        # A found value may hold anything; what steers a screen is written as \x1b.
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


class ConfigError(Exception):
    """Nothing was loaded; `str()` is a line for each problem, all of them at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
