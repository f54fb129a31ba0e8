"""What is given to the state machine when the screen starts."""

from dataclasses import dataclass

from contract.service_item import ServiceItem
from view import Language


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A terminal and its patience; only the catalogue is renewed while it runs.

    A visit keeps the setting with which it began.

    Attributes:
        catalogue: The service items, in the order of their rank.
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
