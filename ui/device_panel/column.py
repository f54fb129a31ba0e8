"""A device's column: its state, what can be done to it, what it printed."""

import json
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.device_panel.buttons import ButtonGroup
from ui.device_panel.cells import CellGrid
from ui.device_panel.documents import Documents
from ui.device_panel.entries import Entries
from ui.device_panel.glass import GlassView
from ui.device_panel.link import Message, SimulatorLink
from ui.device_panel.model import (
    Button,
    Cells,
    Choice,
    Files,
    Glass,
    Lines,
    Part,
    Profile,
    Sheets,
    has,
)
from ui.device_panel.paper import Tray
from ui.device_panel.texts import QT_TRANSLATE_NOOP, label, translated
from ui.device_panel.wire import Way

_HERE = QT_TRANSLATE_NOOP("DevicePanel", "connected")
_GONE = QT_TRANSLATE_NOOP("DevicePanel", "gone")
_UNREADABLE = QT_TRANSLATE_NOOP("DevicePanel", "cannot be shown: {}")

BUSY_MS = 200
"""Milliseconds until a device whose state is `busy` is queried again; no event reports
the end."""

LONGEST_VALUE = 88
"""Characters of a value in the state's line: enough for all but lists that only grow.
"""


Widget = ButtonGroup | CellGrid | GlassView | Documents | Entries


class DeviceColumn(QFrame):
    """One simulator, described by its profile.

    Attributes:
        tray: The place where a printer's paper comes out; the window positions it.

    Signals:
        logged: A direction and a text for the log.

    Args:
        profile: The column's contents.
        link: The simulator's control socket.
    """

    logged = Signal(Way, str)

    def __init__(self, profile: Profile, link: SimulatorLink) -> None:
        super().__init__()
        self.setObjectName("device")
        self._profile = profile
        self._link = link
        self._state_asked = self._state_is_old = False
        self.tray = Tray(profile.title) if profile.paper else None
        self._lamp = label("", "lamp")
        self._state = label("", "state")
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        self._body = QWidget()
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 5, 8, 8)
        box.setSpacing(3)
        head = QHBoxLayout()
        head.addWidget(label(profile.title, "title"), 1)
        head.addWidget(self._lamp)
        box.addLayout(head)
        box.addWidget(self._state)
        box.addWidget(self._body)
        self._parts: list[Widget] = []
        self._choices: list[tuple[Choice, ButtonGroup]] = []
        self._documents: list[tuple[Files, Documents]] = []
        self._fill_body()
        self._lose()
        link.found.connect(self._find)
        link.lost.connect(self._lose)
        link.lost.connect(lambda: self.logged.emit(Way.TROUBLE, translated(_GONE)))
        link.happened.connect(self._happen)

    def _fill_body(self) -> None:
        box = QVBoxLayout(self._body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for part in self._profile.groups:
            widget = self._made(part)
            self._parts.append(widget)
            box.addWidget(widget)

    def _made(self, part: Part) -> Widget:
        match part:
            case Cells():
                return CellGrid(part, self._press)
            case Glass():
                return GlassView(part)
            case Lines():
                return Entries(part)
            case Files():
                documents = Documents(part)
                self._documents.append((part, documents))
                return documents
            case Choice():
                choice = ButtonGroup(part, self._press)
                self._choices.append((part, choice))
                return choice
        return ButtonGroup(part, self._press)

    def _press(self, button: Button) -> None:
        request = dict(button.request)
        self.logged.emit(Way.BY_HAND, told(request.pop("do"), request))
        self._link.ask(dict(button.request), self._take_answer)

    def _take_answer(self, answer: Message) -> None:
        if not answer.get("ok"):
            self.logged.emit(Way.TROUBLE, str(answer.get("error")))
        self._ask_state()

    def _find(self) -> None:
        """Query what the device offers, what it has printed, and its state."""
        self._show_here(True)
        for choice, group in self._choices:
            self._link.ask({"do": choice.ask}, partial(self._offer, choice, group))
        for files, documents in self._documents:
            self._link.ask({"do": files.ask}, partial(_take_files, files, documents))
        if paper := self._profile.paper:
            self._link.ask({"do": paper.ask}, partial(self._take_sheets, paper))
        self._ask_state()

    def _lose(self) -> None:
        self._show_here(False)
        self._state.clear()
        for part in self._parts:
            part.show_state({})  # the state is unknown
        self._state_asked = self._state_is_old = False

    def _show_here(self, here: bool) -> None:
        self._lamp.setText(
            f"● {translated(_HERE)}" if here else f"○ {translated(_GONE)}"
        )
        self._lamp.setProperty("here", here)
        self._lamp.style().polish(self._lamp)  # the style sheet depends on the property
        self._body.setEnabled(here)

    def _happen(self, event: Message) -> None:
        fields = dict(event)
        name = str(fields.pop("event", ""))
        ways = (way for fits, way in self._profile.ways if has(event, fits))
        self.logged.emit(next(ways, Way.AT_DEVICE), told(name, fields))
        if self._profile.paper and name in self._profile.paper.events:
            self._put_out(event)
        for files, documents in self._documents:
            if name == files.event:
                documents.put_out(event)
        self._ask_state()

    def _ask_state(self) -> None:
        """Query the state; once more afterwards if something happens meanwhile."""
        if self._state_asked:
            self._state_is_old = True
            return
        self._state_asked, self._state_is_old = True, False
        self._link.ask({"do": "state"}, self._show_state)

    def _show_state(self, answer: Message) -> None:
        self._state_asked = False
        state = answer.get("state", {})
        for part in self._parts:
            part.show_state(state)
        unseen = {
            field: value
            for field, value in state.items()
            if not any(part.shows(field, value) for part in self._parts)
        }
        self._state.setText(told("", unseen, longest=LONGEST_VALUE))
        if self._state_is_old:
            self._ask_state()
        elif state.get("busy"):
            QTimer.singleShot(BUSY_MS, self, self._ask_state)

    def _offer(self, choice: Choice, group: ButtonGroup, answer: Message) -> None:
        offered = [
            Button(
                label=one["label"],
                request={"do": choice.do, choice.field: one["name"]},
                lit={choice.field: one["name"]},
                only={choice.field: None},
            )
            for one in answer.get(choice.ask, ())
        ]
        group.fill([choice.nothing, *offered])

    def _take_sheets(self, paper: Sheets, answer: Message) -> None:
        if sheets := answer.get(paper.ask):
            self._put_out(sheets[-1])

    def _put_out(self, piece: Message) -> None:
        if self.tray and not self.tray.put_out(piece["file"]):
            text = translated(_UNREADABLE).format(piece["file"])
            self.logged.emit(Way.TROUBLE, text)


def _take_files(files: Files, widget: Documents, answer: Message) -> None:
    if known := answer.get(files.ask):
        widget.put_out(known[-1])


def told(name: str, fields: Message, *, longest: int | None = None) -> str:
    """Return an event or a state as one line of `field=value`.

    Args:
        name: The event's name.
        fields: The event's or state's fields.
        longest: The most characters of a value; of a longer one the end is shown.
    """
    words = [name] if name else []
    for key, value in fields.items():
        text = _plain(value)
        if longest is not None and len(text) > longest:
            text = "…" + text[1 - longest :]
        words.append(f"{key}={text}")
    return "  ".join(words)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
