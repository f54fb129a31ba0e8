"""The base class of all screens."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.colours import QUIET
from ui.theme.look import (
    ACTIONS_HEIGHT,
    BAR_HEIGHT,
    BODY,
    CANVAS_HEIGHT,
    MARGIN,
    REACH_TOP,
    TITLE,
    WHERE_HEIGHT,
    Look,
)
from ui.widgets.panel import column
from ui.widgets.text import Text
from view import Intent, View

ContentT = TypeVar("ContentT")
Say = Callable[[Intent], None]
MIDDLE = Qt.AlignmentFlag.AlignHCenter


class Screen(QWidget, Generic[ContentT]):
    """Shows one kind of content; created when needed, deleted when left.

    Args:
        look: The scale.
        say: Receives the citizen's intents.
    """

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__()
        self.look = look
        self.say = say

    def present(self, content: ContentT, view: View, /) -> None:
        """Show content; called again while the same question is shown."""
        raise NotImplementedError

    def clear(self) -> None:
        """Remove every text shown: a citizen's data is dropped with its screen."""
        for widget in self.findChildren(QWidget):
            if (forget := getattr(widget, "forget", None)) is not None:
                forget()

    def lay(self, *, top: int = 48, gap: int = 24) -> QVBoxLayout:
        """Return the column layout of most screens, within the margins."""
        return column(self.look, self, margins=(MARGIN, top), gap=gap)

    def heading(self, align: Qt.AlignmentFlag = MIDDLE) -> Text:
        """Return a text for the question or statement of a screen."""
        return Text(self.look, TITLE, bold=True, align=align)

    def body(self, align: Qt.AlignmentFlag = MIDDLE) -> Text:
        """Return a text for further information."""
        return Text(self.look, BODY, colour=QUIET, align=align)

    def head(self, view: View) -> tuple[QWidget, QVBoxLayout]:
        """Return a part above everything that can be pressed, with its layout."""
        head = QWidget()
        head.setFixedHeight(self.look.px(REACH_TOP - content_top(view)))
        return head, column(self.look, head, gap=12)


def content_top(view: View) -> int:
    """Return the top of the content, in pixels of the canvas."""
    return BAR_HEIGHT + (WHERE_HEIGHT if view.progress is not None else 0)


def content_bottom(view: View) -> int:
    """Return the bottom of the content: above the actions, if there are any."""
    actions = view.back or view.cancel or view.main is not None
    return CANVAS_HEIGHT - (ACTIONS_HEIGHT if actions else 0)
