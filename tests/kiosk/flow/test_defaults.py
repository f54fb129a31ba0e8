"""What is so before anything has happened: nothing known, asked, typed or paid."""

from datetime import date

from support.defaults import telling

import kiosk.flow
import view
from kiosk.flow.idle import IdleClock
from kiosk.flow.state import Mode

TELLING: dict[str, object] = {
    "Door.stage": view.ClerkStage.CONFIRM,
    "Face.cancel": True,
    "Held.tries_left": 5,
    "Menu.counts": view.ServiceMenu(0, 0, 0, 0),
    "Pin.waiting": True,
    "ReleaseStep.openings": 1,
    "Setting.card_left_s": 20,
    "Setting.door_long_s": 30,
    "Setting.hotline": "12345",
    "Setting.service_idle_s": 90,
    "State.idle": IdleClock(),
    "State.mode": Mode.ATTRACT,
    "State.today": date.min,
    "State.troubles": {view.Trouble.STARTING},
    "Visit.today": date.min,
}


def test_before_anything_has_happened_nothing_has() -> None:
    assert telling(kiosk.flow) == TELLING
