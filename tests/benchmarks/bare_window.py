"""The baseline of the start-up benchmark: a bare Qt window with one line of text."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel


class Window(QLabel):
    """Prints when it was first painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        sys.stdout.write("interactive\n")
        sys.stdout.flush()
        QTimer.singleShot(0, QApplication.quit)


if __name__ == "__main__":
    application = QApplication([])
    window = Window("您好")
    window.resize(1080, 1920)
    window.show()
    application.exec()
