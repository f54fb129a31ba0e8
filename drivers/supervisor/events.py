"""What the devices' threads tell, by one callback that is called in those threads."""

from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.base import CardReading, DeviceStatus, PrintResult, Role, ScannedCode
from drivers.errors import Reason


@dataclass(frozen=True)
class StatusChanged:
    """A device is not as it was."""

    role: Role
    status: DeviceStatus


@dataclass(frozen=True)
class CardRead:
    """A card was read for the one who asked with `ticket`."""

    ticket: object
    reading: CardReading = field(repr=False)


@dataclass(frozen=True)
class CardFailed:
    """A card was put down and could not be read; the reader tries on."""

    ticket: object
    reason: Reason


@dataclass(frozen=True)
class CardSeen:
    """A card lies on the reader."""


@dataclass(frozen=True)
class CardLifted:
    """No card lies on the reader."""


@dataclass(frozen=True)
class CodeRead:
    """A code was scanned for the one who asked with `ticket`."""

    ticket: object
    code: ScannedCode


@dataclass(frozen=True)
class CodeUnreadable:
    """A code was scanned for the one who asked with `ticket`, and is no text."""

    ticket: object


@dataclass(frozen=True)
class PrintDone:
    """A receipt was printed, or was not."""

    ticket: object
    result: PrintResult


@dataclass(frozen=True)
class JobDone:
    """A job of `Supervisor.submit` has ended.

    Attributes:
        result: What it returned, which may be a person's; None unless `reason` is OK.
        reason: Why it did not come to its end.
        begun: Whether it had begun: if not, the device has done nothing at all.
    """

    ticket: object
    result: object = field(default=None, repr=False)
    reason: Reason = Reason.OK
    begun: bool = True


DeviceEvent = (
    StatusChanged
    | CardRead
    | CardFailed
    | CardSeen
    | CardLifted
    | CodeRead
    | CodeUnreadable
    | PrintDone
    | JobDone
)
Emit = Callable[[DeviceEvent], None]
