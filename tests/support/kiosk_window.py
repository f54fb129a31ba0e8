"""A kiosk window that tests press and read, and whose intents they record."""

from dataclasses import dataclass, field
from datetime import datetime

from ui.robot import Robot
from ui.widgets.bar import SHANGHAI
from ui.window import KioskWindow
from view import Intent, Tap, Touch

NOON = datetime(2026, 11, 22, 14, 5, tzinfo=SHANGHAI)


@dataclass
class Kiosk:
    """A window and the intents sent through it."""

    width: int = 1080
    height: int = 1920
    taps: list[Tap] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.window = KioskWindow(self.taps.append, motion=False, clock=lambda: NOON)
        self.window.resize(self.width, self.height)
        self.window.show()
        self.robot = Robot(self.window)

    def said(self) -> list[Intent]:
        """Return the intents of buttons, without those of mere touches."""
        return [tap.intent for tap in self.taps if not isinstance(tap.intent, Touch)]
