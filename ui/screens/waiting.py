"""A department is being queried; a way out appears once it takes long."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent

from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.look import Look
from ui.widgets.query_picture import QueryPicture
from view import View, Waiting

PATIENCE_MS = 300  # milliseconds; words for a faster answer would only flash


class WaitingScreen(Screen[Waiting]):
    """Nothing at first; then what is being waited for."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(gap=24)
        self._heading = self.heading()
        self._hint = self.body()
        self._picture = QueryPicture(look)
        along.addStretch(2)
        along.addWidget(self._picture, 0, MIDDLE)
        along.addSpacing(look.px(48))
        along.addWidget(self._heading)
        along.addWidget(self._hint)
        along.addStretch(3)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._speak)
        self._spoken = False
        self._picture.hide()
        self._heading.hide()
        self._hint.hide()

    def present(self, content: Waiting, _view: View, /) -> None:
        """Set the words."""
        asking = self.tr("Asking {department} …")
        self._heading.setText(asking.format(department=content.department))
        if content.slow:
            self._hint.setText(
                self.tr("This is taking longer than usual. You may wait, or cancel.")
            )
        else:
            self._hint.setText(self.tr("This usually takes a few seconds"))
        for part in (self._picture, self._heading, self._hint):
            part.setVisible(self._spoken)
        if content.slow:
            self._speak()

    def showEvent(self, event: QShowEvent) -> None:
        """Start the timer."""
        super().showEvent(event)
        if not self._spoken:
            self._patience.start(PATIENCE_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the timer."""
        super().hideEvent(event)
        self._patience.stop()

    def _speak(self) -> None:
        self._spoken = True
        for part in (self._picture, self._heading, self._hint):
            part.show()
