"""A screen for citizens: one QR code, what it is, and what it costs."""

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

_WIDE = 1.2  # from this width to height on, the words stand beside the code
_CODE_SHARE = 0.62  # of a tall screen's height, at most, is the code's
_WORDS_GAP = 40
_TEXT = (
    Qt.AlignmentFlag.AlignCenter
    | Qt.TextFlag.TextWordWrap
    | Qt.TextFlag.TextDontClip  # a line cut through its middle would be worse
)


@dataclass(frozen=True)
class _Shown:
    """What stands on the screen; it is a citizen's, and never shown in a log."""

    matrix: Matrix = field(repr=False)
    caption: str = field(repr=False)
    amount: int | None = field(repr=False)


class QrScreen(QWidget):
    """Fills a screen: another than the terminal's own, or that one for a while.

    It can neither be touched nor typed into, and hides while its screen is away. The
    terminal's own screen it covers only while there is something to show. It is made
    in the thread of the screens; `present`, `blank` and `connected` may be used from
    any thread.

    Args:
        screen: Index of the screen; the terminal's own is 0.
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
        # Queued: the list of screens is not yet the new one while they are told.
        application.screenAdded.connect(self._find_screen, queued)
        application.screenRemoved.connect(self._find_screen, queued)
        self._find_screen()

    @property
    def connected(self) -> bool:
        """Whether there is such a screen now."""
        return self._connected

    def present(self, matrix: Matrix, caption: str, amount: int | None) -> None:
        """Show this, until something else or `blank`; amount in fen."""
        self._presented.emit(_Shown(matrix, caption, amount))

    def blank(self) -> None:
        """Show nothing of any citizen any more."""
        self._presented.emit(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, code and words."""
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
        # `showFullScreen` would take the keyboard from the kiosk as well.
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
    """Where the code's white card stands, a square, and where the words do."""
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
    """The caption, and below it the amount; both in the middle of `box`."""
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
    """The text, the largest type in which it fits, and how much room it takes."""
    while True:
        metrics = QFontMetrics(look.font(size, bold=True))
        wide = QRect(0, 0, box.width(), room)
        bounds = metrics.boundingRect(wide, _TEXT, text)
        fits = bounds.height() <= room and bounds.width() <= box.width()
        if fits or size <= SMALL // 2:
            return text, size, bounds
        size -= 4
