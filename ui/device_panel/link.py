"""One simulator at the other end of its control socket.

Two connections: on one a request goes out and its answer comes back, in order; the
other subscribes once and from then on carries events alone. So an event can never be
taken for an answer, whatever fields either of them has.
"""

import json
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QAbstractSocket, QTcpSocket

Message = dict[str, Any]

RETRY_MS = 1_000
"""Pause before a lost simulator is tried again: soon for the eye, idle for the CPU."""

ANSWER_MS = 5_000
"""How long an answer may take; simulators answer at once, so this one hangs."""

LONGEST_LINE = 4 * 1024 * 1024
"""Bytes; a peer that never ends its line is not a simulator."""


class LineSocket(QObject):
    """A TCP connection of JSON objects, one a line; it does not come back by itself."""

    opened = Signal()
    received = Signal(object)  # a dict; as `dict` Qt would sort its keys
    closed = Signal()  # also when it could not be opened, or sent something else

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = QTcpSocket(self)
        self._socket.stateChanged.connect(self._note)
        self._socket.readyRead.connect(self._read)

    def open(self, host: str, port: int) -> None:
        """Begin to connect; `opened` or `closed` tells how it went."""
        self._socket.connectToHost(host, port)

    def close(self) -> None:
        """Hang up now, and forget what was half received."""
        self._socket.abort()

    def send(self, message: Message) -> None:
        """Queue one line for sending."""
        self._socket.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")

    def _note(self, state: QAbstractSocket.SocketState) -> None:
        if state is QAbstractSocket.SocketState.ConnectedState:
            self.opened.emit()
        elif state is QAbstractSocket.SocketState.UnconnectedState:
            self.closed.emit()

    def _read(self) -> None:
        while self._socket.canReadLine():
            try:
                message = json.loads(bytes(self._socket.readLine().data()))
            except ValueError:
                message = None
            if not isinstance(message, dict):
                self.close()  # somebody else's port
                return
            self.received.emit(message)
        if self._socket.bytesAvailable() > LONGEST_LINE:
            self.close()


class SimulatorLink(QObject):
    """Speaks with one simulator, and keeps trying when it is gone.

    Signals:
        found: It has answered and now tells its events.
        lost: It went away; what was asked and not answered is forgotten.
        happened: An event, as it came.

    Args:
        address: `127.0.0.1:40123`, as the simulator announced it.
    """

    found = Signal()
    lost = Signal()
    happened = Signal(object)

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        host, _, port = address.rpartition(":")
        self._address = (host, int(port))
        self.here = False
        self._waiting: deque[Callable[[Message], None]] = deque()
        self._subscribed = False
        self._commands = LineSocket(self)
        self._commands.opened.connect(self._open_events)
        self._commands.received.connect(self._take_answer)
        self._events = LineSocket(self)
        self._events.opened.connect(lambda: self._events.send({"do": "subscribe"}))
        self._events.received.connect(self._take_event)
        for socket in (self._commands, self._events):
            socket.closed.connect(self._fall)
        self._retry = self._timer(RETRY_MS, self.start)
        self._deadline = self._timer(ANSWER_MS, self._fall)

    def _timer(self, interval_ms: int, due: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=interval_ms)
        timer.timeout.connect(due)
        return timer

    def start(self) -> None:
        """Connect; from here on it looks after itself."""
        self._deadline.start()
        self._commands.open(*self._address)

    def stop(self) -> None:
        """Hang up for good."""
        self.blockSignals(True)
        self._fall()
        self._retry.stop()

    def ask(self, request: Message, answered: Callable[[Message], None]) -> None:
        """Send a request; `answered` gets its answer, or is dropped if it is lost."""
        if not self.here:
            return
        self._commands.send(request)
        self._waiting.append(answered)
        if not self._deadline.isActive():
            self._deadline.start()

    def _open_events(self) -> None:
        self._events.open(*self._address)

    def _take_answer(self, answer: Message) -> None:
        if not self._waiting:
            self._fall()  # an answer that nobody asked for: this is no simulator
            return
        self._deadline.stop()
        self._waiting.popleft()(answer)
        if self._waiting:
            self._deadline.start()

    def _take_event(self, message: Message) -> None:
        if self._subscribed:
            self.happened.emit(message)
            return
        if message.get("ok") is not True:
            self._fall()  # it serves something else
            return
        self._subscribed = True
        self._deadline.stop()
        self.here = True
        self.found.emit()

    def _fall(self) -> None:
        """Both connections live and fall together."""
        if self._retry.isActive():
            return  # closing one of them has brought us here again
        self._retry.start()
        self._deadline.stop()
        self._waiting.clear()
        self._subscribed = False
        self._commands.close()
        self._events.close()
        if self.here:
            self.here = False
            self.lost.emit()
