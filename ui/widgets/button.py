"""Labelled buttons: the main action, and the others."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.colours import (
    EDGE,
    GROUND,
    HAIRLINE,
    INK,
    PALE,
    PALE_PRESSED,
    PRIMARY,
    PRIMARY_PRESSED,
    QUIET,
    WHITE,
)
from ui.theme.icons import draw_icon
from ui.theme.look import BODY, SMALL, TOUCH, Look
from ui.widgets.press import Press
from ui.widgets.text import fitting_size, wrapped_bounds


@dataclass(frozen=True)
class _Style:
    fill: str
    fill_pressed: str
    ink: str
    edge: str
    icon: str


class Kind(Enum):
    """The emphasis of a button."""

    MAIN = _Style(PRIMARY, PRIMARY_PRESSED, WHITE, PRIMARY, WHITE)
    OTHER = _Style(WHITE, PALE_PRESSED, INK, EDGE, PRIMARY)
    CHOSEN = _Style(PALE, PALE_PRESSED, INK, PRIMARY, PRIMARY)


_OFF = _Style(GROUND, GROUND, QUIET, HAIRLINE, QUIET)


class Button(Press):
    """Words, with an icon before or after them.

    Args:
        look: The scale.
        name: The object name.
        kind: The emphasis.
        icon: One of `ICONS`.
        icon_after: Whether the icon is after the words ("continue ›").
        size: The type size; words that are too long are set smaller, then in two lines.
        left: Whether icon and words are at the left instead of in the middle.
        icon_side: The side of the icon's square, if it is not to follow the type.
    """

    def __init__(
        self,
        look: Look,
        name: str,
        kind: Kind = Kind.OTHER,
        *,
        width: int = TOUCH,
        height: int = TOUCH,
        icon: str | None = None,
        icon_after: bool = False,
        size: int = BODY,
        bold: bool = False,
        left: bool = False,
        icon_side: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, name, width, height, parent)
        self._kind = kind
        self._icon = icon
        self._icon_after = icon_after
        self._size = size
        self._bold = bold
        self._left = left
        self._side = icon_side or round(size * 1.15)

    def dress(self, kind: Kind, icon: str | None, *, icon_after: bool = False) -> None:
        """Change the emphasis and the icon."""
        self._kind = kind
        self._icon = icon
        self._icon_after = icon_after
        self.update()

    def clipped(self) -> bool:
        """Return whether the words do not fit."""
        room = self._room()
        bounds = wrapped_bounds(self._font_for(room), self.text(), int(room.width()))
        return bounds.width() > room.width() + 1 or bounds.height() > room.height() + 1

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw body, icon and words."""
        style = self._kind.value if self.isEnabled() else _OFF
        painter = QPainter(self)
        pressed = self.isDown()
        thick = 4 if self._kind is Kind.CHOSEN else 2
        self._body(
            painter, style.fill_pressed if pressed else style.fill, style.edge, thick
        )
        room = self._room()
        font = self._font_for(room)
        bounds = wrapped_bounds(font, self.text(), int(room.width()))
        words = QRectF(0, 0, bounds.width() + 2, room.height())
        words.moveCenter(room.center())
        if self._left:
            words.moveLeft(room.left())
        if self._icon:
            side = self._icon_side()
            gap = self._icon_gap()
            box = QRectF(0, 0, side, side)
            box.moveCenter(room.center())
            if self._icon_after:
                box.moveLeft(words.right() + gap)
            else:
                box.moveRight(words.left() - gap)
            draw_icon(painter, self._icon, box, style.icon)
        painter.setFont(font)
        painter.setPen(QColor(style.ink))
        align = (
            Qt.AlignmentFlag.AlignLeft if self._left else Qt.AlignmentFlag.AlignHCenter
        )
        painter.drawText(
            words,
            int((align | Qt.AlignmentFlag.AlignVCenter).value)
            | int(Qt.TextFlag.TextWordWrap.value),
            self.text(),
        )
        painter.end()

    def _icon_side(self) -> int:
        return self._look.px(self._side) if self._icon else 0

    def _icon_gap(self) -> int:
        return (
            self._look.px(24 if self._left else 16) if self._icon and self.text() else 0
        )

    def _room(self) -> QRectF:
        """Return the space for the words."""
        pad = self._look.px(32 if self._left else 20)
        room = QRectF(self.rect()).adjusted(pad, 0, -pad, 0)
        taken = self._icon_side() + self._icon_gap()
        if self._icon_after:
            room.setRight(room.right() - taken)
        else:
            room.setLeft(room.left() + taken)
        return room

    def _font_for(self, room: QRectF) -> QFont:
        size = fitting_size(
            self._look, self.text(), int(room.width()), self._size, SMALL, self._bold
        )
        longest = max(self.text().split() or [""], key=len)
        if size < BODY <= self._size and longest != self.text():
            # Two lines in a good size read better than one small line.
            font = self._look.font(BODY, bold=self._bold)
            bounds = wrapped_bounds(font, self.text(), int(room.width()))
            if bounds.height() <= room.height() and bounds.width() <= room.width():
                return font
        return self._look.font(size, bold=self._bold)
