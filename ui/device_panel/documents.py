"""The documents that a printer printed: the newest one, to be opened."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.device_panel.link import Message
from ui.device_panel.model import Files
from ui.device_panel.texts import QT_TRANSLATE_NOOP, label, translated

_NONE = QT_TRANSLATE_NOOP("DevicePanel", "None has come out yet")
_WHOLE = QT_TRANSLATE_NOOP("DevicePanel", "{}: {} pages (click to open)")
_PART = QT_TRANSLATE_NOOP("DevicePanel", "{}: only {} pages (click to open)")


class Documents(QWidget):
    """The newest document's name on a button that opens it.

    Args:
        files: The printer's names for documents.
    """

    def __init__(self, files: Files) -> None:
        super().__init__()
        self._file = ""
        self.newest = QPushButton(translated(_NONE))
        self.newest.setEnabled(False)
        self.newest.clicked.connect(self._open)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(label(files.title, "caption"))
        box.addWidget(self.newest)

    def put_out(self, document: Message) -> None:
        """Show a document as the newest."""
        self._file = document["file"]
        text = translated(_WHOLE if document["whole"] else _PART)
        self.newest.setText(text.format(Path(self._file).name, document["pages"]))
        self.newest.setEnabled(True)

    def shows(self, field: str, value: object) -> bool:  # noqa: ARG002 - nothing
        """Return False: the state holds only the number of documents."""
        return False

    def show_state(self, state: Message) -> None:
        """Do nothing: `put_out` shows new documents."""

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._file))
