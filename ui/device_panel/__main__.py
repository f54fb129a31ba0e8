"""`python -m ui.device_panel --device sam_reader=127.0.0.1:40123 …`."""

import argparse
import os
import signal
import sys

from PySide6.QtCore import QRect, QSocketNotifier
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.device_panel import texts
from ui.device_panel.profiles import PROFILES
from ui.device_panel.window import PanelWindow
from ui.placing import panel_place


def _device(text: str) -> tuple[str, str]:
    name, _, address = text.partition("=")
    host, _, port = address.rpartition(":")
    if name not in PROFILES:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(PROFILES)}")
    if not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(f"{address!r} is no HOST:PORT")
    return name, address


def _geometry(text: str) -> QRect:
    try:
        x, y, width, height = map(int, text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no X,Y,WIDTH,HEIGHT") from None
    return QRect(x, y, width, height)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m ui.device_panel",
        description="Play with the simulated devices of a demonstration.",
    )
    parser.add_argument(
        "--device",
        action="append",
        required=True,
        type=_device,
        metavar="NAME=HOST:PORT",
        help=f"a simulator's control socket; NAME is one of {', '.join(PROFILES)}",
    )
    parser.add_argument(
        "--follow-stdin",
        action="store_true",
        help="end when standard input is closed",
    )
    parser.add_argument("--geometry", type=_geometry, metavar="X,Y,WIDTH,HEIGHT")
    parser.add_argument("--language", choices=("zh_CN", "en"), default="zh_CN")
    return parser.parse_args()


def _end_with_stdin(application: QApplication) -> QSocketNotifier:
    """Quit when the process that started the panel has ended."""

    def look() -> None:
        if not os.read(descriptor, 4096):
            application.quit()

    descriptor = sys.stdin.fileno()
    notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read, application)
    notifier.activated.connect(look)
    return notifier


def main() -> int:
    """Show the panel until it is closed, and return the exit status."""
    arguments = _arguments()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would never handle it
    application = QApplication(sys.argv[:1])
    application.setApplicationName("onetrip-device-panel")
    texts.install(application, arguments.language)
    window = PanelWindow(dict(arguments.device))
    room = QGuiApplication.primaryScreen().availableGeometry()
    window.setGeometry(arguments.geometry or panel_place(room))
    if arguments.follow_stdin:
        _end_with_stdin(application)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
