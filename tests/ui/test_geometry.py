"""The rules of the screens, measured on each, in both languages and two sizes."""

from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, count
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from support.kiosk_window import Kiosk
from support.views import LANGUAGES, examples

from ui.widgets.button import Button
from ui.widgets.table import PagedTable
from ui.widgets.text import Text

# In pixels of a canvas of 1080 × 1920.
TOUCH = 96
GAP = 16
MAIN_WIDTH, MAIN_HEIGHT = 480, 144
TILE_WIDTH, TILE_HEIGHT = 320, 240
REACH_TOP = 640  # the lower two thirds
SMALL = 32

SIZES = [(1080, 1920), (540, 960)]
IN_THE_BAR = {"language"}


@dataclass(frozen=True)
class Seen:
    """What one screen looked like, measured."""

    name: str
    factor: float
    window: QRect
    buttons: dict[str, QRect]
    unnamed: list[str]
    texts: list[tuple[str, QRect]]
    type_sizes: dict[str, int]
    cut_off: list[str]
    overlapping: list[str]
    outside: list[str]


def box(widget: QWidget, kiosk: Any) -> QRect:
    return QRect(widget.mapTo(kiosk.window, QPoint(0, 0)), widget.size())


def measure(name: str, kiosk: Any) -> Seen:
    """Of everything visible; under the question for more time, of that alone."""
    widgets = [w for w in kiosk.window.findChildren(QWidget) if w.isVisible()]
    if kiosk.robot.asked_for_time():
        prompt = kiosk.window._prompt
        widgets = [w for w in widgets if prompt.isAncestorOf(w)]
    buttons = [w for w in widgets if isinstance(w, QAbstractButton)]
    texts = [w for w in widgets if isinstance(w, Text)]
    cut_off = [
        repr(w)
        for w in widgets
        if isinstance(w, Text | Button | PagedTable) and w.clipped()
    ]
    cut_off += [t.text() for t in texts if t.visibleRegion().boundingRect() != t.rect()]
    screen = kiosk.window._screen
    return Seen(
        name,
        kiosk.window.look.factor,
        kiosk.window.rect(),
        {button.objectName(): box(button, kiosk) for button in buttons},
        [
            b.objectName()
            for b in buttons
            if not (b.objectName() and b.accessibleName())
        ],
        [(text.text(), box(text, kiosk)) for text in texts],
        {text.text(): text._font(text.width()).pixelSize() for text in texts},
        cut_off,
        [f"{one} on {other}" for one, other in overlaps(screen)],
        [
            repr(w)
            for w in (screen, *screen.findChildren(QWidget))
            if w.isVisible() and not zone(kiosk).contains(box(w, kiosk))
        ],
    )


def zone(kiosk: Any) -> QRect:
    """The content's area: under the bar and the progress, above the actions."""
    around = [kiosk.window._bar, kiosk.window._where]
    top = max(box(w, kiosk).bottom() + 1 for w in around if w.isVisible())
    below = [kiosk.window._actions, kiosk.window._staff]
    height = kiosk.window.height()
    bottom = min([height, *(box(w, kiosk).top() for w in below if w.isVisible())])
    return QRect(0, top, kiosk.window.width(), bottom - top)


def overlaps(parent: QWidget) -> list[tuple[QWidget, QWidget]]:
    """Sibling widgets that overlap, and any outside their parent."""
    children = [
        child
        for child in parent.children()
        if isinstance(child, QWidget) and child.isVisible()
    ]
    found = [
        (one, other)
        for one, other in combinations(children, 2)
        if one.geometry().intersects(other.geometry())
    ]
    found += [
        (child, parent)
        for child in children
        if not parent.rect().contains(child.geometry())
    ]
    for child in children:
        found += overlaps(child)
    return found


