"""The screen before the first View, and for good if none arrives.

It needs no translation file, no device and no network, and never shows an error's text:
that goes to the log.
"""

from PySide6.QtWidgets import QWidget

from ui.screens.base import MIDDLE
from ui.screens.out_of_service import GOVERNMENT_HOTLINE
from ui.theme.colours import PALE, PRIMARY, QUIET
from ui.theme.look import BODY, MARGIN, TITLE, Look
from ui.widgets.hotline import Hotline
from ui.widgets.panel import Icon, column
from ui.widgets.text import Text


class StartingScreen(QWidget):
    """Both languages at once, as none has been chosen yet."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        along = column(look, self, margins=(MARGIN, MARGIN), gap=16)
        along.addStretch(2)
        along.addWidget(Icon(look, "clock", 200, PRIMARY, PALE), 0, MIDDLE)
        along.addSpacing(look.px(32))
        for words, size, colour in (
            ("正在启动，请稍候", TITLE, None),
            ("Starting, one moment please", BODY, QUIET),
        ):
            text = Text(look, size, bold=colour is None, align=MIDDLE)
            if colour is not None:
                text.setColour(colour)
            text.setText(words)
            along.addWidget(text)
        along.addStretch(1)
        hotline = Hotline(look)
        hotline.say(
            "如长时间未启动，请前往窗口或拨打\nIf this lasts, ask at a counter or call",
            GOVERNMENT_HOTLINE,
        )
        along.addWidget(hotline)
        along.addStretch(2)
