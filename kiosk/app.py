"""`python -m kiosk run`: the screen, with devices, cache and central put together."""

import os
import signal
import socket
import threading
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Any, Self, cast

import structlog
from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from config.settings import Settings
from contract.model import Bilingual
from drivers import registry
from drivers.base import Role
from drivers.supervisor import Emit, Supervisor
from kiosk import setup
from kiosk.effects import Effects, Ledger
from kiosk.flow.machine import Setting
from kiosk.runtime.runtime import Runtime
from kiosk.runtime.storage import Storage
from kiosk.service_pin import PinFile
from offline_cache.database import Cache
from offline_cache.wake import Waker
from ui.bridge import Bridge
from ui.qr_screen import QrScreen
from ui.window import KioskWindow
from view import Tap

CRASHED = 70
"""Exit status where a bug of ours ended the screen (EX_SOFTWARE of sysexits.h)."""

_log = structlog.get_logger()


class Screen:
    """The whole terminal but for its agent: window, runtime, devices, cache.

    To be made and used in the thread of the QApplication.

    Args:
        settings: Of this terminal.

    Raises:
        ConfigError: A service item or the token is wrong.
        AlreadyRunningError: Another screen serves with this cache.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._qr_screen: QrScreen | None = None
        self._waker = Waker(settings.cache.path)
        self._waker.bind("screen")
        self.window = KioskWindow(self._tap, cursor=not settings.screen.fullscreen)
        self._bridge = Bridge(self.window.show_view)
        self._runtime = Runtime(
            _setting(settings),
            make_supervisor=self._supervisor,
            storage=self._storage,
            client=setup.central_client(settings),
            running={role: each.table() for role, each in setup.devices(settings)},
            publish=self._bridge.publish,
            wake_agent=partial(self._waker.wake, "agent"),
            crashed=partial(os._exit, CRASHED),  # whatever else hangs
            can_print=_can_print,
        )
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
        if self._qr_screen is not None:
            self._qr_screen.close()

    def show(self) -> None:
        """Show the window: full-screen, or beside the demonstration's device panel."""
        if self._settings.screen.fullscreen:
            self.window.show_full_screen()
        else:
            size = self._settings.screen
            self.window.show_at_left(size.width, size.height)

    def _tap(self, tap: Tap) -> None:
        self._runtime.tap(tap)

    def _listen(self) -> None:
        while not self._stopping.is_set():
            if self._waker.wait():
                self._runtime.look()

    def _supervisor(self, emit: Emit) -> Supervisor:
        makers: dict[Role, Callable[[], Any]] = {}
        for role, device in setup.devices(self._settings):
            options = device.options()
            if device.backend in ("screen", "second_screen"):
                # Made here, in the screen's thread; the driver paints from its own.
                self._qr_screen = QrScreen(options.get("screen", 0))
                options["surface"] = self._qr_screen
            makers[role] = partial(registry.make, role, device.backend, **options)
        return Supervisor(makers, emit)

    def _storage(self, supervisor: Supervisor) -> Storage:
        terminal = self._settings.terminal
        pin = PinFile(
            self._settings.service.pin_file, demonstration=terminal.demonstration
        )

        def effects(cache: Cache) -> Effects:
            return Effects(
                Ledger(
                    cache,
                    terminal=terminal.name,
                    place=Bilingual(zh_CN=terminal.place.zh_CN, en=terminal.place.en),
                    demonstration=terminal.demonstration,
                    clock=lambda: storage.now(),
                    sealing_key=self._settings.sealing_key,
                ),
                supervisor,
                pin=pin,
            )

        storage = Storage(
            partial(setup.open_cache, self._settings),
            effects,
            queue_limit=self._settings.cache.queue_limit,
        )
        return storage


def application() -> QApplication:
    """The process's one QApplication."""
    return cast("QApplication | None", QApplication.instance()) or QApplication([])


def run(settings: Settings) -> int:
    """Serve until stopped; returns the process's exit status."""
    app = application()
    app.setQuitOnLastWindowClosed(False)
    with _quit_on_signals(app), Screen(settings) as screen:
        screen.show()
        _log.info("screen_serves")
        return app.exec()


class _quit_on_signals:  # noqa: N801 - used as a function
    """End the event loop on SIGTERM and SIGINT.

    Python runs its handlers only between byte codes, of which Qt's loop has none: the
    number of the signal comes through a socket that wakes the loop.
    """

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)

    def __enter__(self) -> None:
        self._before = signal.set_wakeup_fd(self._writer.fileno())
        setup.on_signals(lambda: None)
        self._notifier = QSocketNotifier(
            self._reader.fileno(), QSocketNotifier.Type.Read
        )
        # Not `quit`, which asks every window first: the kiosk's refuses to be closed.
        self._notifier.activated.connect(lambda: self._app.exit())

    def __exit__(self, *_: object) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        self._reader.close()
        self._writer.close()


def _can_print(name: str) -> bool:
    from drivers.receipt_printer import raster  # late: it brings Qt's fonts along

    return raster.can_print(name)


def _setting(settings: Settings) -> Setting:
    place = settings.terminal.place
    locker, display = settings.devices.locker, settings.devices.qr_display
    return Setting(
        terminal=settings.terminal.name,
        place={"zh_CN": place.zh_CN, "en": place.en},
        catalogue=setup.catalogue(),
        language=settings.terminal.language,
        idle_s=settings.session.idle_s,
        prompt_s=round(settings.session.idle_prompt_s),
        way_out_s=settings.session.way_out_s,
        scanner=settings.devices.code_scanner is not None,
        cells=locker.cells if locker is not None else 0,
        # The terminal's own screen shows each code in its place among the words.
        qr_beside=display is not None and display.backend != "screen",
    )
