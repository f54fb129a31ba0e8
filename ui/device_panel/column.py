"""A device's column: how it is, what can be done to it, what it put out."""

import json
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.device_panel.buttons import ButtonGroup
from ui.device_panel.link import Message, SimulatorLink
from ui.device_panel.model import Button, Choice, Profile, Sheets, has
from ui.device_panel.paper import Tray
from ui.device_panel.texts import QT_TRANSLATE_NOOP, label, translated
from ui.device_panel.wire import Way

_HERE = QT_TRANSLATE_NOOP("DevicePanel", "connected")
_GONE = QT_TRANSLATE_NOOP("DevicePanel", "gone")
_UNREADABLE = QT_TRANSLATE_NOOP("DevicePanel", "cannot be shown: {}")


class DeviceColumn(QFrame):
    """One simulator, by its profile.

    Attributes:
        tray: Where its paper comes out, for printers; the window places it.

    Signals:
        logged: Which way, and what, for the log.

    Args:
        profile: What the column has.
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
        self._groups: list[ButtonGroup] = []
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
        for group in self._profile.groups:
            widget = ButtonGroup(group, self._press)
            self._groups.append(widget)
            box.addWidget(widget)

    def _press(self, button: Button) -> None:
        request = dict(button.request)
        self.logged.emit(Way.BY_HAND, told(request.pop("do"), request))
        self._link.ask(dict(button.request), self._take_answer)

    def _take_answer(self, answer: Message) -> None:
        if not answer.get("ok"):
            self.logged.emit(Way.TROUBLE, str(answer.get("error")))
        self._ask_state()

    def _find(self) -> None:
        """It is there: learn what it offers, what it has put out, and how it is."""
        self._show_here(True)
        for group, widget in zip(self._profile.groups, self._groups, strict=True):
            if isinstance(group, Choice):
                self._link.ask({"do": group.ask}, partial(self._offer, group, widget))
        if paper := self._profile.paper:
            self._link.ask({"do": paper.ask}, partial(self._take_sheets, paper))
        self._ask_state()

    def _lose(self) -> None:
        self._show_here(False)
        self._state.clear()
        for group in self._groups:
            group.show_state({})  # nobody knows
        self._state_asked = self._state_is_old = False

    def _show_here(self, here: bool) -> None:
        self._lamp.setText(
            f"● {translated(_HERE)}" if here else f"○ {translated(_GONE)}"
        )
        self._lamp.setProperty("here", here)
        self._lamp.style().polish(self._lamp)  # the style sheet looks at the property
        self._body.setEnabled(here)

    def _happen(self, event: Message) -> None:
        fields = dict(event)
        name = str(fields.pop("event", ""))
        ways = (way for fits, way in self._profile.ways if has(event, fits))
        self.logged.emit(next(ways, Way.AT_DEVICE), told(name, fields))
        if self._profile.paper and name in self._profile.paper.events:
            self._put_out(event)
        self._ask_state()

    def _ask_state(self) -> None:
        """Ask how it is; once more afterwards if something happens meanwhile."""
        if self._state_asked:
            self._state_is_old = True
            return
        self._state_asked, self._state_is_old = True, False
        self._link.ask({"do": "state"}, self._show_state)

    def _show_state(self, answer: Message) -> None:
        self._state_asked = False
        state = answer.get("state", {})
        self._state.setText(told("", state))
        for group in self._groups:
            group.show_state(state)
        if self._state_is_old:
            self._ask_state()

    def _offer(self, choice: Choice, widget: ButtonGroup, answer: Message) -> None:
        offered = [
            Button(
                label=one["label"],
                request={"do": choice.do, choice.field: one["name"]},
                lit={choice.field: one["name"]},
                only={choice.field: None},
            )
            for one in answer.get(choice.ask, ())
        ]
        widget.fill([choice.nothing, *offered])

    def _take_sheets(self, paper: Sheets, answer: Message) -> None:
        if sheets := answer.get(paper.ask):
            self._put_out(sheets[-1])

    def _put_out(self, piece: Message) -> None:
        if self.tray and not self.tray.put_out(piece["file"]):
            text = translated(_UNREADABLE).format(piece["file"])
            self.logged.emit(Way.TROUBLE, text)


def told(name: str, fields: Message) -> str:
    """An event or a state as one line of `field=value`."""
    words = [name] if name else []
    words += [f"{key}={_plain(value)}" for key, value in fields.items()]
    return "  ".join(words)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
