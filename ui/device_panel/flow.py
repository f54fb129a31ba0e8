"""Columns side by side, as many as fit; further ones go under the shortest."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

COLUMN_WIDTH = 216
"""Pixels that a column needs for two buttons abreast, and a small display's width for
four columns; what is left over is shared."""

WIDEST = 360
"""Pixels beyond which buttons only get longer; the rest of the window stays empty."""

GAP = 6
"""Pixels between columns, and around them."""


class ColumnFlow(QLayout):
    """Lays its widgets out in equal columns, top to bottom, and fills the width."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more item; Qt calls this from `addWidget`."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item there, or None past the end, which is how Qt counts."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """None: what is left over stays empty."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Yes: the wider, the lower."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels needed at this width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Beside each other, one row."""
        return QSize((COLUMN_WIDTH + GAP) * self.count() + GAP, self._tallest())

    def minimumSize(self) -> QSize:
        """One column."""
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
