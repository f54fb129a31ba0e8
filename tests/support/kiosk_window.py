"""A kiosk window with hands, eyes, and an ear for its taps."""

from dataclasses import dataclass, field
from datetime import datetime

from ui.robot import Robot
from ui.widgets.bar import SHANGHAI
from ui.window import KioskWindow
from view import Intent, Tap, Touch

NOON = datetime(2026, 11, 22, 14, 5, tzinfo=SHANGHAI)


@dataclass
class Kiosk:
    """A window and what was said through it."""

    width: int = 1080
    height: int = 1920
    taps: list[Tap] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.window = KioskWindow(self.taps.append, motion=False, clock=lambda: NOON)
        self.window.resize(self.width, self.height)
        self.window.show()
        self.robot = Robot(self.window)

    def said(self) -> list[Intent]:
        """What was said by buttons; that somebody touched is left out."""
        return [tap.intent for tap in self.taps if not isinstance(tap.intent, Touch)]
