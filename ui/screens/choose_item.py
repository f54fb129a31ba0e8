"""The choice of a service item: cards to press; a closed one shows why."""

from dataclasses import dataclass
from itertools import takewhile

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.screens.base import MIDDLE, Say, Screen, content_bottom
from ui.theme.look import (
    BODY,
    CANVAS_HEIGHT,
    CANVAS_WIDTH,
    GAP,
    MARGIN,
    REACH_TOP,
    SMALL,
    STRONG,
    TITLE,
    Look,
)
from ui.widgets.pager import PAGER_HEIGHT, Pager
from ui.widgets.panel import column, empty, row
from ui.widgets.text import Text
from ui.widgets.tile import LEAST_WIDTH, ItemTile
from view import Choose, ChooseItem, Tile, View

_BOTTOM = 24
_FULL = 4  # cards of the full width, with no room for anything else


@dataclass(frozen=True)
class _Shape:
    """The layout of cards: columns, rows, and what a card shows.

    Attributes:
        height: The most height of a card.
        caption: Whether a card names its department.
    """

    columns: int
    rows: int
    size: int
    summary: bool = True
    height: int = CANVAS_HEIGHT
    caption: bool = False


# The most comfortable first.
_ON_ONE_PAGE = (
    _Shape(1, 1, TITLE, height=520),
    _Shape(1, 2, STRONG + 8, height=448),
    _Shape(1, 4, STRONG, height=316),
    _Shape(2, 3, BODY, caption=True),
    _Shape(2, 3, BODY),
    _Shape(2, 3, BODY, summary=False),
    _Shape(3, 3, BODY, caption=True),
    _Shape(3, 3, BODY, caption=True, summary=False),
    _Shape(3, 3, BODY),
    _Shape(3, 3, BODY, summary=False),
    _Shape(3, 3, SMALL, summary=False),
)
_ON_PAGES = (
    _Shape(2, 3, BODY),
    _Shape(2, 3, BODY, summary=False),
    _Shape(1, 3, STRONG, height=264),
)


class ChooseItemScreen(Screen[ChooseItem]):
    """A few items as wide cards, more in a grid, still more in pages.

    The first shape is used in which all cards fit with all of their words.
    """

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._page = 0
        self._along = column(look, self)

    def present(self, content: ChooseItem, view: View, /) -> None:
        """Lay out the cards of the current page."""
        empty(self._along)
        room = content_bottom(view) - REACH_TOP - _BOTTOM
        shape, cards = self._fit(content.tiles, room)
        per_page = shape.columns * shape.rows
        pages = max(1, -(-len(cards) // per_page))
        few = shape.columns == 1 and pages == 1

        head, words = self.head(view)
        heading, hint = self.heading(), self.body()
        heading.setText(self.tr("What would you like to do?"))
        hint.setText(self.tr("Tap a service to begin"))
        words.addStretch(1)
        words.addWidget(heading)
        words.addWidget(hint)
        if few:  # close to the cards, and both towards the middle
            words.addSpacing(self.look.px(48))
            self._along.addStretch(1)
        else:
            words.addStretch(1)
        self._along.addWidget(head)
        self._page = min(self._page, pages - 1)
        shown = cards[self._page * per_page : (self._page + 1) * per_page]
        self._along.addWidget(self._grid(shown, shape.columns))
        self._along.addStretch(2)
        if pages > 1:
            self._pager(content, view, pages)
        elif few and len(cards) < _FULL:
            elsewhere = Text(self.look, SMALL, align=MIDDLE)
            elsewhere.setText(self.tr("For anything else, please ask at a counter."))
            self._along.addWidget(elsewhere)
        self._along.addSpacing(self.look.px(_BOTTOM))

    def _fit(self, tiles: tuple[Tile, ...], room: int) -> tuple[_Shape, list[ItemTile]]:
        """Return the first shape that fits, with a card for each tile."""
        for shape in _ON_ONE_PAGE:
            if len(tiles) <= shape.columns * shape.rows:
                cards = self._cards(tiles, shape, room)
                if len(cards) == len(tiles):
                    return shape, cards
        room -= PAGER_HEIGHT + 2 * GAP
        for shape in _ON_PAGES:
            cards = self._cards(tiles, shape, room)
            if len(cards) == len(tiles):
                return shape, cards
        size = self._size(len(tiles), shape, room)
        return shape, [self._card(tile, shape, size) for tile in tiles]

    def _cards(
        self, tiles: tuple[Tile, ...], shape: _Shape, room: int
    ) -> list[ItemTile]:
        """Return cards up to the first whose words do not fit."""
        size = self._size(len(tiles), shape, room)
        cards = (self._card(tile, shape, size) for tile in tiles)
        return list(takewhile(_fits, cards))

    def _size(self, count: int, shape: _Shape, room: int) -> QSize:
        px = self.look.px
        columns, rows = shape.columns, shape.rows
        if columns == 1:
            rows = min(rows, count)  # fewer cards are higher
        width = (CANVAS_WIDTH - 2 * _margin(columns) - (columns - 1) * GAP) // columns
        height = (room - (rows - 1) * GAP) // rows
        return QSize(px(width), px(min(height, shape.height)))

    def _card(self, tile: Tile, shape: _Shape, size: QSize) -> ItemTile:
        card = ItemTile(
            self.look,
            tile,
            narrow=shape.columns > 1,
            size=shape.size,
            summary=shape.summary,
            caption=shape.caption,
        )
        card.setFixedSize(size)
        return card

    def _grid(self, cards: list[ItemTile], columns: int) -> QWidget:
        grid = QWidget()
        cells = QGridLayout(grid)
        margin = self.look.px(_margin(columns))
        cells.setContentsMargins(margin, 0, margin, 0)
        cells.setSpacing(self.look.px(GAP))
        for index, card in enumerate(cards):
            card.clicked.connect(lambda _=False, c=card.code: self.say(Choose(c)))
            cells.addWidget(card, index // columns, index % columns)
        for number in range(columns):
            cells.setColumnStretch(number, 1)
        return grid

    def _pager(self, content: ChooseItem, view: View, pages: int) -> None:
        holder = QWidget()
        pager = Pager(
            self.look, lambda: self._turn(content, view, pager.page - self._page)
        )
        row(self.look, holder, margins=(MARGIN, 0)).addWidget(pager)
        self._along.addWidget(holder)
        pager.present(pages, self._page)

    def _turn(self, content: ChooseItem, view: View, by: int) -> None:
        self._page += by
        self.present(content, view)


def _fits(card: ItemTile) -> bool:
    """Return whether all words of a card fit."""
    return card.heightForWidth(card.width()) <= card.height()


def _margin(columns: int) -> int:
    """Return the side margin; three columns of the least width need a narrower one."""
    return min(
        MARGIN, (CANVAS_WIDTH - columns * LEAST_WIDTH - (columns - 1) * GAP) // 2
    )
