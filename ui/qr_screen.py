"""A screen for citizens: one QR code with its caption and amount."""

from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from ui.theme.colours import GROUND, INK, PRIMARY
from ui.theme.look import CANVAS_WIDTH, MARGIN, NUMBER, RADIUS, SMALL, TITLE, Look
from ui.translation import amount_text
from ui.widgets.qr import Matrix, draw_card, draw_code
from ui.widgets.text import balanced_width

_WIDE = 1.2  # from this ratio of width to height on, the words are beside the code
_CODE_SHARE = 0.62  # the code's largest share of a tall screen's height
_WORDS_GAP = 40
_TEXT = (
    Qt.AlignmentFlag.AlignCenter
    | Qt.TextFlag.TextWordWrap
    | Qt.TextFlag.TextDontClip  # a line cut through the middle would be worse
)


@dataclass(frozen=True)
class _Shown:
    """What is on the screen; it is a citizen's data and never logged."""

    matrix: Matrix = field(repr=False)
    caption: str = field(repr=False)
    amount: int | None = field(repr=False)


class QrScreen(QWidget):
    """Fills a second screen, or covers the terminal's own for a while.

    It accepts neither touch nor keys, and hides while its screen is disconnected. It
    covers the terminal's own screen only while it shows a code. Create it in the
    screens' thread; `present`, `blank` and `connected` may be used from any thread.

    Args:
        screen: The screen's index; the terminal's own is 0.
    """

    _presented = Signal(object)

    def __init__(self, screen: int = 1) -> None:
        super().__init__(
            None,
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.WindowTransparentForInput,
        )
        self._index = screen
        self._connected = False
        self._shown: _Shown | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setCursor(Qt.CursorShape.BlankCursor)
        queued = Qt.ConnectionType.QueuedConnection
        self._presented.connect(self._take, queued)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)  # noqa: S101 - Qt demands it
        # Queued: the list of screens is not updated yet when these signals are emitted.
        application.screenAdded.connect(self._find_screen, queued)
        application.screenRemoved.connect(self._find_screen, queued)
        self._find_screen()

    @property
    def connected(self) -> bool:
        """Whether the screen is connected now."""
        return self._connected

    def present(self, matrix: Matrix, caption: str, amount: int | None) -> None:
        """Show a code until another one or `blank`; the amount is in fen."""
        self._presented.emit(_Shown(matrix, caption, amount))

    def blank(self) -> None:
        """Remove the citizen's code from the screen."""
        self._presented.emit(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw background, code and words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(GROUND))
        if self._shown is not None:
            self._paint(painter, self._shown)
        painter.end()

    @Slot(object)
    def _take(self, shown: _Shown | None) -> None:
        self._shown = shown
        self._show_or_hide()
        self.update()

    def _show_or_hide(self) -> None:
        wanted = self._index != 0 or self._shown is not None
        self.setVisible(self._connected and wanted)

    @Slot()
    def _find_screen(self) -> None:
        screens = QGuiApplication.screens()
        self._connected = self._index < len(screens)
        if not self._connected:
            self._show_or_hide()
            return
        screen = screens[self._index]
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        # `showFullScreen` would take the keyboard focus from the kiosk as well.
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self._show_or_hide()

    def _paint(self, painter: QPainter, shown: _Shown) -> None:
        look = Look(min(self.width(), self.height()) / CANVAS_WIDTH)
        card, words = _places(self.rect(), look)
        draw_card(painter, QRectF(card), look)
        inset = look.px(RADIUS) // 3  # the card's round corners stay free
        inside = card.adjusted(inset, inset, -inset, -inset)
        draw_code(painter, shown.matrix, inside, self.devicePixelRatioF())
        _paint_words(painter, look, words, shown)


def _places(window: QRect, look: Look) -> tuple[QRect, QRect]:
    """Return the places of the code's square white card and of the words."""
    margin, gap = look.px(MARGIN), look.px(_WORDS_GAP)
    inner = window.adjusted(margin, margin, -margin, -margin)
    if window.width() > _WIDE * window.height():
        side = inner.height()
        card = QRect(inner.left(), inner.top(), side, side)
        return card, inner.adjusted(side + gap, 0, 0, 0)
    side = min(inner.width(), int(inner.height() * _CODE_SHARE))
    left = inner.left() + (inner.width() - side) // 2
    words = inner.adjusted(0, side + gap, 0, 0)
    return QRect(left, inner.top(), side, side), words


def _paint_words(painter: QPainter, look: Look, box: QRect, shown: _Shown) -> None:
    """Draw the caption and, below it, the amount, centred in `box`."""
    parts = [(shown.caption, TITLE, INK)] if shown.caption else []
    if shown.amount is not None:
        parts.append((amount_text(shown.amount), round(NUMBER * 1.3), PRIMARY))
    if not parts:
        return
    gap = look.px(_WORDS_GAP)
    room = (box.height() - gap * (len(parts) - 1)) // len(parts)
    placed = [
        (*_fitted(look, box, room, text, size), colour) for text, size, colour in parts
    ]
    height = sum(part.height() for _, _, part, _ in placed) + gap * (len(placed) - 1)
    top = box.top() + (box.height() - height) // 2
    for text, size, part, colour in placed:
        font = look.font(size, bold=True)
        width = balanced_width(font, text, box.width())
        left = box.left() + (box.width() - width) // 2
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QRect(left, top, width, part.height()), _TEXT, text)
        top += part.height() + gap


def _fitted(
    look: Look, box: QRect, room: int, text: str, size: int
) -> tuple[str, int, QRect]:
    """Return the text, the largest type size in which it fits, and its bounds."""
    while True:
        metrics = QFontMetrics(look.font(size, bold=True))
        wide = QRect(0, 0, box.width(), room)
        bounds = metrics.boundingRect(wide, _TEXT, text)
        fits = bounds.height() <= room and bounds.width() <= box.width()
        if fits or size <= SMALL // 2:
            return text, size, bounds
        size -= 4
