"""What a step of a visit, or a screen of the service mode, answers to an event."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.flow.actions import Action

Subject = TypeVar("Subject")
"""A visit, or a clerk's session."""
Part = TypeVar("Part", covariant=True)
"""The step or screen that is on."""
Way = TypeVar("Way", covariant=True)


@dataclass(frozen=True)
class Move(Generic[Subject, Part, Way]):
    """The subject and the part as they are now, what to do, and where to go.

    Attributes:
        to: Where to go; None stays.
    """

    subject: Subject
    part: Part
    actions: tuple[Action, ...] = ()
    to: Way | None = None
