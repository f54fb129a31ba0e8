"""Waiting is shown in words, and nothing hidden is animated."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from support.views import view

from ui.robot import Robot
from ui.widgets.motion import Motion
from ui.window import KioskWindow
from view import (
    Attract,
    DoorStage,
    Leaving,
    Pay,
    PayStage,
    Printing,
    PutCard,
    Release,
    Submitting,
    TakeCard,
    Waiting,
)


@pytest.fixture
def lively(qapp: QApplication) -> Iterator[KioskWindow]:
    window = KioskWindow(lambda _: None, clock=lambda: datetime.now(UTC))
    window.resize(540, 960)
    window.show()
    yield window
    window.close_for_good()
    window.deleteLater()
    qapp.processEvents()


def test_at_first_nothing_then_words(lively: KioskWindow) -> None:
    robot = Robot(lively)
    lively.show_view(view("en", Waiting("Social security")))
    told = "Asking Social security …"
    assert told not in robot.texts()
    robot.wait_until(lambda: told in robot.texts())


def test_a_slow_answer_is_told_at_once_and_can_be_cancelled(
    lively: KioskWindow,
) -> None:
    robot = Robot(lively)
    lively.show_view(view("en", Waiting("Tax")))
    lively.show_view(view("en", Waiting("Tax", slow=True), cancel=True))
    assert any("longer than usual" in text for text in robot.texts())
    assert robot.find("cancel") is not None


@pytest.mark.parametrize(
    "content",
    [
        PutCard(),
        Printing(Leaving.SLIP),
        Printing(Leaving.DOCUMENT),
        Printing(Leaving.DOCUMENT, making=True),
        Release(DoorStage.TAKE, "Passport", 7, 24),
        Pay(PayStage.OPENING, "Fine", 100),
        Submitting("Tax"),
        TakeCard(),
        Waiting("Tax"),
    ],
)
def test_pictures_move_while_seen_and_no_timer_is_left_behind(
    lively: KioskWindow, content: Any
) -> None:
    robot = Robot(lively)
    lively.show_view(view("en", content, stage=1))
    screen = lively._screen
    assert screen is not None
    pictures = screen.findChildren(Motion)
    robot.wait_until(lambda: any(each.moving() for each in pictures))
    assert sum(each.moving() for each in pictures) == 1  # hidden ones do not run
    lively.show_view(view("en", Attract(()), stage=2))
    assert not any(timer.isActive() for timer in screen.findChildren(QTimer))
    robot.settle()
    running = [t for t in lively.findChildren(QTimer) if t.isActive()]
    assert len(running) == 1  # the clock's, until the next minute


def test_nothing_moves_where_motion_is_off(kiosk: Any) -> None:
    kiosk.window.show_view(view("en", PutCard()))
    kiosk.robot.settle()
    assert not any(picture.moving() for picture in kiosk.window.findChildren(Motion))
