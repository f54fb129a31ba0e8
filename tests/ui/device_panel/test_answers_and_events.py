"""Answers and events in every order, from a simulator played by the test."""

import json
from typing import Any

from PySide6.QtNetwork import QHostAddress, QTcpServer, QTcpSocket
from support.panel import Show


class Played(QTcpServer):
    """A control socket that answers when the test lets it.

    Attributes:
        asked: Requests without an answer yet, with the connection they came from.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, QTcpSocket]] = []
        self.subscriber: QTcpSocket | None = None
        self.newConnection.connect(self._welcome)
        assert self.listen(QHostAddress(QHostAddress.SpecialAddress.LocalHost))

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.serverPort()}"

    def answer(self, request: str, **fields: Any) -> None:
        """Answer the oldest request, which should be this one."""
        asked, peer = self.asked.pop(0)
        assert asked == request
        self._say(peer, {"ok": True} | fields)

    def tell(self, event: str, **fields: Any) -> None:
        assert self.subscriber is not None
        self._say(self.subscriber, {"event": event, **fields})

    def _welcome(self) -> None:
        peer = self.nextPendingConnection()
        peer.readyRead.connect(lambda: self._listen(peer))

    def _listen(self, peer: QTcpSocket) -> None:
        while peer.canReadLine():
            request = json.loads(bytes(peer.readLine().data()))["do"]
            if request == "subscribe":
                self.subscriber = peer
                self._say(peer, {"ok": True})
            else:
                self.asked.append((request, peer))

    @staticmethod
    def _say(peer: QTcpSocket, message: dict[str, Any]) -> None:
        peer.write(json.dumps(message).encode() + b"\n")


def asks(played: Played) -> list[str]:
    return [request for request, _ in played.asked]


def test_what_happens_while_the_state_is_asked_is_asked_after(show: Show) -> None:
    played = Played()
    hands = show(network=played.address)
    hands.until(lambda: asks(played) == ["state"])
    for number in range(5):  # all of it after the state was sent, before it arrived
        played.tell("connection", number=number)
    hands.until(lambda: len(hands.log()) == 5)
    assert asks(played) == ["state"]
    played.answer("state", state={"link": "up"})
    hands.until(lambda: asks(played) == ["state"])
    played.answer("state", state={"link": "cut"})
    hands.until(lambda: hands.button("Cut").isChecked())
    assert asks(played) == []


def test_an_event_is_never_taken_for_an_answer(show: Show) -> None:
    played = Played()
    hands = show(network=played.address)
    hands.until(lambda: asks(played) == ["state"])
    played.tell("connection", ok=True, state={"link": "cut"})
    hands.until(lambda: len(hands.log()) == 1)
    played.answer("state", state={"link": "up"}, event="connection")
    hands.until(lambda: hands.button("Connected").isChecked())
    assert len(hands.log()) == 1


def test_a_refusal_is_told_in_the_simulators_words(show: Show) -> None:
    played = Played()
    hands = show(network=played.address)
    hands.until(lambda: asks(played) == ["state"])
    played.answer("state", state={"link": "up"})
    hands.press("Cut")
    hands.until(lambda: asks(played) == ["cut"])
    played.answer("cut", ok=False, error="somebody holds the cable")
    hands.until(lambda: any("! somebody holds" in line for line in hands.log()))
    hands.until(lambda: asks(played) == ["state"])
