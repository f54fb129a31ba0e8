"""The state machine's constants, set when the screen starts."""

from dataclasses import dataclass

from contract.service_item import ServiceItem
from view import Language


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A terminal's properties and time limits; only the catalogue changes at run time.

    A visit keeps the setting it began with.

    Attributes:
        catalogue: The service items, sorted by rank.
        idle_s: Seconds without a touch until more time is offered.
        prompt_s: Seconds that the offer of more time counts down.
        service_idle_s: Like `idle_s` for a clerk, whose hands are often full.
        way_out_s: Seconds of waiting until a way out is shown.
        card_left_s: Seconds after a visit until the card is asked for more urgently.
        scanner: Whether this cabinet has a code scanner.
        cells: The number of cells.
        qr_beside: Whether codes are shown on a separate display.
        door_long_s: Seconds after which an open door is mentioned more urgently.
        hotline: The number to call if the problem is no department's.
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
