"""Kiosk and device panel are side by side on any display."""

import pytest
from PySide6.QtCore import QRect, QSize

from ui.placing import kiosk_place, panel_place

CANVAS = QSize(1080, 1920)
DISPLAYS = [
    (0, 0, 1920, 1080),
    (0, 0, 1366, 768),
    (0, 27, 1920, 1053),  # under a desktop's own bar
    (1920, 0, 2560, 1440),
    (0, 0, 1280, 1024),
    (0, 0, 1024, 768),
    (0, 0, 3840, 2160),
]


@pytest.mark.parametrize("display", DISPLAYS)
def test_both_are_whole_and_neither_covers_the_other(
    display: tuple[int, int, int, int],
) -> None:
    room = QRect(*display)
    kiosk, panel = kiosk_place(room, CANVAS), panel_place(room)
    assert room.contains(kiosk)
    assert room.contains(panel)
    assert not kiosk.intersects(panel)
    assert kiosk.topLeft() == room.topLeft()
    assert kiosk.height() == min(room.height(), CANVAS.height())
    assert abs(kiosk.width() * 16 - kiosk.height() * 9) <= 16  # within a pixel
    assert panel.width() + kiosk.width() > room.width() - 20


def test_a_size_that_fits_is_taken_as_it_is() -> None:
    place = kiosk_place(QRect(10, 20, 1920, 1080), QSize(540, 960))
    assert place == QRect(10, 20, 540, 960)


def test_a_narrow_display_keeps_both_on_it() -> None:
    room = QRect(0, 0, 600, 1024)
    assert room.contains(kiosk_place(room, CANVAS))
    assert room.contains(panel_place(room))
