"""The rules of the screens, measured on each, in both languages and two sizes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QWidget
from support.views import LANGUAGES, examples

from kiosk.view import Language
from ui.theme.look import GAP, MAIN_HEIGHT, MAIN_WIDTH, REACH_TOP, SMALL, TOUCH
from ui.widgets.button import Button
from ui.widgets.table import PagedTable
from ui.widgets.text import Text

SIZES = [(1080, 1920), (540, 960)]
IN_THE_BAR = {"language"}


def box(widget: QWidget, kiosk: Any) -> QRect:
    return QRect(widget.mapTo(kiosk.window, QPoint(0, 0)), widget.size())


def shown(kiosk: Any, kind: type[Any]) -> list[Any]:
    """What can be seen; under the question for more time, only the question."""
    robot = kiosk.robot
    widgets = [w for w in kiosk.window.findChildren(kind) if w.isVisible()]
    if robot.asked_for_time():
        prompt = kiosk.window._prompt
        widgets = [w for w in widgets if prompt.isAncestorOf(w)]
    return widgets


@pytest.fixture(params=SIZES, ids=["full", "half"])
def screens(
    request: pytest.FixtureRequest, open_kiosk: Callable[[int, int], Any]
) -> Callable[[Language], Iterator[tuple[str, Any]]]:
    kiosk = open_kiosk(*request.param)

    def each(language: Language) -> Iterator[tuple[str, Any]]:
        for stage, (name, view) in enumerate(examples(language).items()):
            kiosk.window.show_view(replace(view, stage=stage))
            if name.startswith("waiting"):
                kiosk.robot.wait_until(
                    lambda: any("…" in t for t in kiosk.robot.texts())
                )
            kiosk.robot.settle()
            yield name, kiosk

    return each


Screens = Callable[[Language], Iterator[tuple[str, Any]]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_can_be_pressed_is_large_apart_and_in_reach(
    screens: Screens, language: Language
) -> None:
    for name, kiosk in screens(language):
        factor = kiosk.window.look.factor
        buttons = {b.objectName(): b for b in shown(kiosk, QAbstractButton)}
        boxes = {key: box(button, kiosk) for key, button in buttons.items()}
        assert all(buttons), f"{name}: a button has no name"
        for key, area in boxes.items():
            where = f"{name}: {key}"
            assert buttons[key].accessibleName(), where
            assert area.width() >= TOUCH * factor - 1, where
            assert area.height() >= TOUCH * factor - 1, where
            assert kiosk.window.rect().contains(area), where
            if key not in IN_THE_BAR:
                assert area.top() >= REACH_TOP * factor - 1, where
            if key in {"main", "more_time"} or key.startswith("begin_"):
                assert area.width() >= MAIN_WIDTH * factor - 1, where
                assert area.height() >= MAIN_HEIGHT * factor - 1, where
            if key.startswith("tile_"):
                assert area.width() >= 320 * factor - 1, where
                assert area.height() >= 240 * factor - 1, where
        spread = round(GAP * factor) - 1
        for (one, a), (other, b) in combinations(boxes.items(), 2):
            grown = a.adjusted(-spread, -spread, spread, spread)
            assert not grown.intersects(b), f"{name}: {one} is too near {other}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_cut_off_or_lies_on_another(
    screens: Screens, language: Language
) -> None:
    for name, kiosk in screens(language):
        for button in shown(kiosk, Button):
            assert not button.clipped(), f"{name}: {button.text()}"
        for table in shown(kiosk, PagedTable):
            assert not table.clipped(), f"{name}: table"
        texts = shown(kiosk, Text)
        assert texts, name
        for text in texts:
            assert not text.clipped(), f"{name}: {text.text()}"
            seen = text.visibleRegion().boundingRect()
            assert seen == text.rect(), f"{name}: {text.text()} leaves its place"
        for one, other in combinations(texts, 2):
            both = f"{name}: {one.text()} on {other.text()}"
            assert not box(one, kiosk).intersects(box(other, kiosk)), both


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_type_is_smaller_than_the_small_print(
    screens: Screens, language: Language
) -> None:
    for name, kiosk in screens(language):
        least = round(SMALL * kiosk.window.look.factor)
        for text in shown(kiosk, Text):
            assert text._font(text.width()).pixelSize() >= least, (
                f"{name}: {text.text()}"
            )


def test_a_clipped_text_is_seen_as_clipped(kiosk: Any) -> None:
    text = Text(kiosk.window.look)
    text.setText("请把身份证放在读卡区")
    text.resize(text.sizeHint())
    assert not text.clipped()
    text.resize(text.width() // 2, text.height())
    assert text.clipped()


def test_back_cancel_and_main_are_always_in_the_same_place(kiosk: Any) -> None:
    places: dict[str, set[tuple[int, int, int, int]]] = {}
    for language in LANGUAGES:
        for stage, view in enumerate(examples(language).values()):
            kiosk.window.show_view(replace(view, stage=stage, idle_left=None))
            kiosk.robot.settle()
            for name in ("back", "cancel", "main", "language"):
                if (button := kiosk.robot.find(name)) is not None:
                    places.setdefault(name, set()).add(box(button, kiosk).getRect())  # type: ignore[arg-type]
    assert {name: len(spots) for name, spots in places.items()} == {
        "back": 1,
        "cancel": 1,
        "main": 1,
        "language": 1,
    }
    (back,), (cancel,), (main,) = (places[n] for n in ("back", "cancel", "main"))
    assert back[0] < cancel[0] < main[0]
