"""Nobody is here: what this terminal can do now, and a button for each language."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.view import Attract, Availability, Begin, Language, Tile, View
from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.colours import (
    DONE,
    HAIRLINE,
    INK,
    NOTICE,
    PALE,
    PALE_DONE,
    PALE_NOTICE,
    PRIMARY,
    PRIMARY_PRESSED,
    QUIET,
    SHADE,
    WHITE,
)
from ui.theme.look import BODY, MARGIN, NUMBER, SMALL, STRONG, Look
from ui.widgets.button import Button, Kind
from ui.widgets.panel import Icon, Panel, column, empty, row
from ui.widgets.text import Text
from ui.widgets.tile import tile_status

_HERO = 448
_HERO_LOW = 344  # where the board needs the room
_ROOMY = 4  # up to so many items leave room to say how it is done
_MOST = 9
_START = 176
_LANGUAGES: tuple[tuple[Language, str], ...] = (
    ("zh_CN", "中文 · 开始"),
    ("en", "English · Start"),
)


class AttractScreen(Screen[Attract]):
    """A greeting, a board of the items, and where to begin. Never a citizen's data."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = column(look, self)
        self._hero = _Hero(look)
        words = column(look, self._hero, margins=(MARGIN, 16), gap=4)
        self._greeting = Text(look, NUMBER, bold=True, colour=WHITE)
        self._invitation = Text(look, STRONG, colour=WHITE)
        words.addStretch()
        words.addWidget(self._greeting)
        words.addWidget(self._invitation)
        words.addStretch()
        along.addWidget(self._hero)

        rest = QWidget()
        below = column(look, rest, margins=(MARGIN, 32), gap=24)
        self._board_title = Text(look, BODY, bold=True)
        below.addWidget(self._board_title)
        self._board = QVBoxLayout()
        below.addLayout(self._board)
        below.addStretch(1)
        self._how = _How(look)
        below.addWidget(self._how)
        below.addStretch(1)
        for language, words_on_it in _LANGUAGES:
            button = Button(
                look,
                f"begin_{language}",
                Kind.MAIN if language == "zh_CN" else Kind.CHOSEN,
                height=_START,
                size=STRONG + 8,
                bold=True,
                icon="forward",
                icon_after=True,
            )
            button.label(words_on_it)
            button.clicked.connect(lambda _=False, to=language: say(Begin(to)))
            below.addWidget(button)
        along.addWidget(rest, 1)

    def present(self, content: Attract, _view: View, /) -> None:
        """Greet, and list what can be done now."""
        self._greeting.setText(self.tr("Welcome"))
        self._invitation.setText(
            self.tr("Government services, day and night.\nBring your identity card.")
        )
        roomy = len(content.tiles) <= _ROOMY
        self._hero.setFixedHeight(self.look.px(_HERO if roomy else _HERO_LOW))
        self._board_title.setText(self.tr("What you can do here"))
        empty(self._board)
        self._board.addWidget(_board(self.look, content.tiles[:_MOST], roomy=roomy))
        if len(content.tiles) > _MOST:
            more = self.tr("and {count} more services")
            rest = Text(self.look, SMALL, colour=QUIET)
            rest.setText(more.format(count=len(content.tiles) - _MOST))
            self._board.addWidget(rest)
        self._how.setVisible(roomy)
        self._how.present(
            (
                self.tr("Put your card on the reader"),
                self.tr("Check what is shown"),
                self.tr("Take your receipt"),
            )
        )


class _Hero(QWidget):
    """A calm surface behind the greeting."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dusk = QLinearGradient(0, 0, self.width(), self.height())
        dusk.setColorAt(0, QColor(PRIMARY))
        dusk.setColorAt(1, QColor(PRIMARY_PRESSED))
        painter.fillRect(self.rect(), dusk)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        px = self._look.px
        centre = QPointF(self.width() - px(150), self.height() + px(40))
        for index in range(6):
            ring = QColor(WHITE)
            ring.setAlphaF(0.16 - 0.02 * index)
            painter.setPen(QPen(ring, px(14)))
            radius = px(90 + 84 * index)
            painter.drawEllipse(centre, radius, radius)
        painter.end()


class _How(QWidget):
    """Three pictures of how it is done, for whoever is here for the first time."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        across = row(look, self, gap=24)
        self._words: list[Text] = []
        for icon in ("card", "document", "paper"):
            step = QWidget()
            along = column(look, step, gap=16)
            along.addWidget(Icon(look, icon, 128, PRIMARY, PALE), 0, MIDDLE)
            words = Text(look, SMALL, colour=QUIET, align=MIDDLE)
            along.addWidget(words)
            along.addStretch()
            self._words.append(words)
            across.addWidget(step, 1)

    def present(self, steps: tuple[str, str, str]) -> None:
        for words, step in zip(self._words, steps, strict=True):
            words.setText(step)


def _board(look: Look, tiles: tuple[Tile, ...], *, roomy: bool) -> Panel:
    """One line for each item; nothing on it can be pressed."""
    panel = Panel(look, WHITE)
    along = column(look, panel, margins=(32, 12))
    for index, tile in enumerate(tiles):
        if index:
            along.addWidget(_Hairline(look))
        along.addWidget(_line(look, tile, roomy=roomy))
    return panel


def _line(look: Look, tile: Tile, *, roomy: bool) -> QWidget:
    icon, colour, disc = {
        Availability.OPEN: ("check", DONE, PALE_DONE),
        Availability.QUEUED: ("clock", NOTICE, PALE_NOTICE),
        Availability.CLOSED: ("close", QUIET, SHADE),
    }[tile.availability]
    line = QWidget()
    across = row(look, line, margins=(0, 20 if roomy else 3), gap=24)
    across.addWidget(Icon(look, icon, 56, colour, disc))
    words = QVBoxLayout()
    words.setSpacing(0)
    name = Text(look, BODY if roomy else SMALL, bold=roomy, colour=INK)
    name.setText(tile.name)
    words.addWidget(name)
    status = tile_status(tile) or (tile.summary if roomy else "")
    if status:
        small = Text(look, SMALL, colour=NOTICE if tile.trouble else QUIET)
        small.setText(status)
        words.addWidget(small)
    across.addLayout(words, 1)
    return line


class _Hairline(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setFixedHeight(max(1, look.px(2)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(self.rect()), QColor(HAIRLINE))
        painter.end()
