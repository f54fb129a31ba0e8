"""What the state machine knows: all that the terminal is doing now."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from contract.service_item import ServiceItem
from kiosk.flow.idle import IdleClock
from kiosk.flow.service.session import ServiceMode
from kiosk.flow.setting import Setting
from kiosk.flow.visit import Step, Visit
from view import Language, Trouble


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
        renewed: A newer catalogue, in use from the next attract screen on.
        intruded: Whether somebody else's card has come: the visit ends as soon as no
            device works for it.
    """

    setting: Setting
    language: Language
    mode: Mode = Mode.ATTRACT
    serving: Serving | None = None
    service: ServiceMode | None = None
    troubles: frozenset[Trouble] = frozenset({Trouble.STARTING})
    stage: int = 0
    visits: int = 0
    card_lying: bool = False
    card_left: bool = False
    today: date = date.min
    renewed: tuple[ServiceItem, ...] | None = None
    intruded: bool = False
    idle: IdleClock = field(default_factory=IdleClock)
