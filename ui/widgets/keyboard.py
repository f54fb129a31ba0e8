"""Keyboards on the screen: large keys, in the order in which people look for them."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.view import Erase, Intent, Key, Keys
from ui.theme.look import GAP, STRONG, TITLE, Look
from ui.widgets.button import Button
from ui.words import translate

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_DIGITS = "1234567890"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WIDE, _HIGH = 3, 8
"""Keys in a row of the number pad, and of the others."""
_PAD_KEY, _KEY = 150, 116


def _layout(keys: Keys, value: str) -> tuple[list[str], int]:
    """The keys in their order, and how many stand in a row; an empty one is a gap."""
    if keys is Keys.PLATE and not value:
        return list(PROVINCES), _HIGH
    if keys in (Keys.PLATE, Keys.LETTERS):
        return list(_DIGITS + _LETTERS), _HIGH
    last = {Keys.CITIZEN_NUMBER: "X", Keys.AMOUNT: "."}.get(keys, "")
    return [*"123456789", last, "0"], _WIDE


class Keyboard(QWidget):
    """The keys for one kind of answer.

    Args:
        look: The scale.
        say: Takes each key.
    """

    def __init__(self, look: Look, say: Callable[[Intent], None]) -> None:
        super().__init__()
        self._look = look
        self._say = say
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.px(GAP))
        self._shown: tuple[list[str], int] | None = None

    def present(self, keys: Keys, value: str) -> None:
        """Show the keys for this kind, where `value` is typed already."""
        layout = _layout(keys, value)
        if layout == self._shown:
            return
        self._shown = layout
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        characters, wide = layout
        height = _PAD_KEY if wide == _WIDE else _KEY
        size = TITLE if wide == _WIDE else STRONG
        place = 0
        for character in characters:
            if character:
                button = Button(
                    self._look, f"key_{character}", height=height, size=size
                )
                button.label(character)
                button.clicked.connect(lambda _=False, c=character: self._say(Key(c)))
                self._grid.addWidget(button, place // wide, place % wide)
            place += 1
        erase = Button(self._look, "erase", height=height, icon="back")
        erase.label(translate("Keyboard", "Erase"))
        erase.clicked.connect(lambda: self._say(Erase()))
        span = 1
        if wide == _HIGH:  # a single one of these keys is too narrow for the word
            span = 2
            if wide - place % wide < span:
                place += wide - place % wide
        self._grid.addWidget(erase, place // wide, place % wide, 1, span)
        for index in range(wide):
            self._grid.setColumnStretch(index, 1)
