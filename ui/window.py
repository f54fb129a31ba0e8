"""The kiosk's window: shows the View and reports the citizen's taps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEventLoop, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScreen,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from ui.guard import Guard
from ui.placing import kiosk_place
from ui.screens.attract import AttractScreen
from ui.screens.base import Screen, content_bottom, content_top
from ui.theme.colours import GROUND, QUIET
from ui.theme.look import (
    ACTIONS_HEIGHT,
    BAR_HEIGHT,
    CANVAS_HEIGHT,
    CANVAS_WIDTH,
    SMALL,
    WHERE_HEIGHT,
    Look,
)
from ui.translation import Translation
from ui.widgets.actions import Actions
from ui.widgets.bar import SHANGHAI, Bar
from ui.widgets.prompt import Prompt
from ui.widgets.text import Text
from ui.widgets.where import Where
from ui.words import translate
from view import Attract, ChooseItem, Content, Erase, Intent, Key, Tap, Touch, View

# milliseconds; a trembling finger's second tap is not a tap of its own
SAME_TAP_MS = 400
SAME_KEY_MS = 150  # the same for a keyboard, shorter: numbers repeat digits
TOUCH_EVERY_MS = 1000  # more touches than this are not reported to the idle clock
_STAFF_HEIGHT = 56


@dataclass(frozen=True)
class _Press:
    """A finger going down: when, and on which question."""

    at: int
    question: object


class KioskWindow(QWidget):
    """Full screen on a terminal, a window of any size in the demonstration.

    Args:
        on_tap: Receives each tap in the screen's thread; must not block.
        cursor: Whether the pointer is shown; a touch screen needs none.
        motion: Whether drawings are animated.
        clock: Returns the current time, with a time zone.

    Raises:
        FileNotFoundError: The translations have not been compiled.
    """

    def __init__(
        self,
        on_tap: Callable[[Tap], None],
        *,
        cursor: bool = False,
        motion: bool = True,
        clock: Callable[[], datetime] = lambda: datetime.now(SHANGHAI),
    ) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self._on_tap = on_tap
        self._motion = motion
        self._clock = clock
        self._translation = Translation()
        self._view: View | None = None
        self._shown: object = None  # identifies the current screen
        self._screen: Screen[Any] | None = None
        self._press = _Press(0, None)
        self._tap: tuple[_Press, Intent] | None = None
        self._touched: int | None = None
        self._closing = False
        self._starting: QWidget | None = None
        self._painted: Callable[[], None] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        if not cursor:
            self.setCursor(Qt.CursorShape.BlankCursor)
        self.resize(CANVAS_WIDTH, CANVAS_HEIGHT)
        self._build()
        self._guard = Guard(self, self._note_press)

    @property
    def view(self) -> View | None:
        """The View shown now; None while starting."""
        return self._view

    @property
    def look(self) -> Look:
        """The current scale."""
        return self._look

    def show_full_screen(self, screen: QScreen | None = None) -> None:
        """Fill a screen, by default the primary one.

        The geometry is set first: some compositors show the first frame before they
        have handled the request for full screen.
        """
        target = screen or QGuiApplication.primaryScreen()
        self.setGeometry(target.geometry())
        self.showFullScreen()

    def show_at_left(self, width: int, height: int) -> None:
        """Show the window at the left of the primary screen, smaller if necessary.

        Args:
            width: The wanted width in pixels; the aspect ratio is kept.
            height: The wanted height in pixels.
        """
        size = QSize(width, height)
        place = QRect(QPoint(0, 0), size)
        if QGuiApplication.platformName() != "offscreen":  # no size is too large there
            room = QGuiApplication.primaryScreen().availableGeometry()
            place = kiosk_place(room, size)
        self.setGeometry(place)
        self.show()

    def wait_painted(self, at_most_ms: int) -> None:
        """Let the window be painted, before anything else is done."""
        loop = QEventLoop()
        self._painted = loop.quit
        QTimer.singleShot(at_most_ms, loop.quit)
        loop.exec()
        self._painted = None

    def close_for_good(self) -> None:
        """Close the window, which nothing that a citizen does can."""
        self._closing = True
        self._leave_screen()
        self._translation.drop()
        self._guard.leave()
        self.close()
        self.deleteLater()

    def show_view(self, view: View) -> None:
        """Show a View. Call it in the screen's own thread (see `Bridge`)."""
        if self._closing:
            return  # it was pending when the window was closed
        self._translation.use(view.language)
        if self._starting is not None:
            self._starting.deleteLater()
            self._starting.hide()
            self._starting = None
        shown = (view.stage, type(view.content), view.language)
        if shown != self._shown:
            self._leave_screen()
            self._screen = _screen_of(view.content)(self._look, self._say)
            self._screen.setParent(self._canvas)
            self._shown = shown
        self._view = view
        self._bar.present(view)
        self._where.present(view.progress)
        self._actions.present(view)
        self._place_content(view)
        assert self._screen is not None  # noqa: S101 - made above, with `_shown`
        self._screen.present(view.content, view)
        for part in reversed(self._screen.findChildren(QWidget)):
            part.updateGeometry()  # a hidden part has not updated its layout
        self._screen.show()
        self._prompt.present(view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rebuild everything in the new scale."""
        super().resizeEvent(event)
        if self._scale() != self._look.factor:
            self._leave_screen()
            self._canvas.deleteLater()
            self._canvas.hide()
            self._build()
            if self._view is not None:
                self.show_view(self._view)
            elif self.isVisible():
                self._start()
        self._canvas.move(
            (self.width() - self._canvas.width()) // 2,
            (self.height() - self._canvas.height()) // 2,
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Have something to show."""
        super().showEvent(event)
        if self._view is None and self._starting is None:
            self._start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ignore the event, unless the program closes the window."""
        event.setAccepted(self._closing)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the background."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(GROUND))
        painter.end()
        if self._painted is not None:
            # What stands on it is painted after it, and all is sent off together.
            QTimer.singleShot(0, self._painted)

    def _scale(self) -> float:
        return min(self.width() / CANVAS_WIDTH, self.height() / CANVAS_HEIGHT)

    def _build(self) -> None:
        look = self._look = Look(self._scale(), self._motion)
        self._canvas = QWidget(self)
        self._canvas.resize(look.px(CANVAS_WIDTH), look.px(CANVAS_HEIGHT))
        self._bar = Bar(look, self._say, self._clock)
        self._where = Where(look)
        self._actions = Actions(look, self._say)
        self._staff = Text(
            look, SMALL, colour=QUIET, align=Qt.AlignmentFlag.AlignHCenter
        )
        for part in (
            self._bar,
            self._where,
            self._actions,
            self._staff,
        ):
            part.setParent(self._canvas)
        self._place(self._bar, 0, BAR_HEIGHT)
        self._place(self._where, BAR_HEIGHT, WHERE_HEIGHT)
        self._place(self._actions, CANVAS_HEIGHT - ACTIONS_HEIGHT, ACTIONS_HEIGHT)
        self._prompt = Prompt(look, self._canvas, self._say)
        self._place(self._prompt, 0, CANVAS_HEIGHT)
        self._where.hide()
        self._actions.hide()
        self._staff.hide()
        self._bar.setVisible(self._view is not None)
        self._starting = None
        self._canvas.show()

    def _start(self) -> None:
        """Say that it is starting, where there is nothing to show yet."""
        from ui.screens.starting import StartingScreen  # late: mostly there is

        self._starting = StartingScreen(self._look)
        self._starting.setParent(self._canvas)
        self._place(self._starting, BAR_HEIGHT, CANVAS_HEIGHT - BAR_HEIGHT)
        self._starting.show()

    def _place(self, part: QWidget, top: int, height: int) -> None:
        px = self._look.px
        part.setGeometry(
            QRect(0, px(top), px(CANVAS_WIDTH), px(top + height) - px(top))
        )

    def _place_content(self, view: View) -> None:
        top, bottom = content_top(view), content_bottom(view)
        self._staff.setText("")
        if view.staff_code is not None:
            bottom -= _STAFF_HEIGHT
            self._place(self._staff, bottom, _STAFF_HEIGHT)
            words = translate("KioskWindow", "For staff: {code}")
            self._staff.setText(words.format(code=view.staff_code))
        assert self._screen is not None  # noqa: S101 - the caller has just made it
        self._place(self._screen, top, bottom - top)
        self._bar.show()
        self._prompt.raise_()

    def _leave_screen(self) -> None:
        """Remove the screen with everything a citizen could read on it."""
        screen, self._screen, self._shown = self._screen, None, None
        if screen is not None:
            screen.clear()
            screen.hide()
            screen.setParent(None)
            screen.deleteLater()

    def _question(self) -> object:
        """Return what a tap answers: the stage, or whether more time is needed."""
        if self._view is None:
            return None
        return (self._view.stage, self._view.idle_left is not None)

    def _note_press(self, widget: QWidget, at: int) -> None:
        """Record a press anywhere: a citizen is there."""
        self._press = _Press(at, self._question())
        view = self._view
        if view is None or self._prompt.asks_at(widget):
            return  # an answer to the prompt counts when the finger is lifted
        if view.idle_left is not None:
            # it closes the prompt and does nothing else
            self._tap = (self._press, Touch())
        since = None if self._touched is None else at - self._touched
        if since is None or not 0 <= since < TOUCH_EVERY_MS:
            self._touched = at
            self._on_tap(Tap(view.stage, Touch()))

    def _say(self, intent: Intent) -> None:
        """Report a tap, unless it is the second half of a double tap.

        A tap that began on one question does not answer the next, nor does one that
        follows within `SAME_TAP_MS`: it was meant for the previous question. On a
        keyboard the limit is shorter, as typing is faster than trembling.
        """
        view, press = self._view, self._press
        if view is None or press.question != self._question():
            return
        if self._tap is not None:
            last, said = self._tap
            since = press.at - last.at
            same = SAME_KEY_MS if isinstance(intent, Key | Erase) else SAME_TAP_MS
            if said == intent and 0 <= since < same:
                return
            if last.question != press.question and 0 <= since < SAME_TAP_MS:
                return
        self._tap = (press, intent)
        self._on_tap(Tap(view.stage, intent))


def _screen_of(content: Content) -> type[Screen[Any]]:
    # Late: the first screens of a start need none of the others.
    if isinstance(content, Attract):
        return AttractScreen
    if isinstance(content, ChooseItem):
        from ui.screens.choose_item import ChooseItemScreen

        return ChooseItemScreen
    from ui.screens.table import SCREENS

    return SCREENS[type(content)]
