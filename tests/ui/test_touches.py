"""One touch counts once, and only on the question that was seen."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.fingers import finger, middle_of, poor, tap_at
from support.views import view

from view import (
    Cancel,
    Main,
    MainAction,
    PutCard,
    Tap,
    Touch,
)


def test_two_taps_in_a_row_are_one_and_two_apart_are_two(kiosk: Any) -> None:
    kiosk.window.show_view(poor())
    spot = middle_of(kiosk, "reason_too_slow")
    tap_at(kiosk, spot, 10_000)
    tap_at(kiosk, spot, 10_300)
    assert len(kiosk.said()) == 1
    tap_at(kiosk, spot, 10_450)
    assert len(kiosk.said()) == 2


def test_a_quick_tap_on_another_button_counts(kiosk: Any) -> None:
    kiosk.window.show_view(poor())
    slow, hard = (middle_of(kiosk, f"reason_{r}") for r in ("too_slow", "hard_to_use"))
    tap_at(kiosk, slow, 10_000)
    tap_at(kiosk, hard, 10_200)
    assert len(kiosk.said()) == 2


def test_the_second_half_of_a_double_tap_does_not_answer_the_next_question(
    kiosk: Any,
) -> None:
    kiosk.window.show_view(poor(1))
    spot = middle_of(kiosk, "main")
    tap_at(kiosk, spot, 10_000)
    kiosk.window.show_view(view("en", PutCard(), stage=2, main=MainAction.RETRY))
    kiosk.robot.settle()
    tap_at(kiosk, spot, 10_300)
    assert [tap.stage for tap in kiosk.taps if tap.intent == Main()] == [1]
    tap_at(kiosk, spot, 10_700)
    assert [tap.stage for tap in kiosk.taps if tap.intent == Main()] == [1, 2]


def test_a_finger_that_comes_down_on_one_question_does_not_answer_another(
    kiosk: Any,
) -> None:
    kiosk.window.show_view(poor(1))
    spot = middle_of(kiosk, "main")
    finger(kiosk, QEvent.Type.MouseButtonPress, spot, 10_000)
    kiosk.window.show_view(view("en", PutCard(), stage=2, main=MainAction.RETRY))
    kiosk.robot.settle()
    finger(kiosk, QEvent.Type.MouseButtonRelease, spot, 10_900)
    assert kiosk.said() == []


def test_any_touch_says_that_somebody_is_there_but_not_too_often(kiosk: Any) -> None:
    kiosk.window.show_view(poor(3))
    bare = QPoint(20, 1650)
    for at in (10_000, 10_400, 10_900, 11_000, 12_500):
        tap_at(kiosk, bare, at)
    assert kiosk.taps == [Tap(3, Touch())] * 3


def test_a_touch_that_wakes_does_nothing_else(kiosk: Any) -> None:
    kiosk.window.show_view(poor(3))
    spot = middle_of(kiosk, "main")
    kiosk.window.show_view(poor(3, idle_left=20))
    kiosk.robot.settle()
    tap_at(kiosk, spot, 10_000)
    assert kiosk.taps == [Tap(3, Touch())]
    kiosk.window.show_view(poor(3))
    kiosk.robot.settle()
    tap_at(kiosk, spot, 10_200)  # the same trembling finger
    assert kiosk.said() == []
    tap_at(kiosk, spot, 10_800)
    assert kiosk.said() == [Main()]


def test_end_is_said_before_the_touch_could_take_the_question_away(kiosk: Any) -> None:
    kiosk.window.show_view(poor(3, idle_left=20))
    tap_at(kiosk, middle_of(kiosk, "end_visit"), 10_000)
    assert kiosk.taps == [Tap(3, Cancel())]


def test_end_is_offered_only_where_a_visit_can_be_cancelled(kiosk: Any) -> None:
    kiosk.window.show_view(replace(poor(3, idle_left=20), cancel=False))
    assert kiosk.robot.find("end_visit") is None
    assert kiosk.robot.find("more_time") is not None


MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.MetaModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
)


def test_no_key_says_or_opens_anything(kiosk: Any) -> None:
    kiosk.window.show_view(poor())
    kiosk.robot.settle()
    before = set(QApplication.topLevelWidgets())
    handle = kiosk.window.windowHandle()
    for key in Qt.Key:
        for modifier in MODIFIERS:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(handle, QKeyEvent(kind, key, modifier))
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_F4):
        for modifier in MODIFIERS:
            QTest.keyClick(handle, key, modifier)  # also past shortcuts
    kiosk.robot.settle()
    assert kiosk.taps == []
    assert kiosk.window.isVisible()
    assert QApplication.focusWidget() in (None, kiosk.window)
    assert set(QApplication.topLevelWidgets()) <= before


def test_a_key_does_not_reach_a_button_that_has_the_focus(kiosk: Any) -> None:
    kiosk.window.show_view(poor())
    kiosk.robot.settle()
    button = kiosk.robot.find("main")
    button.setFocus()
    heard: list[bool] = []
    button.clicked.connect(lambda: heard.append(True))
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert heard == []


def test_only_the_program_closes_the_window(kiosk: Any) -> None:
    kiosk.window.close()
    assert kiosk.window.isVisible()
    kiosk.window.close_for_good()
    assert not kiosk.window.isVisible()


def test_a_right_click_opens_nothing(kiosk: Any) -> None:
    kiosk.window.show_view(poor())
    spot = middle_of(kiosk, "main")
    QTest.mouseClick(
        kiosk.window.windowHandle(),
        Qt.MouseButton.RightButton,
        Qt.KeyboardModifier(0),
        spot,
    )
    target = kiosk.window.childAt(spot)
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, spot)
    QApplication.sendEvent(target, menu)
    assert kiosk.taps == []
    assert QApplication.activePopupWidget() is None
