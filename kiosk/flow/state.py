"""The state machine's state."""

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
    """The terminal's mode."""

    ATTRACT = "attract"
    CHOOSING = "choosing"
    SERVING = "serving"
    # another person's card was read, and the visit has ended
    ANOTHER_CARD = "another_card"
    TAKE_CARD = "take_card"
    SERVICE = "service"  # a clerk is at the cells, and no visit can begin


@dataclass(frozen=True)
class Serving:
    """A visit, its steps, and the current one."""

    visit: Visit
    steps: tuple[type[Step], ...]
    index: int
    step: Step


@dataclass(frozen=True)
class State:
    """The complete state of the terminal's screen.

    Attributes:
        stage: Counts the questions shown, so that a tap on an earlier one is
            recognised.
        service: A clerk's session; never together with `serving`.
        visits: The number of the newest visit; each visit and session has its own.
        card_lying: Whether a card was seen on the reader and not yet seen lifted.
        renewed: A newer catalogue, used from the next attract screen on.
        intruded: Whether another person's card was read: the visit ends as soon as no
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
