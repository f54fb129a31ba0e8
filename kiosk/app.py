"""`python -m kiosk run`: the screen, with devices, cache and central put together.

What a citizen sees comes first: the window is shown as the last run left it and answers
taps (`kiosk.opening`), while settings, devices, cache and central's wire are imported
in a thread; then the terminal itself takes over.
"""

import gc
import os
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

from PySide6.QtWidgets import QApplication, QWidget

import ui  # noqa: F401 - the first to import PySide6
from config import peek
from kiosk import opening
from kiosk.opening import Opening
from ui.window import KioskWindow
from view import Tap

if TYPE_CHECKING:
    from config.settings import Settings

CRASHED = 70
"""Exit status where a bug of ours ended the screen (EX_SOFTWARE of sysexits.h)."""

FIRST_PAINT_MS = 1000
"""A window that is not painted by then may be on no display: it serves all the same."""


SWITCH_S = 0.0005
"""How long a thread may keep the interpreter while the rest is loaded: by default 5 ms,
which a citizen's tap would wait for at each call of Qt's."""


class Screen:
    """The whole terminal but for its agent: window, runtime, devices, cache.

    To be made and used in the thread of the QApplication.

    Args:
        settings: Of this terminal.
        front: What was shown and said before, if anything was.

    Raises:
        ConfigError: A service item or the token is wrong.
        AlreadyRunningError: Another screen serves with this cache.
    """

    def __init__(self, settings: "Settings", front: "Front | None" = None) -> None:
        from kiosk.runtime.assembly import assemble
        from offline_cache.wake import Waker
        from ui.bridge import Bridge

        self._settings = settings
        self._code_screens: list[QWidget] = []
        self._waker = Waker(settings.cache.path)
        self._waker.bind("screen")
        front = front or Front(None)
        self.window = front.window or _window(
            self._tap, fullscreen=settings.screen.fullscreen
        )
        self._bridge = Bridge(self.window.show_view)
        self._runtime = assemble(
            settings,
            taps=front.taps,
            surface=self._code_screen,
            publish=self._bridge.publish,
            wake_agent=partial(self._waker.wake, "agent"),
            crashed=crashed,
        )
        front.goes_to(self._tap)
        self._stopping = threading.Event()
        self._listener = threading.Thread(target=self._listen, name="wake")

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._runtime.start()
        self._listener.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End, with devices and cache closed."""
        self._stopping.set()
        self._waker.wake("screen")
        self._listener.join()
        self._runtime.stop()
        self._waker.close()
        self.window.close_for_good()
        for each in self._code_screens:
            each.close()

    def show(self) -> None:
        """Show the window: full-screen, or beside the demonstration's device panel."""
        size = self._settings.screen
        _place(self.window, size.width, size.height, fullscreen=size.fullscreen)

    def _tap(self, tap: Tap) -> None:
        self._runtime.tap(tap)

    def _listen(self) -> None:
        while not self._stopping.is_set():
            if self._waker.wait():
                self._runtime.look()

    def _code_screen(self, number: int) -> QWidget:
        from ui.qr_screen import QrScreen

        self._code_screens.append(screen := QrScreen(number))
        return screen


class Front:
    """The window as the last run left it, and what a citizen said to it.

    Args:
        snapshot: What the last run left; without it there is no window yet.
    """

    def __init__(self, snapshot: opening.Snapshot | None) -> None:
        self.window: KioskWindow | None = None
        self._opening: Opening | None = None
        self._to: Callable[[Tap], None] | None = None
        if snapshot is not None:
            self.window = _window(self._tap, fullscreen=snapshot.fullscreen)
            self._opening = Opening(snapshot, self.window.show_view)

    @property
    def taps(self) -> tuple[Tap, ...]:
        """What was said so far."""
        return () if self._opening is None else self._opening.taps

    def show(self) -> None:
        """Show the window, and wait until it is painted."""
        if self.window is None or self._opening is None:
            return
        size = self._opening.snapshot
        _place(self.window, size.width, size.height, fullscreen=size.fullscreen)
        self.window.wait_painted(FIRST_PAINT_MS)

    def goes_to(self, tap: Callable[[Tap], None]) -> None:
        """What is said from now on is another's to answer."""
        self._to = tap

    def _tap(self, tap: Tap) -> None:
        if self._to is not None:
            self._to(tap)
        elif self._opening is not None:
            self._opening.tap(tap)


