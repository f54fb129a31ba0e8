"""The traffic on the wires, as lines: requests with their answers, repeats counted.

A terminal queries its reader three times a second and its printer every few seconds. A
line for each would push everything important out of sight, so a repeated line is only
counted.
"""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QBrush, QColor

LONGEST_LOG = 2_000
"""Lines kept: several visits' worth; a demonstration runs for days and must not grow.
"""

LONGEST_TEXT = 240
"""Characters kept of a line, enough for all but a card's photo or a receipt's raster.
"""

NEAR = 16
"""Lines from the end within which a repeat is counted; higher up it would not be seen.
"""

CYCLE = 8
"""Lines of one device that may repeat in turn: as many as a printer's status takes."""


NAME_WIDTH = 20
"""Characters for a device's name, the length of the longest."""


class Way(StrEnum):
    """The direction of a message; the value is the sign in the log."""

    TO_DEVICE = "→"
    FROM_DEVICE = "←"
    AT_DEVICE = "•"  # an event at the device: a card was put down
    BY_HAND = "▸"  # a button of the panel
    TROUBLE = "!"  # refused or lost


_TALK = (Way.TO_DEVICE, Way.FROM_DEVICE)

_INK = {
    Way.TO_DEVICE: QColor("#1d4f91"),
    Way.FROM_DEVICE: QColor("#1f6b3a"),
    Way.AT_DEVICE: QColor("#333333"),
    Way.BY_HAND: QColor("#7a4b00"),
    Way.TROUBLE: QColor("#a3231a"),
}


@dataclass(eq=False)
class Line:
    """One line: time, device, direction, text, answer, count."""

    when: datetime
    device: str
    way: Way
    text: str
    answer: str = ""
    times: int = 1

    def __str__(self) -> str:
        """Return the line as shown."""
        clock = f"{self.when:%H:%M:%S}.{self.when.microsecond // 1000:03}"
        answer = f"  {Way.FROM_DEVICE} {self.answer}" if self.answer else ""
        times = f"  ×{self.times}" if self.times > 1 else ""
        return (
            f"{clock} {self.device:<{NAME_WIDTH}} {self.way} {self.text}{answer}{times}"
        )


class WireModel(QAbstractListModel):
    """The lines, oldest first, bounded in number and in length."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: deque[Line] = deque()
        self._unanswered: dict[str, Line] = {}

    def add(self, device: str, way: Way, text: str) -> None:
        """Add an event; an answer joins the request that waits for it."""
        text = _shortened(text)
        if way is Way.FROM_DEVICE and (line := self._unanswered.pop(device, None)):
            self._answer(line, text)
            return
        line = self._seen_before(device, way, text)
        if line is None:
            line = Line(_now(), device, way, text)
            self._append(line)
        else:
            line.times += 1
            line.when = _now()
            self._changed(line)
        if way is Way.TO_DEVICE:
            self._unanswered[device] = line
        else:
            self._unanswered.pop(device, None)

    def clear(self) -> None:
        """Remove all lines."""
        self.beginResetModel()
        self.lines.clear()
        self._unanswered.clear()
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override] # noqa: B008 - Qt's signature
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: QModelIndex, role: int = 0) -> object:  # type: ignore[override]
        """Return a line's text or colour."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(line)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QBrush(_INK[line.way])
        return None

    def _answer(self, line: Line, text: str) -> None:
        if line.times > 1 and text != line.answer:
            # The same request with another answer is not a repeat.
            line.times -= 1
            self._changed(line)
            self._append(Line(line.when, line.device, line.way, line.text, text))
            return
        line.answer = text
        self._changed(line)

    def _seen_before(self, device: str, way: Way, text: str) -> Line | None:
        """Return the line that this one repeats, if nothing else happened since."""
        if way not in _TALK:
            return None
        near = islice(reversed(self.lines), NEAR)
        for line in islice((line for line in near if line.device == device), CYCLE):
            if line.way not in _TALK:
                return None
            if (line.way, line.text) == (way, text):
                return line
        return None

    def _append(self, line: Line) -> None:
        if len(self.lines) >= LONGEST_LOG:
            self.beginRemoveRows(QModelIndex(), 0, 0)
            self.lines.popleft()
            self.endRemoveRows()
        self.beginInsertRows(QModelIndex(), len(self.lines), len(self.lines))
        self.lines.append(line)
        self.endInsertRows()

    def _changed(self, line: Line) -> None:
        for back, other in enumerate(reversed(self.lines), start=1):
            if other is line:
                at = self.index(len(self.lines) - back)
                self.dataChanged.emit(at, at)
                return


def _now() -> datetime:
    return datetime.now().astimezone()


def _shortened(text: str) -> str:
    text = " ".join(text.splitlines())
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[: LONGEST_TEXT - 40]} … {text[-37:]}"
