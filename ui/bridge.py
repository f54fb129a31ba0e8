"""The crossings from the program's threads to the screen's."""

from collections.abc import Callable
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal, Slot

from view import View


class Bridge(QObject):
    """Carries Views to the screen; if several are waiting, only the newest is shown.

    It belongs to the thread that creates it, which must be the screen's.

    Args:
        show: Receives the View there, for example `KioskWindow.show_view`.
    """

    _published = Signal()

    def __init__(self, show: Callable[[View], None]) -> None:
        super().__init__()
        self._show = show
        self._lock = Lock()
        self._newest: View | None = None
        self._published.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def publish(self, view: View) -> None:
        """Have a View shown soon. May be called from any thread."""
        with self._lock:
            crossing = self._newest is not None  # a signal is pending already
            self._newest = view
        if not crossing:
            self._published.emit()

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            view, self._newest = self._newest, None
        if view is not None:
            self._show(view)


class Call(QObject):
    """Has something done in the screen's thread, which must be the one that makes it.

    Args:
        what: Is done once for each call.
    """

    _asked = Signal()

    def __init__(self, what: Callable[[], None]) -> None:
        super().__init__()
        self._what = what
        self._asked.connect(self._do, Qt.ConnectionType.QueuedConnection)

    def __call__(self) -> None:
        """Have it done soon; from any thread."""
        self._asked.emit()

    @Slot()
    def _do(self) -> None:
        self._what()
