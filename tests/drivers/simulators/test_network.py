"""The simulated network link, with a real client and a real server at its ends."""

import http.client
import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from support.processes import Simulator

from drivers.simulators.control import BadRequestError, ControlClient

PATIENCE = 20.0  # seconds: a deadline for what should come, not a measurement


class Central(BaseHTTPRequestHandler):
    """Answers with what it was sent, and keeps it."""

    protocol_version = "HTTP/1.1"
    received: ClassVar[list[bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append(body)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Says nothing of connections that were reset."""

    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        assert isinstance(sys.exception(), ConnectionError)


class World:
    """A central, the link before it, and a terminal's connection."""

    def __init__(self) -> None:
        handler = type("Handler", (Central,), {"received": []})
        self.received: list[bytes] = handler.received  # type: ignore[attr-defined]
        self.server = Server(("127.0.0.1", 0), handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.02])
        self.thread.start()
        upstream = f"127.0.0.1:{self.server.server_address[1]}"
        self.link = Simulator("drivers.simulators.network", "--upstream", upstream)
        self.port = int(self.link.url.rpartition(":")[2])
        self.control = ControlClient(self.link.control)
        self.terminal = self.connection()

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def ask(self, body: bytes = b"question") -> tuple[int, bytes]:
        self.terminal.request("POST", "/", body)
        answer = self.terminal.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        self.terminal.close()
        self.control.close()
        self.link.stop()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def test_what_is_sent_arrives_and_is_answered_on_one_connection(world: World) -> None:
    large = bytes(range(256)) * 4096
    for body in (b"", b"one", large, b"\r\n\r\nContent-Length: 3\r\n\r\n"):
        assert world.ask(body) == (200, body)
    assert world.control.do("state")["state"] == {
        "link": "up",
        "fault": "none",
        "ms": 0,
        "connections": 1,
        "accepted": 1,
    }


def test_a_cut_resets_connections_and_refuses_new_ones(world: World) -> None:
    world.ask()
    world.control.do("cut")
    assert world.terminal.sock is not None
    with pytest.raises(ConnectionResetError):
        world.terminal.sock.recv(1)
    world.terminal.close()
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            world.connection().connect()
    assert world.control.do("state")["state"]["link"] == "cut"
    assert world.received == [b"question"]


def test_a_restored_link_serves_at_the_same_address(world: World) -> None:
    for _ in range(3):
        world.control.do("cut")
        world.terminal.close()
        world.control.do("restore")
        world.control.do("restore")
        assert world.ask() == (200, b"question")


def test_nobody_else_gets_the_address_while_the_link_is_cut(world: World) -> None:
    world.control.do("cut")
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", world.port))


def test_a_cut_ends_connections_that_came_just_before(world: World) -> None:
    comers = [
        socket.create_connection(("127.0.0.1", world.port), PATIENCE) for _ in range(20)
    ]
    world.control.do("cut")
    for comer in comers:
        with comer, pytest.raises(ConnectionResetError):
            comer.recv(1)


def test_an_error_is_answered_without_asking_central(world: World) -> None:
    world.ask(b"before")
    world.control.do("fault", kind="error_500")
    status, body = world.ask(b"refused" * 100_000)
    assert status == 500
    assert json.loads(body) == {"detail": "simulated"}
    world.control.do("fault", kind="none")
    assert world.ask(b"after") == (200, b"after")
    assert world.received == [b"before", b"after"]


def test_nonsense_is_not_http(world: World) -> None:
    world.control.do("fault", kind="nonsense")
    with pytest.raises(http.client.BadStatusLine):
        world.ask()
    assert world.received == []


def test_a_dropped_answer_was_given_by_central(world: World) -> None:
    world.control.do("fault", kind="drop_answer")
    with pytest.raises(ConnectionResetError):
        world.ask(b"done")
    assert world.received == [b"done"]
    world.terminal.close()
    world.control.do("fault", kind="none")
    assert world.ask(b"next") == (200, b"next")


def test_silence_swallows_and_leaves_its_connection_dumb(world: World) -> None:
    world.ask(b"before")
    world.control.do("fault", kind="silence")
    next_event = world.control.events()
    world.terminal.request("POST", "/", b"swallowed")
    assert until(next_event, "bytes")["to"] == "central"  # it did arrive at the link
    other = ControlClient(world.link.control)
    other.do("fault", kind="none")
    other.close()
    assert world.terminal.sock is not None
    world.terminal.sock.sendall(b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
    assert until(next_event, "bytes")["to"] == "central"
    world.terminal.sock.settimeout(0.2)
    with pytest.raises(TimeoutError):
        world.terminal.sock.recv(1)
    world.terminal.close()
    assert world.ask(b"after") == (200, b"after")
    assert world.received == [b"before", b"after"]


def test_a_late_answer_comes_all_the_same(world: World) -> None:
    world.control.do("fault", kind="late", ms=300)
    impatient = world.connection()
    impatient.request("POST", "/", b"impatient")
    impatient.sock.settimeout(0.05)
    with pytest.raises(TimeoutError):
        impatient.getresponse()
    impatient.close()
    assert world.ask(b"patient") == (200, b"patient")
    assert sorted(world.received) == [b"impatient", b"patient"]


def test_a_central_that_is_away_resets_the_request_alone(world: World) -> None:
    world.server.shutdown()
    world.server.server_close()
    with pytest.raises(ConnectionResetError):
        world.ask()
    assert world.control.do("state")["state"]["link"] == "up"


def test_events_tell_sizes_and_no_contents(world: World) -> None:
    next_event = world.control.events()
    world.ask(b"11010519491231002X")
    world.terminal.close()
    events = [next_event()]
    while events[-1] != {"event": "connection", "number": 1, "open": False}:
        events.append(next_event())
    assert events[0] == {"event": "connection", "number": 1, "open": True}
    assert [event["to"] for event in events[1:-1]][:2] == ["central", "terminal"]
    assert all(event["size"] > 18 for event in events[1:-2])
    assert "11010519491231002X" not in json.dumps(events)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "mischief"},
        {"kind": "late"},
        {"kind": "late", "ms": -1},
        {"kind": "late", "ms": "1"},
        {"kind": "none", "ms": 1},
        {"kind": []},
        {},
    ],
)
def test_a_fault_that_there_is_not_is_refused(
    world: World, fields: dict[str, Any]
) -> None:
    with pytest.raises(BadRequestError):
        world.control.do("fault", **fields)
    assert world.ask() == (200, b"question")


def test_bytes_that_are_no_request_do_no_harm(world: World) -> None:
    for rubbish in (b"x" * 200_000, b"\r\n\r\n", b"POST / HTTP/1.1\r\nContent-"):
        with socket.create_connection(("127.0.0.1", world.port), PATIENCE) as client:
            client.sendall(rubbish)
    assert world.ask() == (200, b"question")


def until(next_event: Callable[[], dict[str, Any]], name: str) -> dict[str, Any]:
    while (event := next_event())["event"] != name:
        pass
    return event
