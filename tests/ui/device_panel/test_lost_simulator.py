"""Simulators that end, hang, return, or are something else."""

import os
import signal
import socket
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from support.panel import Show, Start

from ui.device_panel import link

NO_CARD = "No card (lift it)"


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "RETRY_MS", 50)


class MailServer(threading.Thread):
    """Not a simulator: it greets whatever connects, and closes the connection."""

    def __init__(self) -> None:
        super().__init__()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = "{}:{}".format(*self._listener.getsockname())
        self.greeted = 0

    def run(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return  # the test is over
            with peer:
                peer.sendall(b"220 mail.example ready\r\n")
                self.greeted += 1

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.join()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


def test_a_lost_simulator_is_gone_and_found_again(
    show: Show, start: Start, eager: None
) -> None:
    reader = start("sam_reader")
    hands = show(sam_reader=reader.control)
    hands.until(lambda: hands.label("lamp") == "● connected")
    hands.press("Pulled out")
    hands.until(lambda: hands.button("Pulled out").isChecked())
    reader.stop()
    hands.until(lambda: hands.label("lamp") == "○ gone")
    assert not hands.button(NO_CARD).isEnabled()
    assert not hands.button("Pulled out").isChecked()
    assert hands.label("state") == ""
    assert any("! gone" in line for line in hands.log())
    port = reader.control.rpartition(":")[2]
    start("sam_reader", "--control-port", port)
    hands.until(lambda: hands.label("lamp") == "● connected")
    hands.until(lambda: hands.button("Plugged in").isChecked())
    assert hands.button(NO_CARD).isEnabled()


def test_a_simulator_that_is_not_there_yet_is_waited_for(
    show: Show, start: Start, eager: None
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    hands = show(sam_reader=f"127.0.0.1:{port}")
    assert hands.label("lamp") == "○ gone"
    start("sam_reader", "--control-port", str(port))
    hands.until(lambda: hands.label("lamp") == "● connected")


def test_a_hanging_simulator_is_gone_until_it_answers(
    show: Show, start: Start, eager: None
) -> None:
    reader = start("sam_reader")
    hands = show(sam_reader=reader.control)
    hands.until(lambda: hands.label("state") != "")
    os.kill(reader.process.pid, signal.SIGSTOP)
    try:
        hands.press("Answers late")
        assert not hands.button("Answers late").isChecked()  # it has not reported it
        hands.until(lambda: hands.label("lamp") == "○ gone")
    finally:
        os.kill(reader.process.pid, signal.SIGCONT)
    hands.until(lambda: hands.label("lamp") == "● connected")


def test_somebody_elses_port_never_counts_as_a_simulator(
    show: Show, eager: None, mail_server: MailServer, qtbot: QtBot
) -> None:
    hands = show(sam_reader=mail_server.address)
    (connection,) = hands.window.findChildren(link.SimulatorLink)
    with qtbot.assertNotEmitted(connection.found):
        hands.until(lambda: mail_server.greeted > 5)
    assert hands.label("lamp") == "○ gone"