class Loading:
    """Imports and reads in a thread what the terminal needs, then has it serve.

    Args:
        config: The settings file, if there is one.
        front: What is shown meanwhile.
    """

    def __init__(self, config: Path | None, front: Front) -> None:
        self._config = config
        self._front = front
        self._screen: Screen | None = None
        self._settings: Settings | None = None
        self._error: Exception | None = None
        self._switch_s = sys.getswitchinterval()
        from ui.bridge import Call

        self._loaded = Call(self._take_over)
        self._thread = threading.Thread(target=self._load, name="loading")

    def __enter__(self) -> Self:
        """Begin to load."""
        sys.setswitchinterval(SWITCH_S)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the terminal.

        Raises:
            Exception: What has kept it from serving.
        """
        self._thread.join()
        if self._screen is not None:
            self._screen.__exit__(kind, error, traceback)
        elif self._front.window is not None:
            self._front.window.close_for_good()
        if self._error is not None:
            raise self._error

    def _load(self) -> None:
        try:
            import ui.screens.choose_item
            from kiosk import setup

            setup.share_memory()
            self._settings = setup.process_settings(self._config, "run")
            import ui.screens.table  # noqa: F401
        except Exception as error:  # noqa: BLE001 - raised again by `__exit__`
            self._error = error
        self._loaded()

    def _take_over(self) -> None:
        try:
            if self._settings is None or self._error is not None:
                QApplication.exit(1)
                return
            screen = Screen(self._settings, self._front)
            screen.show()
            self._screen = screen.__enter__()
        except Exception as error:  # noqa: BLE001 - raised again by `__exit__`
            self._error = error
            QApplication.exit(1)
            return
        sys.setswitchinterval(self._switch_s)
        gc.freeze()  # what was imported stays: it need not be looked at again
        gc.enable()
        import structlog

        structlog.get_logger().info("screen_serves")


def application() -> QApplication:
    """The process's one QApplication."""
    return cast("QApplication | None", QApplication.instance()) or QApplication([])


def run(config: Path | None) -> int:
    """Serve until stopped; returns the process's exit status.

    Raises:
        ConfigError: The settings, a service item or the key are wrong.
        CacheError: Another screen serves with this cache.
    """
    app = application()
    app.setQuitOnLastWindowClosed(False)
    cache = peek.cache_path(config)
    front = Front(None if cache is None else opening.read(opening.beside(cache)))
    front.show()
    with _quit_on_signals(app), Loading(config, front):
        return app.exec()


def crashed() -> None:
    """End the process at once, whatever else hangs."""
    os._exit(CRASHED)


def _window(tap: Callable[[Tap], None], *, fullscreen: bool) -> KioskWindow:
    return KioskWindow(tap, cursor=not fullscreen)


def _place(window: KioskWindow, width: int, height: int, *, fullscreen: bool) -> None:
    if fullscreen:
        window.show_full_screen()
    else:
        window.show_at_left(width, height)


class _quit_on_signals:  # noqa: N801 - used as a function
    """End the event loop on SIGTERM and SIGINT.

    Python runs its handlers only between byte codes, of which Qt's loop has none: the
    number of the signal comes through a socket that wakes the loop.
    """

    def __init__(self, app: QApplication) -> None:
        import socket

        self._app = app
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)

    def __enter__(self) -> None:
        import signal

        from PySide6.QtCore import QSocketNotifier

        self._before = signal.set_wakeup_fd(self._writer.fileno())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        self._notifier = QSocketNotifier(
            self._reader.fileno(), QSocketNotifier.Type.Read
        )
        # Not `quit`, which asks every window first: the kiosk's refuses to be closed.
        self._notifier.activated.connect(lambda: self._app.exit())

    def __exit__(self, *_: object) -> None:
        import signal

        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        self._reader.close()
        self._writer.close()
