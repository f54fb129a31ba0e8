"""Nobody at the screen can close it, and whoever runs the program can end it."""

import signal
import subprocess
import sys

import pytest
from support.processes import ROOT

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
