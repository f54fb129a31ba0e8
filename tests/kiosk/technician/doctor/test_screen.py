"""What the screen needs."""

import pytest
from support.doctor import DEMO

from config.settings import load_settings
from kiosk.technician.doctor import screen
from kiosk.technician.doctor.finding import Terminal


@pytest.mark.usefixtures("qapp")
def test_a_missing_font_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    at = Terminal(load_settings(DEMO), "en")
    assert screen.fonts(at).ok
    monkeypatch.setattr(screen, "RARE", "\U0010ffff")
    assert not screen.fonts(at).ok
