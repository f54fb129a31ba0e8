"""The client for one simulator's control socket.

It has two connections: one sends requests and receives their answers in order; the
other subscribes once and then receives events only. An event can thus never be mistaken
for an answer, whatever fields either has.
"""

import json
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QAbstractSocket, QTcpSocket

Message = dict[str, Any]

RETRY_MS = 1_000
"""Milliseconds until a lost simulator is tried again."""

ANSWER_MS = 5_000
"""Milliseconds for an answer; simulators answer at once, so a slower one hangs."""

LONGEST_LINE = 4 * 1024 * 1024
"""Bytes; a peer with a longer line is not a simulator."""


class LineSocket(QObject):
    """A TCP connection of JSON objects, one per line; it never reconnects."""

    opened = Signal()
    received = Signal(object)  # a dict; declared as `dict`, Qt would sort its keys
    closed = Signal()  # also if it could not be opened, or received something invalid

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = QTcpSocket(self)
        self._socket.stateChanged.connect(self._note)
        self._socket.readyRead.connect(self._read)

    def open(self, host: str, port: int) -> None:
        """Begin to connect; `opened` or `closed` is emitted afterwards."""
        self._socket.connectToHost(host, port)

    def close(self) -> None:
        """Close the connection at once, and drop a partly received line."""
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
                self.close()  # another program's port
                return
            self.received.emit(message)
        if self._socket.bytesAvailable() > LONGEST_LINE:
            self.close()


class SimulatorLink(QObject):
    """Communicates with one simulator, and reconnects when it is gone.

    Signals:
        found: The simulator has answered and now sends its events.
        lost: The simulator is gone; unanswered requests are dropped.
        happened: An event, as received.

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
        """Connect, and reconnect from then on."""
        self._deadline.start()
        self._commands.open(*self._address)

    def stop(self) -> None:
        """Disconnect for good."""
        self.blockSignals(True)
        self._fall()
        self._retry.stop()

    def ask(self, request: Message, answered: Callable[[Message], None]) -> None:
        """Send a request.

        `answered` receives its answer, or is dropped if that is lost.
        """
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
            self._fall()  # an unrequested answer: this is no simulator
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
            self._fall()  # the port serves something else
            return
        self._subscribed = True
        self._deadline.stop()
        self.here = True
        self.found.emit()

    def _fall(self) -> None:
        """Close both connections, which exist only together."""
        if self._retry.isActive():
            return  # closing one of them calls this method again
        self._retry.start()
        self._deadline.stop()
        self._waiting.clear()
        self._subscribed = False
        self._commands.close()
        self._events.close()
        if self.here:
            self.here = False
            self.lost.emit()
