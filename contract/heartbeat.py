"""What a terminal reports about itself: `PUT /v1/terminals/{name}/heartbeat`."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from contract.model import LONGEST_S, Instant, Message, Word


class DeviceReport(Message):
    """One device, in the words of `drivers`: state, reason, supplies."""

    role: Word
    backend: Word
    state: Word
    reason: Word
    supplies: Annotated[dict[Word, Word], Field(max_length=20)] = Field(
        default_factory=dict
    )


Count = Annotated[int, Field(ge=0, le=10**9)]


class QueueReport(Message):
    """The outbox in numbers."""

    queued: Count
    leased: Count
    quarantined: Count
    oldest: Instant | None = None


ClockOff = Annotated[float, Field(ge=-LONGEST_S, le=LONGEST_S)]


class LinkReport(Message):
    """How the way to central was, over the last heartbeats.

    Attributes:
        round_trip_ms: From a heartbeat to its answer, the median of those that came.
        lost: How many had no answer, or nonsense …
        of: … of so many.
        clock_off_s: By how much the terminal's clock is ahead of central's.
    """

    round_trip_ms: Annotated[int, Field(ge=0, le=10**6)] | None = None
    lost: Annotated[int, Field(ge=0, le=1000)]
    of: Annotated[int, Field(ge=0, le=1000)]
    clock_off_s: ClockOff | None = None


class Heartbeat(Message):
    """Sent by the agent, also when the screen is dead, and says so.

    Attributes:
        screen: The name of the stage that the screen shows (`attract`, `review`,
            `out_of_service`, …), or `dead` if it has not spoken lately.
        screen_since: When the screen came to that stage.
        link: None before the first one was sent.
    """

    install: UUID
    version: Word
    time: Instant
    screen: Word
    screen_since: Instant | None = None
    devices: Annotated[tuple[DeviceReport, ...], Field(max_length=50)]
    queue: QueueReport
    link: LinkReport | None = None


class HeartbeatAnswer(Message):
    """Central's time, from which the terminal learns how wrong its own clock is."""

    time: Instant
