"""A service item as a card to press, with its trouble."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.theme.colours import (
    EDGE,
    HAIRLINE,
    INK,
    NOTICE,
    PALE,
    PALE_NOTICE,
    PALE_PRESSED,
    PRIMARY,
    QUIET,
    SHADE,
    WHITE,
)
from ui.theme.look import BODY, SMALL, STRONG, Look
from ui.widgets.panel import Icon, Panel, row
from ui.widgets.press import Press
from ui.widgets.text import Text
from ui.words import translate, trouble_short
from view import Availability, Tile, Trouble

LEAST_WIDTH = 320
LEAST_HEIGHT = 240


def tile_status(tile: Tile, *, lines: bool = False) -> str:
    """Return an item's trouble, and what happens or helps; empty for an open one.

    Args:
        tile: The item.
        lines: Whether to put the two on a line each.
    """
    if tile.trouble is None or tile.availability is Availability.OPEN:
        return ""
    cause, then = trouble_short(tile.trouble), _then(tile)
    both = translate("Tile", "{cause}: {then}")
    return ("{cause}\n{then}" if lines else both).format(cause=cause, then=then)


def short_status(tile: Tile) -> str:
    """Return what happens to a queued item or why one is closed; empty if open."""
    if tile.trouble is None or tile.availability is Availability.OPEN:
        return ""
    queued = tile.availability is Availability.QUEUED
    return _then(tile) if queued else trouble_short(tile.trouble)


def _then(tile: Tile) -> str:
    if tile.availability is Availability.QUEUED:
        return translate("Tile", "apply now, done later")
    if tile.trouble is Trouble.STARTING:
        return translate("Tile", "one moment, please")
    return translate("Tile", "call {hotline}").format(hotline=tile.hotline)


class ItemTile(Press):
    """Press to begin an item; a closed one shows why and cannot be pressed.

    Args:
        look: The scale.
        tile: The item shown; no citizen's data.
        narrow: Whether it shares its row with others.
        size: The type size of the name.
        summary: Whether an open item shows its description.
        caption: Whether the department's name is above it.
    """

    def __init__(
        self,
        look: Look,
        tile: Tile,
        *,
        narrow: bool,
        size: int,
        summary: bool,
        caption: bool = False,
    ) -> None:
        super().__init__(look, f"tile_{tile.code}", LEAST_WIDTH, LEAST_HEIGHT)
        self.code = tile.code
        self._closed = tile.availability is Availability.CLOSED
        self.setEnabled(not self._closed)
        status = tile_status(tile, lines=narrow)
        self.setAccessibleName(f"{tile.name}. {status or tile.summary}")

        ink = QUIET if self._closed else INK
        one_line = None if narrow else size * 5 // 6
        name = Text(look, size, bold=True, colour=ink, smallest=one_line)
        name.setText(tile.name)
        self._large = size > STRONG
        about = Text(look, BODY if self._large else SMALL, colour=QUIET)
        about.setText(tile.summary if summary else "")
        if narrow:
            whose = Text(look, SMALL, colour=QUIET, smallest=SMALL)
            whose.setText(tile.department if caption else "")
            self._lay_narrow(whose, name, about, status)
        else:
            self._lay_wide(name, about, status)

    def _lay_wide(self, name: Text, about: Text, status: str) -> None:
        px = self._look.px
        across = QHBoxLayout(self)
        across.setContentsMargins(px(40), px(12), px(32), px(12))
        across.setSpacing(px(36))
        across.addWidget(
            Icon(
                self._look,
                "stop" if self._closed else "document",
                176 if self._large else 112,
                QUIET if self._closed else PRIMARY,
                WHITE if self._closed else PALE,
            )
        )
        along = QVBoxLayout()
        along.setSpacing(px(12 if self._large else 6))
        along.addStretch()
        along.addWidget(name)
        along.addWidget(about)
        if status:
            size = BODY if self._large else SMALL
            along.addWidget(_badge(self._look, status, size, closed=self._closed))
        along.addStretch()
        across.addLayout(along, 1)
        if not self._closed:
            across.addWidget(Icon(self._look, "forward", 56, PRIMARY))

    def _lay_narrow(self, whose: Text, name: Text, about: Text, status: str) -> None:
        px = self._look.px
        along = QVBoxLayout(self)
        along.setContentsMargins(px(20), px(20), px(20), px(16))
        along.setSpacing(px(8))
        along.addWidget(whose)
        along.addWidget(name)
        if status:
            along.addStretch()
            along.addWidget(_badge(self._look, status, SMALL, closed=self._closed))
        else:
            along.addWidget(about)
            along.addStretch()
            if not (about.text() or whose.text()):
                go = Icon(self._look, "forward", 44, PRIMARY)
                along.addWidget(go, 0, Qt.AlignmentFlag.AlignRight)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card; its contents draw themselves."""
        painter = QPainter(self)
        if self._closed:
            self._body(painter, SHADE, HAIRLINE)
        else:
            self._body(painter, PALE_PRESSED if self.isDown() else WHITE, EDGE)
        painter.end()


def _badge(look: Look, status: str, size: int, *, closed: bool) -> Panel:
    badge = Panel(look, WHITE if closed else PALE_NOTICE, edge=None)
    across = row(look, badge, margins=(12, 6), gap=10)
    across.addWidget(Icon(look, "notice" if closed else "clock", size + 4, NOTICE))
    words = Text(look, size, colour=INK if closed else NOTICE)
    words.setText(status)
    across.addWidget(words, 1)
    return badge
