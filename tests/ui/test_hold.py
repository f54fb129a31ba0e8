"""The staff's way in: a long press on the terminal's name, no shorter."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from support.tiles import tiles
from support.views import view

from ui.widgets import hold as hold_module
from ui.widgets.hold import HOLD_MS, Hold
from view import Attract, Availability, OpenService, PutCard, Tap

ATTRACT = view("en", Attract(tiles("en", 3, ((Availability.OPEN, None),))), stage=7)
SHORT_MS = 40


def finger(kiosk: Any, kind: QEvent.Type, spot: QPoint) -> None:
    target = kiosk.window.childAt(
        kiosk.window.findChild(Hold).mapTo(kiosk.window, QPoint(8, 8))
    )
    lifted = kind is QEvent.Type.MouseButtonRelease
    event = QMouseEvent(
        kind,
        QPointF(target.mapFrom(kiosk.window, spot)),
        QPointF(kiosk.window.mapToGlobal(spot)),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.NoButton if lifted else Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(target, event)


def name_of(kiosk: Any) -> QPoint:
    kiosk.robot.settle()
    hold = kiosk.window.findChild(Hold)
    spot: QPoint = hold.mapTo(kiosk.window, hold.rect().center())
    return spot


def waited(kiosk: Any) -> bool:
    """Return whether the timer of the long press has elapsed or is not running."""
    return not kiosk.window.findChild(Hold)._timer.isActive()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hold_module, "HOLD_MS", SHORT_MS)


PRESS, MOVE, LIFT = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
)


def test_nobody_rests_a_finger_so_long_by_accident() -> None:
    assert HOLD_MS == 3000


@pytest.mark.usefixtures("soon")
def test_a_finger_that_stays_asks_for_the_service_mode(kiosk: Any) -> None:
    kiosk.window.show_view(ATTRACT)
    finger(kiosk, PRESS, name_of(kiosk))
    kiosk.robot.wait_until(lambda: kiosk.said() == [OpenService()], 60)
    assert kiosk.taps[-1] == Tap(7, OpenService())
    finger(kiosk, LIFT, name_of(kiosk))
    kiosk.robot.settle()
    assert kiosk.said() == [OpenService()]


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize(
    "goes",
    [
        lambda kiosk: finger(kiosk, LIFT, name_of(kiosk)),
        lambda kiosk: finger(kiosk, MOVE, QPoint(540, 960)),
    ],
    ids=["lifted", "moved away"],
)
def test_a_finger_that_goes_asks_for_nothing(
    goes: Callable[[Any], None], kiosk: Any
) -> None:
    kiosk.window.show_view(ATTRACT)
    finger(kiosk, PRESS, name_of(kiosk))
    goes(kiosk)
    assert waited(kiosk)
    assert kiosk.said() == []


@pytest.mark.usefixtures("soon")
def test_a_finger_that_trembles_stays(kiosk: Any) -> None:
    kiosk.window.show_view(ATTRACT)
    spot = name_of(kiosk)
    finger(kiosk, PRESS, spot)
    finger(kiosk, MOVE, spot + QPoint(6, 3))
    kiosk.robot.wait_until(lambda: kiosk.said() == [OpenService()], 60)


@pytest.mark.usefixtures("soon")
def test_a_finger_that_came_down_on_another_screen_asks_for_nothing(
    kiosk: Any,
) -> None:
    kiosk.window.show_view(view("en", PutCard(), stage=6))
    finger(kiosk, PRESS, name_of(kiosk))
    kiosk.window.show_view(ATTRACT)
    kiosk.robot.wait_until(lambda: waited(kiosk), 60)
    assert kiosk.said() == []


def test_nothing_of_it_can_be_seen(kiosk: Any) -> None:
    kiosk.window.show_view(ATTRACT)
    kiosk.robot.settle()
    assert not any("service mode" in text.lower() for text in kiosk.robot.texts())
    hold = kiosk.window.findChild(Hold)
    assert not hold.accessibleName()
    assert not hold.toolTip()