@pytest.fixture(scope="module")
def gallery(qapp: QApplication) -> list[Seen]:
    """Every page of every example, in both languages and both sizes."""
    seen = []
    for width, height in SIZES:
        kiosk = Kiosk(width, height)
        for language in LANGUAGES:
            for stage, (name, view) in enumerate(examples(language).items()):
                kiosk.window.show_view(replace(view, stage=stage))
                if name.startswith("waiting"):
                    asking = partial(tells, kiosk, "…")
                    kiosk.robot.wait_until(asking)
                told: list[str] = []
                for page in count(1):
                    kiosk.robot.settle()
                    seen.append(measure(f"{name} {language} {height} {page}", kiosk))
                    if kiosk.robot.find("page_down") is None or view.idle_left:
                        break
                    if told == kiosk.robot.texts():
                        seen[-1].cut_off.append("page_down, which turns nothing")
                        break
                    told = kiosk.robot.texts()
                    kiosk.robot.click("page_down")
        kiosk.window.close_for_good()
        kiosk.window.deleteLater()
    return seen


def tells(kiosk: Any, part: str) -> bool:
    return any(part in text for text in kiosk.robot.texts())


def test_whatever_can_be_pressed_is_large_and_in_reach(gallery: list[Seen]) -> None:
    assert len(gallery) > 150
    for seen in gallery:
        least = {"tile": (TILE_WIDTH, TILE_HEIGHT)} | dict.fromkeys(
            ("main", "more", "begin"), (MAIN_WIDTH, MAIN_HEIGHT)
        )
        for name, area in seen.buttons.items():
            where = f"{seen.name}: {name}"
            width, height = least.get(name.split("_")[0], (TOUCH, TOUCH))
            assert area.width() >= width * seen.factor - 1, where
            assert area.height() >= height * seen.factor - 1, where
            assert seen.window.contains(area), where
            if name not in IN_THE_BAR:
                assert area.top() >= REACH_TOP * seen.factor - 1, where


def test_no_two_buttons_are_so_near_that_a_finger_takes_both(
    gallery: list[Seen],
) -> None:
    for seen in gallery:
        spread = round(GAP * seen.factor) - 1
        for (one, a), (other, b) in combinations(seen.buttons.items(), 2):
            grown = a.adjusted(-spread, -spread, spread, spread)
            assert not grown.intersects(b), f"{seen.name}: {one} is near {other}"


def test_every_button_has_a_name_for_scripts_and_one_for_ears(
    gallery: list[Seen],
) -> None:
    assert [(seen.name, seen.unnamed) for seen in gallery if seen.unnamed] == []


def test_no_word_is_cut_off(gallery: list[Seen]) -> None:
    assert [(seen.name, seen.cut_off) for seen in gallery if seen.cut_off] == []


def test_no_word_lies_on_another(gallery: list[Seen]) -> None:
    for seen in gallery:
        assert seen.texts, seen.name
        for (one, a), (other, b) in combinations(seen.texts, 2):
            assert not a.intersects(b), f"{seen.name}: {one} on {other}"


def test_nothing_lies_on_anything_else(gallery: list[Seen]) -> None:
    assert [(seen.name, seen.overlapping) for seen in gallery if seen.overlapping] == []


def test_content_keeps_to_its_zone(gallery: list[Seen]) -> None:
    assert [(seen.name, seen.outside) for seen in gallery if seen.outside] == []


def test_what_lies_on_something_is_seen(kiosk: Any) -> None:
    kiosk.window.show_view(examples("en")["review"])
    kiosk.robot.settle()
    table = kiosk.window._screen._table
    assert overlaps(kiosk.window._screen) == []
    table.move(table.x(), table.y() - 20)  # on the facts above
    assert overlaps(kiosk.window._screen) != []
    table.move(table.x(), table.y() + 100)  # out of the screen's bottom
    assert overlaps(kiosk.window._screen) != []


def test_no_type_is_smaller_than_the_small_print(gallery: list[Seen]) -> None:
    for seen in gallery:
        for text, size in seen.type_sizes.items():
            assert size >= round(SMALL * seen.factor), f"{seen.name}: {text}"


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
