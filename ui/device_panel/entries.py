"""A device's list, shown by its newest lines: orders, messages on a phone."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.device_panel.link import Message
from ui.device_panel.model import Lines
from ui.device_panel.texts import QT_TRANSLATE_NOOP, label, translated
from ui.translation import amount_text

STATES = {
    "open": QT_TRANSLATE_NOOP("DevicePanel", "to be paid"),
    "paying": QT_TRANSLATE_NOOP("DevicePanel", "asked for a password"),
    "paid": QT_TRANSLATE_NOOP("DevicePanel", "paid"),
    "closed": QT_TRANSLATE_NOOP("DevicePanel", "closed"),
    "declined": QT_TRANSLATE_NOOP("DevicePanel", "declined"),
    "refunded": QT_TRANSLATE_NOOP("DevicePanel", "paid back"),
}
"""The states of an order, in words."""


class Entries(QWidget):
    """The newest entries of a list, one under the other.

    Args:
        lines: The list, and which fields of each entry are shown.
    """

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines
        self.text = QLabel()
        self.text.setObjectName("entries")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(label(lines.title, "caption"))
        box.addWidget(self.text)

    def shows(self, field: str, value: object) -> bool:  # noqa: ARG002 - any value
        """Return whether this part shows a field of the state."""
        return field == self._lines.field

    def show_state(self, state: Message) -> None:
        """Show the newest entries, or that there are none."""
        entries = state.get(self._lines.field) or []
        newest = list(reversed(entries))[: self._lines.most]
        shown = [
            "  ".join(_word(name, each.get(name)) for name in self._lines.words)
            for each in newest
        ]
        self.text.setText("\n".join(shown) or translated(self._lines.none))


def _word(name: str, value: Any) -> str:
    if name == "amount" and isinstance(value, int):
        return amount_text(value)
    if name == "state" and value in STATES:
        return translated(STATES[value])
    return str(value)
