"""What a terminal reports about itself: `PUT /v1/terminals/{name}/heartbeat`."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from central.contract.model import Instant, Message


class DeviceReport(Message):
    """One device, in the words of `drivers`: state, reason, supplies."""

    role: str
    backend: str
    state: str
    reason: str
    supplies: dict[str, str] = Field(default_factory=dict)


class QueueReport(Message):
    """The outbox in numbers."""

    queued: Annotated[int, Field(ge=0)]
    leased: Annotated[int, Field(ge=0)]
    quarantined: Annotated[int, Field(ge=0)]
    oldest: Instant | None = None


class Heartbeat(Message):
    """Sent by the agent, also when the screen is dead, and says so.

    Attributes:
        screen: The name of the stage that the screen shows (`attract`, `review`,
            `out_of_service`, …), or `dead` if it has not spoken lately.
        screen_since: When the screen came to that stage.
    """

    install: UUID
    version: str
    time: Instant
    screen: str
    screen_since: Instant | None = None
    devices: tuple[DeviceReport, ...]
    queue: QueueReport


class HeartbeatAnswer(Message):
    """Central's time, from which the terminal learns how wrong its own clock is."""

    time: Instant
