"""Events from the devices' threads, reported by a callback in those threads."""

from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.base import CardReading, DeviceStatus, PrintResult, Role, ScannedCode
from drivers.errors import Reason


@dataclass(frozen=True)
class StatusChanged:
    """The status of a device has changed."""

    role: Role
    status: DeviceStatus


@dataclass(frozen=True)
class CardRead:
    """A card was read for the request `ticket`."""

    ticket: object
    reading: CardReading = field(repr=False)


@dataclass(frozen=True)
class CardFailed:
    """A card was put down, but could not be read; the reader keeps trying."""

    ticket: object
    reason: Reason


@dataclass(frozen=True)
class CardSeen:
    """A card is on the reader."""


@dataclass(frozen=True)
class CardLifted:
    """No card is on the reader."""


@dataclass(frozen=True)
class CodeRead:
    """A code was scanned for the request `ticket`."""

    ticket: object
    code: ScannedCode


@dataclass(frozen=True)
class CodeUnreadable:
    """A code was scanned for the request `ticket`, but is not text."""

    ticket: object


@dataclass(frozen=True)
class PrintDone:
    """Printing a receipt has ended, successfully or not."""

    ticket: object
    result: PrintResult


@dataclass(frozen=True)
class JobDone:
    """A job of `Supervisor.submit` has ended.

    Attributes:
        result: The job's result, which may be personal; None unless `reason` is OK.
        reason: Why the job failed.
        begun: Whether the job had begun: if not, the device has done nothing.
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
