"""How answers find their way, and what a door came to: words that events share."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Token:
    """Which action of which visit, or of which session of the service mode."""

    visit: int
    n: int


class ReleaseOutcome(StrEnum):
    """How the opening of a cell has ended, as far as sensors tell."""

    CLOSED = "closed"  # it opened, and is closed again
    STUCK = "stuck"  # provably it did not open
    ANOTHER_OPEN = "another_open"  # nothing was done: another door stands open
    UNSEEN = "unseen"  # there is no sensor: a person must say
    LEFT_OPEN = "left_open"  # for longer than may be waited
    UNKNOWN = "unknown"  # the cabinet failed in the middle
