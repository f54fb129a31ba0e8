"""Status reports of a terminal: `PUT /v1/terminals/{name}/heartbeat`."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from contract.model import LONGEST_S, Instant, Message, Word


class DeviceReport(Message):
    """Status of one device, in the words of `drivers`."""

    role: Word
    backend: Word
    state: Word
    reason: Word
    supplies: Annotated[dict[Word, Word], Field(max_length=20)] = Field(
        default_factory=dict
    )


Count = Annotated[int, Field(ge=0, le=10**9)]


class QueueReport(Message):
    """Number of records in the outbox, by state, and the age of the oldest."""

    queued: Count
    leased: Count
    quarantined: Count
    oldest: Instant | None = None


ClockOff = Annotated[float, Field(ge=-LONGEST_S, le=LONGEST_S)]


class LinkReport(Message):
    """Quality of the connection to central, measured over the last heartbeats.

    Attributes:
        round_trip_ms: Median time from a heartbeat to its answer.
        lost: Heartbeats without a valid answer.
        of: Heartbeats that were measured.
        clock_off_s: Seconds by which the terminal's clock is ahead of central's.
    """

    round_trip_ms: Annotated[int, Field(ge=0, le=10**6)] | None = None
    lost: Annotated[int, Field(ge=0, le=1000)]
    of: Annotated[int, Field(ge=0, le=1000)]
    clock_off_s: ClockOff | None = None


class Heartbeat(Message):
    """A terminal's status, sent by the agent, also when the screen process is dead.

    Attributes:
        screen: Name of the stage that the screen shows (`attract`, `review`,
            `out_of_service`, …), or `dead` if it has not reported lately.
        screen_since: When the screen entered that stage.
        link: None in the first heartbeat.
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
    """Central's time, from which the terminal computes the error of its own clock."""

    time: Instant
