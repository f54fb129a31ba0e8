"""Lays out tables in pages: type, columns, heights, and the rows of each page.

It measures and draws nothing. Lengths are window pixels unless stated otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, zip_longest

from PySide6.QtGui import QFontMetrics, QTextLayout

from ui.theme.look import BODY, SMALL, Look
from ui.widgets.text import wrapped_bounds
from view import TableView

CELL = 20  # padding at each side of a cell's words, in pixels of the canvas
_ROW_MOST = 96


@dataclass(frozen=True)
class _Setting:
    """Type size, least height of a row, and its height beyond its words."""

    size: int
    least: int
    more: int


# The most comfortable first; a later one is used only if it saves a page.
_SETTINGS = (
    _Setting(BODY, 72, 16),
    _Setting(36, 72, 16),
    _Setting(BODY, 60, 6),
    _Setting(36, 60, 6),
    _Setting(SMALL, 72, 16),
    _Setting(SMALL, 60, 6),
)

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """Rows of one table, with all that is needed to draw them.

    Attributes:
        size: The type size of the rows, in pixels of the canvas; headers are `SMALL`.
        heights: The height of each row.
    """

    header: Cells
    rows: tuple[Cells, ...]
    right: frozenset[int]
    size: int
    widths: tuple[int, ...]
    header_height: int
    heights: tuple[int, ...]

    @property
    def height(self) -> int:
        """The height of header and rows."""
        return self.header_height + sum(self.heights)


def in_pages(
    look: Look, tables: Sequence[TableView], width: int, room: int, paged_room: int
) -> list[Page]:
    """Lay out tables one after the other; no page holds rows of two.

    Columns get the largest type in which they fit, down to the smallest; beyond that,
    and always with only two columns, words wrap within their cells. A row higher than a
    page continues on the next.

    Args:
        look: The scale.
        tables: The tables, in order.
        width: The width of a page.
        room: The height of a page if there is only one.
        paged_room: The height of a page that has paging buttons.

    Returns:
        At least one page for each table.
    """
    ruler = _Ruler(look)
    if len(tables) == 1:
        pages = _pages(ruler, tables[0], width, room)
        if len(pages) == 1:
            return pages
    return [
        page for table in tables for page in _pages(ruler, table, width, paged_room)
    ]


class _Ruler:
    """Measures words, each only once, as several settings share a type size.

    It lives for one call of `in_pages` only, since the words are citizens' data.
    """

    def __init__(self, look: Look) -> None:
        self.px = look.px
        self.font = cache(look.font)
        self.line = cache(lambda size: QFontMetrics(look.font(size)))
        self.advance = cache(lambda size, text: self.line(size).horizontalAdvance(text))
        self.wrapped = cache(
            lambda size, text, width: wrapped_bounds(look.font(size), text, width)
        )


def _pages(ruler: _Ruler, table: TableView, width: int, room: int) -> list[Page]:
    """Lay out one table in the best of the settings that need the fewest pages."""
    best: list[Page] = []
    for setting in _SETTINGS:
        widths, natural = _columns(ruler, table, width, setting.size)
        if natural or setting.size == SMALL or len(widths) <= 2:
            pages = _cut(_set(ruler, table, widths, setting, room), room)
            if not best or len(pages) < len(best):
                best = pages
            if len(best) == 1:
                break
    return _grown(ruler, best, room)


def _set(
    ruler: _Ruler,
    table: TableView,
    widths: tuple[int, ...],
    setting: _Setting,
    room: int,
) -> Page:
    """Lay out a table on one page of any height, each row at most `room` high."""
    heading = replace(setting, size=SMALL)
    header_height = _height(ruler, table.header, widths, heading)
    most = room - header_height - ruler.px(setting.more)
    rows = tuple(
        part for row in table.rows for part in _parts(ruler, row, widths, setting, most)
    )
    return Page(
        table.header,
        rows,
        table.right,
        setting.size,
        widths,
        header_height,
        tuple(_height(ruler, row, widths, setting) for row in rows),
    )


def _columns(
    ruler: _Ruler, table: TableView, width: int, size: int
) -> tuple[tuple[int, ...], bool]:
    """Return the columns' widths, and whether no words need to wrap in them."""
    pad = 2 * ruler.px(CELL) + 2
    widths = [
        pad
        + max(
            ruler.advance(SMALL, head),
            *(ruler.advance(size, line[index]) for line in table.rows),
            0,
        )
        for index, head in enumerate(table.header)
    ]
    spare = width - sum(widths)
    if spare >= 0:
        widths = [column + spare // len(widths) for column in widths]
        widths[-1] += width - sum(widths)
        return tuple(widths), True
    # shrink the widest columns
    fair = width // len(widths)
    small = sum(column for column in widths if column <= fair)
    left = (width - small) / sum(column for column in widths if column > fair)
    return tuple(c if c <= fair else int(c * left) for c in widths), False


def _height(
    ruler: _Ruler, cells: Cells, widths: tuple[int, ...], setting: _Setting
) -> int:
    """Return the height that a row's words need."""
    tallest = ruler.line(setting.size).height()
    for cell, width in zip(cells, widths, strict=True):
        room = width - 2 * ruler.px(CELL)
        if ruler.advance(setting.size, cell) > room:
            tallest = max(tallest, ruler.wrapped(setting.size, cell, room).height())
    return max(ruler.px(setting.least), tallest + ruler.px(setting.more))


def _parts(
    ruler: _Ruler,
    cells: Cells,
    widths: tuple[int, ...],
    setting: _Setting,
    most: int,
) -> list[Cells]:
    """Return a row, or the rows it is split into if it is higher than `most`."""
    pieces = [
        _pieces(ruler, setting.size, cell, width - 2 * ruler.px(CELL), most)
        for cell, width in zip(cells, widths, strict=True)
    ]
    return list(zip_longest(*pieces, fillvalue=""))


def _pieces(ruler: _Ruler, size: int, text: str, width: int, most: int) -> list[str]:
    """Split a text into pieces of wrapped lines that are at most `most` high."""
    if ruler.advance(size, text) <= width:
        return [text]
    layout = QTextLayout(text, ruler.font(size))
    layout.beginLayout()
    ends, high = [], 1.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        ends.append(line.textStart() + line.textLength())
        high = max(high, line.height())
    layout.endLayout()
    lines = max(1, int(most / high))
    cuts = [0, *ends[lines - 1 : -1 : lines], len(text)]
    return [text[start:end].strip() for start, end in pairwise(cuts)]


def _cut(whole: Page, room: int) -> list[Page]:
    """Split rows into as few pages as possible, of about equal length."""
    most = room - whole.header_height
    fewest = len(_fill(whole.heights, most))
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        if len(_fill(whole.heights, middle)) > fewest:
            low = middle
        else:
            high = middle
    return [
        replace(
            whole,
            rows=whole.rows[rows.start : rows.stop],
            heights=whole.heights[rows.start : rows.stop],
        )
        for rows in _fill(whole.heights, high)
    ]


def _fill(heights: tuple[int, ...], most: int) -> list[range]:
    """Return rows page by page, as many on each as fit into `most`, at least one."""
    pages, first, taken = [], 0, 0
    for index, height in enumerate(heights):
        if index > first and taken + height > most:
            pages.append(range(first, index))
            first, taken = index, 0
        taken += height
    return [*pages, range(first, len(heights))]


def _grown(ruler: _Ruler, pages: list[Page], room: int) -> list[Page]:
    """Make all rows of a table's pages higher alike, as far as there is space."""
    heights = [height for page in pages for height in page.heights]
    spare = [(room - p.height) // len(p.heights) for p in pages if p.heights]
    if not heights:
        return pages
    more = max(0, min(*spare, ruler.px(_ROW_MOST) - min(heights)))
    return [replace(p, heights=tuple(h + more for h in p.heights)) for p in pages]
