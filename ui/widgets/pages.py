"""How tables are set in pages: type, columns, heights, and which rows stand together.

Measures, and draws nothing. Lengths are window pixels where not said otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from PySide6.QtGui import QFont, QFontMetrics, QTextLayout

from kiosk.view import TableView
from ui.theme.look import BODY, SMALL, Look
from ui.widgets.text import wrapped_bounds

CELL = 20  # at each side of a cell's words, in pixels of the canvas
_ROW_MOST = 96


@dataclass(frozen=True)
class _Setting:
    """Type size, least height of a row, and by how much it is higher than its words."""

    size: int
    least: int
    more: int


# The most comfortable first; a later one only where it saves a page.
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
        size: Type size of the rows, in pixels of the canvas; headers are `SMALL`.
        heights: Of each row.
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
        """Of header and rows."""
        return self.header_height + sum(self.heights)


def in_pages(
    look: Look, tables: Sequence[TableView], width: int, room: int, paged_room: int
) -> list[Page]:
    """Set tables, one after the other; no page holds rows of two.

    Columns get the type in which they fit, down to the smallest; after that, and always
    where there are but two, words wrap within their cells. A row that is higher than a
    page goes on on the next.

    Args:
        look: The scale.
        tables: In their order.
        width: Of a page.
        room: Height of a page if there is only one.
        paged_room: Height of a page beside which there are buttons to turn it.

    Returns:
        At least one page for each table.
    """
    if len(tables) == 1:
        pages = _pages(look, tables[0], width, room)
        if len(pages) == 1:
            return pages
    return [page for table in tables for page in _pages(look, table, width, paged_room)]


def _pages(look: Look, table: TableView, width: int, room: int) -> list[Page]:
    """One table in the most comfortable of the settings that need the fewest pages."""
    best: list[Page] = []
    for setting in _SETTINGS:
        widths, natural = _columns(look, table, width, setting.size)
        if natural or setting.size == SMALL or len(widths) <= 2:
            pages = _cut(_set(look, table, widths, setting, room), room)
            if not best or len(pages) < len(best):
                best = pages
    return _grown(look, best, room)


def _set(
    look: Look, table: TableView, widths: tuple[int, ...], setting: _Setting, room: int
) -> Page:
    """A table on one page of any height, with rows no higher than there is room for."""
    heading = replace(setting, size=SMALL)
    header_height = _height(look, table.header, widths, heading)
    most = room - header_height - look.px(setting.more)
    rows = tuple(
        part for row in table.rows for part in _parts(look, row, widths, setting, most)
    )
    return Page(
        table.header,
        rows,
        table.right,
        setting.size,
        widths,
        header_height,
        tuple(_height(look, row, widths, setting) for row in rows),
    )


def _columns(
    look: Look, table: TableView, width: int, size: int
) -> tuple[tuple[int, ...], bool]:
    """Widths of the columns, and whether no words need to wrap in them."""
    pad = 2 * look.px(CELL) + 2
    heads = QFontMetrics(look.font(SMALL))
    cells = QFontMetrics(look.font(size))
    widths = [
        pad
        + max(
            heads.horizontalAdvance(head),
            *(cells.horizontalAdvance(line[index]) for line in table.rows),
            0,
        )
        for index, head in enumerate(table.header)
    ]
    spare = width - sum(widths)
    if spare >= 0:
        widths = [column + spare // len(widths) for column in widths]
        widths[-1] += width - sum(widths)
        return tuple(widths), True
    # the widest give way
    fair = width // len(widths)
    small = sum(column for column in widths if column <= fair)
    left = (width - small) / sum(column for column in widths if column > fair)
    return tuple(c if c <= fair else int(c * left) for c in widths), False


def _height(
    look: Look, cells: Cells, widths: tuple[int, ...], setting: _Setting
) -> int:
    """Height in which a row's words have room."""
    font = look.font(setting.size)
    line = QFontMetrics(font)
    tallest = line.height()
    for cell, width in zip(cells, widths, strict=True):
        room = width - 2 * look.px(CELL)
        if line.horizontalAdvance(cell) > room:
            tallest = max(tallest, wrapped_bounds(font, cell, room).height())
    return max(look.px(setting.least), tallest + look.px(setting.more))


def _parts(
    look: Look,
    cells: Cells,
    widths: tuple[int, ...],
    setting: _Setting,
    most: int,
) -> list[Cells]:
    """A row, or where its words are higher than `most`, the rows that it goes on in."""
    font = look.font(setting.size)
    pieces = [
        _pieces(font, cell, width - 2 * look.px(CELL), most)
        for cell, width in zip(cells, widths, strict=True)
    ]
    return list(zip_longest(*pieces, fillvalue=""))


def _pieces(font: QFont, text: str, width: int, most: int) -> list[str]:
    """A text in pieces of as many wrapped lines as are no higher than `most`."""
    if QFontMetrics(font).horizontalAdvance(text) <= width:
        return [text]
    layout = QTextLayout(text, font)
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
    """Pages as few as possible, and then of about equal length."""
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
    """Rows page by page, as many on each as `most` holds, and at least one."""
    pages, first, taken = [], 0, 0
    for index, height in enumerate(heights):
        if index > first and taken + height > most:
            pages.append(range(first, index))
            first, taken = index, 0
        taken += height
    return [*pages, range(first, len(heights))]


def _grown(look: Look, pages: list[Page], room: int) -> list[Page]:
    """The pages of one table, all rows higher alike where there is room to spare."""
    heights = [height for page in pages for height in page.heights]
    spare = [(room - p.height) // len(p.heights) for p in pages if p.heights]
    if not heights:
        return pages
    more = max(0, min(*spare, look.px(_ROW_MOST) - min(heights)))
    return [replace(p, heights=tuple(h + more for h in p.heights)) for p in pages]
