"""On-screen keyboards, each with the keys of one kind of answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.theme.look import BODY, GAP, TITLE, TOUCH, Look
from ui.widgets.button import Button, Kind
from ui.widgets.panel import column
from ui.words import translate
from view import Erase, Intent, Key, Keys

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_FIRST_KEYS = PROVINCES + "使"
_AUTHORITY_AT = 1  # the only position at which a plate may have an O
_SUFFIX_AT = 6  # a plate's last characters may be the vehicle's kind
_RESCUE = "应急"  # one key, only after X or S
_MOST_KEY = 168
_ERASE, _CLEAR = "erase", "clear_all"


@dataclass(frozen=True)
class _Spot:
    """A key: its character or function, and its place on the grid."""

    what: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


def _pad(extra: str) -> tuple[_Spot, ...]:
    """Return digits as on a telephone, with erasing at the right."""
    digits = [_Spot(str(n + 1), n // 3, n % 3) for n in range(9)]
    if extra:
        last = [_Spot(extra, 3, 0), _Spot("0", 3, 1, columns=2)]
    else:
        last = [_Spot("0", 3, 0, columns=3)]
    return (*digits, *last, _Spot(_ERASE, 0, 3, rows=2), _Spot(_CLEAR, 2, 3, rows=2))


def _letters(rows: tuple[Iterable[str], ...], columns: int) -> tuple[_Spot, ...]:
    """Return digits and erasing above, letters in alphabetical order below."""
    spots = [
        _Spot(digit, row, column)
        for row, digits in enumerate(("12345", "67890"))
        for column, digit in enumerate(digits)
    ]
    spots += [
        _Spot(_ERASE, 0, 5, columns=columns - 5),
        _Spot(_CLEAR, 1, 5, columns=columns - 5),
    ]
    spots += [
        _Spot(letter, row, column)
        for row, letters in enumerate(rows, start=2)
        for column, letter in enumerate(letters)
    ]
    return tuple(spots)


_PROVINCE_COLUMNS = 8
_LAYOUTS = {
    Keys.DIGITS: _pad(""),
    Keys.CITIZEN_NUMBER: _pad("X"),
    Keys.AMOUNT: _pad("."),
    Keys.LETTERS: _letters(("ABCDEFG", "HIJKLMN", "OPQRSTU", "VWXYZ"), 7),
    # Without I, which no plate has; the characters after Z are for special vehicles.
    Keys.PLATE: _letters(
        ("ABCDEFGH", "JKLMNOPQ", "RSTUVWXY", "Z警学挂领港澳试", ("超", _RESCUE)), 8
    ),
}
_FIRST = tuple(
    _Spot(character, index // _PROVINCE_COLUMNS, index % _PROVINCE_COLUMNS)
    for index, character in enumerate(_FIRST_KEYS)
)


class Keyboard(QWidget):
    """The keys of one kind of answer; for a plate, the provinces' keys first.

    Args:
        look: The scale.
        keys: The kind of keyboard.
        say: Receives `Key` and `Erase`.
    """

    def __init__(self, look: Look, keys: Keys, say: Callable[[Intent], None]) -> None:
        super().__init__()
        self._look = look
        self._say = say
        self._keys = keys
        self._plain = self._grid(_LAYOUTS[keys])
        self._first = self._grid(_FIRST) if keys is Keys.PLATE else None
        along = column(look, self)
        along.addWidget(self._plain, 1)
        if self._first is not None:
            along.addWidget(self._first, 1)
        along.addStretch()
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)

    def present(self, value: str) -> None:
        """Enable the keys that can follow the answer so far."""
        if self._first is not None:
            self._first.setVisible(not value)
            self._plain.setVisible(bool(value))
        for button in self._plain.findChildren(Button):
            character = button.objectName().removeprefix("key_")
            if button.objectName() in (_ERASE, _CLEAR):
                button.setEnabled(bool(value))
            elif character == _RESCUE:
                rescues = value[_AUTHORITY_AT : _AUTHORITY_AT + 1] in ("X", "S")
                button.setEnabled(len(value) == _SUFFIX_AT and rescues)
            elif not character.isascii():
                button.setEnabled(len(value) == _SUFFIX_AT)
            elif self._first is not None and character == "O":
                button.setEnabled(len(value) == _AUTHORITY_AT)

    def _grid(self, spots: tuple[_Spot, ...]) -> QWidget:
        holder = QWidget()
        cells = QGridLayout(holder)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setSpacing(self._look.px(GAP))
        for spot in spots:
            cells.addWidget(
                self._key(spot), spot.row, spot.column, spot.rows, spot.columns
            )
        rows = max(spot.row + spot.rows for spot in spots)
        for row in range(rows):
            cells.setRowStretch(row, 1)
        for index in range(max(spot.column + spot.columns for spot in spots)):
            cells.setColumnStretch(index, 1)
        most = self._look.px(_MOST_KEY * rows + GAP * (rows - 1))
        holder.setMaximumHeight(most)
        return holder

    def _key(self, spot: _Spot) -> Button:
        if spot.what in (_ERASE, _CLEAR):
            everything = spot.what == _CLEAR
            button = Button(
                self._look,
                spot.what,
                Kind.CHOSEN,
                icon="close" if everything else "erase",
                size=BODY,
            )
            button.label(
                translate("Keyboard", "Clear all")
                if everything
                else translate("Keyboard", "Erase")
            )
            intent: Intent = Erase(everything)
        else:
            button = Button(
                self._look, f"key_{spot.what}", size=TITLE, bold=True, width=TOUCH
            )
            button.label(spot.what)
            intent = Key(spot.what)
        button.clicked.connect(lambda: self._say(intent))
        policy = QSizePolicy.Policy.Expanding
        button.setSizePolicy(policy, policy)
        return button
