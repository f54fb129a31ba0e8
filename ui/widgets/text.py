"""Words on the screen: wrapped, balanced over their lines, never clipped."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.colours import INK
from ui.theme.look import BODY, Look

_ENDLESS = 100_000


class Text(QWidget):
    """A paragraph of plain text.

    Not a QLabel: that would treat `<b>` in a name as markup, allow selection and
    copying, and may leave a single character on its last line.

    Args:
        look: The scale.
        size: Type size in pixels of the canvas.
        bold: Whether it is set in bold.
        colour: `#RRGGBB`.
        align: Left, right or centre.
        smallest: If given, the text stays on one line in smaller type, down to this
            size; only then does it wrap.
    """

    def __init__(
        self,
        look: Look,
        size: int = BODY,
        *,
        bold: bool = False,
        colour: str = INK,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        smallest: int | None = None,
    ) -> None:
        super().__init__()
        self._look = look
        self._size = size
        self._bold = bold
        self._colour = QColor(colour)
        self._align = align
        self._smallest = smallest
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """Return the text."""
        return self._text

    def setText(self, text: str) -> None:
        """Set the text; an empty text takes no space."""
        if text != self._text:
            self._text = text
            self.updateGeometry()
            self.update()
        if not text:
            self.hide()
        elif self.parent() is not None:  # a widget without a parent would open a window
            self.show()

    def setColour(self, colour: str) -> None:
        """Change the colour, `#RRGGBB`."""
        self._colour = QColor(colour)
        self.update()

    def forget(self) -> None:
        """Remove the text."""
        self._text = ""

    def clipped(self) -> bool:
        """Return whether some of the text does not fit."""
        needed = self._bounds(self.width())
        return needed.width() > self.width() + 1 or needed.height() > self.height() + 1

    def sizeHint(self) -> QSize:
        """Return the size of the text on one line."""
        metrics = QFontMetrics(self._look.font(self._size, bold=self._bold))
        lines = self._text.split("\n")
        width = max(metrics.horizontalAdvance(line) for line in lines)
        return QSize(width + 2, metrics.height() * len(lines))

    def minimumSizeHint(self) -> QSize:
        """Return the size of the longest piece that cannot be broken."""
        size = self._smallest or self._size
        metrics = QFontMetrics(self._look.font(size, bold=self._bold))
        box = metrics.boundingRect(QRect(0, 0, 1, _ENDLESS), self._flags(), self._text)
        return QSize(box.width() + 2, metrics.height())

    def hasHeightForWidth(self) -> bool:
        """Return True: a narrower text is taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped text in window pixels."""
        return self._bounds(width).height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines, balanced."""
        font = self._font(self.width())
        width = balanced_width(font, self._text, self.width())
        box = QRect(0, 0, width, self.height())
        if self._align & Qt.AlignmentFlag.AlignRight:
            box.moveRight(self.width() - 1)
        elif self._align & Qt.AlignmentFlag.AlignHCenter:
            box.moveLeft((self.width() - width) // 2)
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(self._colour)
        painter.drawText(box, self._flags(), self._text)
        painter.end()

    def _flags(self) -> int:
        align = self._align | Qt.AlignmentFlag.AlignVCenter
        return int(align.value) | int(Qt.TextFlag.TextWordWrap.value)

    def _font(self, width: int) -> QFont:
        size = self._size
        if self._smallest is not None:
            size = fitting_size(
                self._look, self._text, width, self._size, self._smallest, self._bold
            )
        return self._look.font(size, bold=self._bold)

    def _bounds(self, width: int) -> QRect:
        return wrapped_bounds(self._font(width), self._text, width)


def wrapped_bounds(font: QFont, text: str, width: int) -> QRect:
    """Return the bounds of wrapped text, in window pixels."""
    box = QRect(0, 0, max(1, width), _ENDLESS)
    return QFontMetrics(font).boundingRect(box, Qt.TextFlag.TextWordWrap, text)


def balanced_width(font: QFont, text: str, width: int) -> int:
    """Return the narrowest width that needs no more lines than the full width does."""
    full = wrapped_bounds(font, text, width)
    if full.height() <= QFontMetrics(font).height() or "\n" in text:
        return width
    low, high = width // 2, width
    while high - low > 2:
        middle = (low + high) // 2
        bounds = wrapped_bounds(font, text, middle)
        if bounds.height() > full.height() or bounds.width() > middle:
            low = middle
        else:
            high = middle
    return high


def fitting_size(
    look: Look, text: str, width: int, size: int, smallest: int, bold: bool
) -> int:
    """Return the largest type size, in steps of 4, in which `text` fits on one line."""
    while size > smallest:
        metrics = QFontMetrics(look.font(size, bold=bold))
        if metrics.horizontalAdvance(text) + 2 <= width:
            break
        size -= 4
    return max(size, smallest)
