"""A character display's lines, light on dark."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ui.device_panel.link import Message
from ui.device_panel.model import Glass


class GlassView(QLabel):
    """The lines of a display.

    Args:
        glass: The state's field for the lines.
    """

    def __init__(self, glass: Glass) -> None:
        super().__init__()
        self._field = glass.field
        self.setObjectName("glass")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def shows(self, field: str, value: object) -> bool:  # noqa: ARG002 - any value
        """Return whether this part shows a field of the state."""
        return field == self._field

    def show_state(self, state: Message) -> None:
        """Show the state's lines; none if the state is unknown."""
        self.setText("\n".join(state.get(self._field, ())))
