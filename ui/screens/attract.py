"""The attract screen: what this terminal can do now, and a button per language."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.colours import (
    DONE,
    EDGE,
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
from ui.theme.look import BODY, MARGIN, NUMBER, SMALL, STRONG, TITLE, Look
from ui.widgets.button import Button, Kind
from ui.widgets.panel import Icon, Panel, column, empty, row
from ui.widgets.text import Text
from ui.widgets.tile import short_status, tile_status
from view import Attract, Availability, Begin, Language, Tile, View

_MOST = 9  # the most items named
_FIRST = 3  # of many items, the most requested ones, described in full
_START = 176


@dataclass(frozen=True)
class _Size:
    """The sizes of the parts; fewer items are shown larger, to be read from afar.

    Attributes:
        most: The most items for which these sizes are used.
        hero: The height of the greeting.
        name: The type size of an item, bold if its description is shown.
        about: The type size of its description or trouble.
        icon: The side of an item's icon.
        pad: The space above and below an item.
        how: The side of the icons of the steps; None if there is no room for them.
    """

    most: int
    hero: int
    name: int
    about: int
    icon: int
    pad: int
    how: int | None = None

    @property
    def roomy(self) -> bool:
        """Whether there is room for more than the names."""
        return self.name > SMALL


_SIZES = (
    _Size(most=1, hero=432, name=TITLE, about=BODY, icon=144, pad=52, how=200),
    _Size(most=2, hero=400, name=STRONG, about=36, icon=104, pad=28, how=160),
    _Size(most=4, hero=344, name=44, about=SMALL, icon=80, pad=14, how=120),
    _Size(most=_MOST, hero=344, name=44, about=SMALL, icon=80, pad=10),
)
_REST = _Size(most=_MOST, hero=344, name=SMALL, about=SMALL, icon=48, pad=6)
_LANGUAGES: tuple[tuple[Language, str], ...] = (
    ("zh_CN", "中文 · 开始"),
    ("en", "English · Start"),
)


class AttractScreen(Screen[Attract]):
    """A greeting, a list of the items, and start buttons; never a citizen's data."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = column(look, self)
        self._hero = _Hero(look)
        words = column(look, self._hero, margins=(MARGIN, 16), gap=4)
        self._greeting = Text(look, NUMBER, bold=True, colour=WHITE, smallest=TITLE)
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
        self._how = QVBoxLayout()
        below.addLayout(self._how)
        below.addStretch(1)
        for language, words_on_it in _LANGUAGES:
            button = Button(
                look,
                f"begin_{language}",
                Kind.MAIN if language == "zh_CN" else Kind.CHOSEN,
                height=_START,
                size=TITLE,
                bold=True,
                icon="forward",
                icon_after=True,
            )
            button.label(words_on_it)
            button.clicked.connect(lambda _=False, to=language: say(Begin(to)))
            below.addWidget(button)
        along.addWidget(rest, 1)

    def present(self, content: Attract, _view: View, /) -> None:
        """Show the greeting and the items."""
        self._greeting.setText(self.tr("Government services"))
        self._invitation.setText(
            self.tr("Open day and night.\nBring your identity card.")
        )
        count = len(content.tiles)
        size = next((size for size in _SIZES if count <= size.most), _SIZES[-1])
        self._hero.setFixedHeight(self.look.px(size.hero))
        self._board_title.setText(self.tr("What you can do here"))
        empty(self._board)
        full = content.tiles[: _FIRST if size is _SIZES[-1] else _MOST]
        board = _Board(self.look, full, size)
        self._board.addWidget(board)
        if rest := content.tiles[len(full) : _MOST]:
            board.add_rest(rest)
        if count > _MOST:
            more = self.tr("and {count} more services")
            others = Text(self.look, SMALL, colour=QUIET)
            others.setText(more.format(count=count - _MOST))
            self._board.addWidget(others)
        empty(self._how)
        if size.how is not None:
            steps = (
                ("card", self.tr("Put down your card")),
                ("document", self.tr("Check what it says")),
                ("paper", self.tr("Take your receipt")),
            )
            self._how.addWidget(_how(self.look, steps, size.how))


class _Hero(QWidget):
    """The surface behind the greeting."""

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


def _how(look: Look, steps: tuple[tuple[str, str], ...], side: int) -> QWidget:
    """Return pictures of the steps, for first-time users."""
    holder = QWidget()
    across = row(look, holder, gap=8)
    for index, (icon, words) in enumerate(steps):
        if index:
            between = column(look, arrow := QWidget())
            between.addSpacing(look.px((side - 56) / 2))
            between.addWidget(Icon(look, "forward", 56, EDGE))
            between.addStretch()
            across.addWidget(arrow)
        along = column(look, step := QWidget(), gap=16)
        text = Text(look, BODY, bold=True, align=MIDDLE)
        text.setText(words)
        along.addWidget(Icon(look, icon, side, PRIMARY, PALE), 0, MIDDLE)
        along.addWidget(text)
        along.addStretch()
        across.addWidget(step, 1)
    return holder


class _Board(Panel):
    """One line for each item; nothing on it can be pressed."""

    def __init__(self, look: Look, tiles: tuple[Tile, ...], size: _Size) -> None:
        super().__init__(look, WHITE)
        self._along = column(look, self, margins=(32, 12))
        for index, tile in enumerate(tiles):
            if index:
                self._along.addWidget(_Hairline(look))
            self._along.addWidget(_line(look, tile, size))

    def add_rest(self, tiles: tuple[Tile, ...]) -> None:
        """Add more names, two per line."""
        self._along.addWidget(_Hairline(self._look))
        self._along.addSpacing(self._look.px(8))
        cells = QGridLayout()
        cells.setHorizontalSpacing(self._look.px(24))
        cells.setVerticalSpacing(0)
        for index, tile in enumerate(tiles):
            line = _line(self._look, tile, _REST)
            cells.addWidget(line, index // 2, index % 2, Qt.AlignmentFlag.AlignTop)
            cells.setColumnStretch(index % 2, 1)
        self._along.addLayout(cells)


def _line(look: Look, tile: Tile, size: _Size) -> QWidget:
    icon, colour, disc = {
        Availability.OPEN: ("check", DONE, PALE_DONE),
        Availability.QUEUED: ("clock", NOTICE, PALE_NOTICE),
        Availability.CLOSED: ("close", QUIET, SHADE),
    }[tile.availability]
    line = QWidget()
    across = row(look, line, margins=(0, size.pad), gap=round(size.icon / 3))
    across.addWidget(Icon(look, icon, size.icon, colour, disc))
    words = QVBoxLayout()
    words.setSpacing(0)
    # slightly smaller type is better than two lines
    least = max(SMALL, size.name * 7 // 8)
    name = Text(look, size.name, bold=size.roomy, colour=INK, smallest=least)
    name.setText(tile.name)
    words.addWidget(name)
    said = tile_status(tile) if size.roomy else short_status(tile)
    status = said or (tile.summary if size.roomy else "")
    if status:
        about = Text(look, size.about, colour=NOTICE if tile.trouble else QUIET)
        about.setText(status)
        words.addWidget(about)
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
