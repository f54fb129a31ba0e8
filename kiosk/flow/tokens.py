"""Types that events share: tokens of actions, and outcomes of a release."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Token:
    """An action of a visit or of a service mode session."""

    visit: int
    n: int


class ReleaseOutcome(StrEnum):
    """How the opening of a cell ended, as far as sensors show."""

    CLOSED = "closed"  # it opened and is closed again
    STUCK = "stuck"  # it certainly did not open
    ANOTHER_OPEN = "another_open"  # nothing was done: another door is open
    UNSEEN = "unseen"  # there is no sensor: a person must confirm
    LEFT_OPEN = "left_open"  # for longer than the limit
    UNKNOWN = "unknown"  # the cabinet failed in between
