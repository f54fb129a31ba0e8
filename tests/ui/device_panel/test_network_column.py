"""The network's column, against the real simulator between two sockets."""

import socket

import pytest
from support.panel import Show, Start

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: central\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def test_bytes_are_seen_both_ways(show: Show, start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as central:
        upstream = f"127.0.0.1:{central.getsockname()[1]}"
        network = start("network", "--upstream", upstream)
        hands = show(network=network.control)
        hands.until(lambda: hands.label("state") != "")
        port = int(network.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), 20) as terminal:
            terminal.sendall(REQUEST)
            peer, _ = central.accept()
            with peer:
                assert peer.recv(1000) == REQUEST
                peer.sendall(ANSWER)
                assert terminal.recv(1000) == ANSWER
        there = f"→ bytes  number=1  to=central  size={len(REQUEST)}"
        back = f"← bytes  number=1  to=terminal  size={len(ANSWER)}"
        hands.until(lambda: any(f"{there}  {back}" in line for line in hands.log()))


def test_a_click_cuts_the_line_and_another_mends_it(show: Show, start: Start) -> None:
    network = start("network", "--upstream", "127.0.0.1:9")
    hands = show(network=network.control)
    address = ("127.0.0.1", int(network.url.rpartition(":")[2]))
    hands.press("Cut")
    hands.until(lambda: hands.button("Cut").isChecked())
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, 20)
    hands.press("Connected")
    hands.until(lambda: hands.button("Connected").isChecked())
    socket.create_connection(address, 20).close()
