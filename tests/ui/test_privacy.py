"""Nothing of a citizen stays behind on the screen."""

import gc
import weakref
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from support.reachable import texts
from support.views import LANGUAGES, view

from ui.widgets.table import PagedTable
from view import (
    AskField,
    Attract,
    ChooseOptions,
    ComingLine,
    ConfirmPerson,
    Content,
    Declare,
    DoorStage,
    FactLine,
    FieldWhat,
    Keys,
    Leaving,
    OfferQueue,
    OptionLine,
    Paper,
    PaperTrouble,
    Pay,
    PayStage,
    RateVisit,
    Release,
    Review,
    StillComing,
    TableView,
    TakeCard,
    Trouble,
)

CANARY = "龘𬱖"
TYPED = (
    Keys.DIGITS,
    Keys.CITIZEN_NUMBER,
    Keys.AMOUNT,
    Keys.LETTERS,
    Keys.PLATE,
)


def contents() -> list[Content]:
    return [
        ConfirmPerson(CANARY, f"510411{CANARY}1234"),
        Review(
            found=True,
            title=f"title {CANARY}",
            department=f"department {CANARY}",
            holder=CANARY,
            as_of="2026-10-31",
            facts=(FactLine(CANARY, CANARY, emphasised=True), FactLine("a", CANARY)),
            table=TableView((CANARY, "b"), tuple((CANARY, str(n)) for n in range(40))),
            note=CANARY,
        ),
        Review(False, CANARY, CANARY, CANARY, CANARY, (), None, CANARY),
        OfferQueue(Trouble.NETWORK, CANARY),
        PaperTrouble(Paper.UNCERTAIN, Trouble.PAPER, CANARY, CANARY, can_retry=False),
        PaperTrouble(Paper.UNCERTAIN, Trouble.PAPER, CANARY, None, can_retry=False),
        RateVisit(paper=True, slip_code=CANARY),
        *(AskField("q", keys, value=CANARY) for keys in TYPED),
        AskField("", Keys.DIGITS, FieldWhat.PICKUP_CODE, hint=CANARY, value=CANARY),
        ChooseOptions("t", CANARY, options(chosen=False), 0),
        ChooseOptions("t", CANARY, options(chosen=True), 700),
        Declare("t", "text", CANARY),
        StillComing(CANARY, (ComingLine(CANARY, CANARY), coming_unclear())),
        Pay(PayStage.SCAN, CANARY, 12_345, code_url=CANARY, seconds_left=60),
        Pay(PayStage.UNCLEAR, CANARY, 12_345),
        Release(DoorStage.TAKE, CANARY, 7, 24),
        PaperTrouble(
            Paper.NOT_PRINTED,
            Trouble.PAPER,
            CANARY,
            None,
            can_retry=True,
            receipt_url=CANARY,
        ),
        PaperTrouble(
            Paper.NOT_PRINTED, Trouble.PAPER, CANARY, CANARY, False, Leaving.DOCUMENT
        ),
    ]


def options(*, chosen: bool) -> tuple[OptionLine, ...]:
    facts = (FactLine(CANARY, CANARY, emphasised=True), FactLine("a", CANARY))
    return tuple(
        OptionLine(f"{CANARY}{number}", CANARY, facts, 700, chosen, closed)
        for number in range(20)
        for closed in (None, CANARY)
    )


def coming_unclear() -> ComingLine:
    return ComingLine(CANARY, CANARY, unclear=True)


def words_of(widget: QWidget) -> list[str]:
    """Return everything of a widget that could hold a text, in Python as well."""
    found = [
        widget.objectName(),
        widget.toolTip(),
        widget.statusTip(),
        widget.whatsThis(),
        widget.accessibleName(),
        widget.accessibleDescription(),
        widget.windowTitle(),
        repr(vars(widget)),
        *texts(vars(widget)),  # what a repr does not show
    ]
    for name in ("text", "texts", "toPlainText", "placeholderText"):
        if callable(method := getattr(widget, name, None)):
            found.append(str(method()))
    return found


def left_behind(window: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__}: {words}"
        for widget in [window, *window.findChildren(QWidget)]
        for words in words_of(widget)
        if any(character in words for character in CANARY)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("content", contents(), ids=lambda c: type(c).__name__)
def test_what_was_shown_is_gone_with_its_screen(
    kiosk: Any, language: Any, content: Content
) -> None:
    window = kiosk.window
    window.show_view(view(language, content, stage=1))
    kiosk.robot.settle()
    assert left_behind(window)
    screen = window._screen
    window.show_view(view(language, TakeCard(), stage=2))
    assert left_behind(window) == []
    assert left_behind(screen) == []  # emptied, even before it is deleted
    for table in screen.findChildren(PagedTable):
        assert table.texts() == []
    clipboard = QGuiApplication.clipboard()
    assert not clipboard.text() or CANARY not in clipboard.text()


def test_no_object_of_the_view_outlives_it(kiosk: Any) -> None:
    for stage, content in enumerate(contents()):
        gone = weakref.ref(content_copy := replace(content))
        kiosk.window.show_view(view("en", content_copy, stage=2 * stage))
        kiosk.robot.settle()
        del content_copy
        kiosk.window.show_view(view("en", Attract(()), stage=2 * stage + 1))
        kiosk.robot.settle()
        QCoreApplication.sendPostedEvents(QObject(), QEvent.Type.DeferredDelete)
        gc.collect()
        assert gone() is None


def test_a_repeated_screen_drops_what_it_showed_before(kiosk: Any) -> None:
    first, last = contents()[1], contents()[2]
    kiosk.window.show_view(view("en", first, stage=1))
    assert isinstance(last, Review)
    plain = replace(last, title="t", department="d", holder="h", as_of="x", note="n")
    kiosk.window.show_view(view("en", plain, stage=1))
    assert left_behind(kiosk.window) == []


def test_a_payment_that_goes_on_drops_the_code_of_the_stage_before(kiosk: Any) -> None:
    scan = Pay(PayStage.SCAN, "t", 1, code_url=CANARY, seconds_left=9)
    kiosk.window.show_view(view("en", scan, stage=1))
    kiosk.robot.settle()
    assert left_behind(kiosk.window)
    kiosk.window.show_view(view("en", Pay(PayStage.CLOSING, "t", 1), stage=1))
    assert left_behind(kiosk.window) == []
