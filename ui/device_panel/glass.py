"""A character display as it looks: its lines, light on dark."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ui.device_panel.link import Message
from ui.device_panel.model import Glass


class GlassView(QLabel):
    """The lines of a display.

    Args:
        glass: Where the state has them.
    """

    def __init__(self, glass: Glass) -> None:
        super().__init__()
        self._field = glass.field
        self.setObjectName("glass")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def shows(self, field: str, value: object) -> bool:  # noqa: ARG002 - any value
        """Whether it draws that field of the state."""
        return field == self._field

    def show_state(self, state: Message) -> None:
        """Show what the state says; nothing if nobody knows."""
        self.setText("\n".join(state.get(self._field, ())))
