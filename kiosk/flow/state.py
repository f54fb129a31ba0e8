"""What the state machine knows: all that the terminal is doing now."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from central.contract.service_item import ServiceItem
from kiosk.flow.idle import IdleClock
from kiosk.flow.service.session import Service
from kiosk.flow.visit import Step, Visit
from kiosk.view import Language, Trouble


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What does not change while the terminal runs.

    Attributes:
        idle_s: Seconds without a touch until more time is offered.
        prompt_s: Seconds that the offer counts down.
        service_idle_s: The same as `idle_s` for a clerk, whose hands are full.
        way_out_s: Seconds of waiting until a way out is shown.
        card_left_s: Seconds after a visit until the card is asked for more loudly.
        scanner: Whether this cabinet reads codes.
        cells: How many cells it has.
        qr_beside: Whether codes are shown on a display of their own.
        door_long_s: Seconds after which an open door is spoken of more loudly.
        hotline: Whom to call where that is no department's.
    """

    terminal: str
    place: dict[Language, str]
    catalogue: tuple[ServiceItem, ...]
    language: Language
    idle_s: float
    prompt_s: int
    service_idle_s: float = 90
    way_out_s: float
    card_left_s: float = 20
    scanner: bool = False
    cells: int = 0
    qr_beside: bool = False
    door_long_s: float = 30
    hotline: str = "12345"


class Mode(StrEnum):
    """What the terminal is doing."""

    ATTRACT = "attract"
    CHOOSING = "choosing"
    SERVING = "serving"
    ANOTHER_CARD = "another_card"  # somebody else's came, and the visit has ended
    TAKE_CARD = "take_card"
    SERVICE = "service"  # a clerk is at the cells, and no visit can begin


@dataclass(frozen=True)
class Serving:
    """A visit, the steps it goes through, and the one it is at."""

    visit: Visit
    steps: tuple[type[Step], ...]
    index: int
    step: Step


@dataclass(frozen=True)
class State:
    """Everything that the terminal is doing now.

    Attributes:
        stage: Counts the questions shown, so that a tap made on an earlier one is
            known by it.
        service: A clerk's session; never together with `serving`.
        visits: Number of the newest visit; each visit, and session, has another.
        card_lying: Whether the reader has seen a card that it has not seen lifted.
        guards: Number of the newest guard: a card that is read while somebody is
            served whose own card was lifted.
        intruded: Whether somebody else's card has come: the visit ends as soon as no
            device works for it.
    """

    setting: Setting
    language: Language
    mode: Mode = Mode.ATTRACT
    serving: Serving | None = None
    service: Service | None = None
    troubles: frozenset[Trouble] = frozenset({Trouble.STARTING})
    stage: int = 0
    visits: int = 0
    card_lying: bool = False
    card_left: bool = False
    today: date = date.min
    guards: int = 0
    intruded: bool = False
    idle: IdleClock = field(default_factory=IdleClock)
