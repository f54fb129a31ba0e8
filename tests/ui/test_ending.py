"""A citizen cannot close the window, and the program's operator can."""

import gc
import signal
import subprocess
import sys
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from support.processes import ROOT
from support.views import examples

from ui.window import KioskWindow

PROGRAM = """
from PySide6.QtCore import QTimer
from kiosk.app import _quit_on_signals, application
from ui.window import KioskWindow

app = application()
app.setQuitOnLastWindowClosed(False)
with _quit_on_signals(app):
    window = KioskWindow(lambda tap: None)
    window.show()
    window.close()
    QTimer.singleShot(0, lambda: print("serves", window.isVisible(), flush=True))
    status = app.exec()
    window.close_for_good()
raise SystemExit(status)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_although_its_window_refuses_to_be_closed(
    number: signal.Signals,
) -> None:
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", PROGRAM], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as screen:
        assert screen.stdout is not None
        try:
            assert screen.stdout.readline() == "serves True\n"
            screen.send_signal(number)
            assert screen.wait(timeout=20) == 0
        finally:
            screen.kill()


def test_a_window_that_was_closed_for_good_leaves_nothing_behind(
    qapp: QApplication,
) -> None:
    window = KioskWindow(lambda _: None, motion=False)
    window.show_view(next(iter(examples("en").values())))
    window.show()
    gone = weakref.ref(window)
    window.close_for_good()
    window.show_view(next(iter(examples("zh_CN").values())))  # came too late
    assert QCoreApplication.translate("Trouble", "No network") == "No network"
    del window
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    gc.collect()
    assert gone() is None
