"""A layout of columns side by side; further ones go under the shortest."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

COLUMN_WIDTH = 216
"""Pixels of a column with two buttons in a row, so that a small display holds four
columns; the remaining width is shared."""

WIDEST = 360
"""Pixels; wider buttons would only get longer, so the remaining width stays empty."""

GAP = 6
"""Pixels between columns, and around them."""


class ColumnFlow(QLayout):
    """Lays out widgets in equal columns, top to bottom, over the full width."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item; Qt calls this from `addWidget`."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return the item at an index, or None past the end, as Qt requires."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return an item."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return no direction: remaining space stays empty."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return True: the wider, the lower."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height in pixels needed at a width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Return the size of all items in one row."""
        return QSize((COLUMN_WIDTH + GAP) * self.count() + GAP, self._tallest())

    def minimumSize(self) -> QSize:
        """Return the size of one column."""
        return QSize(COLUMN_WIDTH + 2 * GAP, self._tallest())

    def setGeometry(self, rect: QRect) -> None:
        """Move the widgets to their places."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _tallest(self) -> int:
        return max((item.sizeHint().height() for item in self._items), default=0)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        fitting = max(1, (rect.width() - GAP) // (COLUMN_WIDTH + GAP))
        columns = min(fitting, max(1, self.count()))
        width = min(WIDEST, (rect.width() - GAP) // columns - GAP)
        bottoms = [GAP] * columns
        for item in self._items:
            column = bottoms.index(min(bottoms))
            height = (
                item.heightForWidth(width)
                if item.hasHeightForWidth()
                else item.sizeHint().height()
            )
            if move:
                corner = QPoint(GAP + column * (width + GAP), bottoms[column])
                item.setGeometry(QRect(rect.topLeft() + corner, QSize(width, height)))
            bottoms[column] += height + GAP
        return max(bottoms)
