"""The answer of a visit's step, or of a service mode screen, to an event."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.flow.actions import Action

Subject = TypeVar("Subject")
"""A visit, or a clerk's session."""
Part = TypeVar("Part", covariant=True)
"""The current step or screen."""
Way = TypeVar("Way", covariant=True)


@dataclass(frozen=True)
class Move(Generic[Subject, Part, Way]):
    """The subject and the part after an event, the actions, and where to go.

    Attributes:
        to: Where to go; None to stay.
    """

    subject: Subject
    part: Part
    actions: tuple[Action, ...] = ()
    to: Way | None = None
