"""Centrals for tests: one that sends arbitrary bytes, and a healthy one."""

import contextlib
import gzip
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from contract.records import RecordState

NOW = datetime(2026, 11, 22, 6, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Request:
    """A client's request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Serve = Callable[[Request, socket.socket], object]


class Wire:
    """A TCP server that reads one HTTP request a connection, and lets `serve` answer.

    Attributes:
        requests: All received requests, oldest first.
        closed: Set when the test is over, for servers that go on for long.
    """

    def __init__(self, serve: Serve) -> None:
        self.requests: list[Request] = []
        self.closed = threading.Event()
        self._serve = serve
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self.closed.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(60)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                thread = threading.Thread(target=self._talk, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(60)
        # The client may disconnect at any point: that is what is being tested.
        with connection, contextlib.suppress(OSError):
            request = read_request(connection)
            if request is not None:
                self.requests.append(request)
                self._serve(request, connection)


def read_request(connection: socket.socket) -> Request | None:
    """Return the next whole request, or None where the client has disconnected."""
    with connection.makefile("rb") as file:
        start = file.readline().split()
        if not start:
            return None
        headers = {}
        while line := file.readline().strip():
            name, _, value = line.partition(b":")
            headers[name.decode().lower()] = value.strip().decode()
        body = file.read(int(headers.get("content-length", 0)))
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
    return Request(start[0].decode(), start[1].decode(), headers, body)


def answer(
    body: bytes | str | dict[str, Any], status: int = 200, **headers: str | int
) -> bytes:
    """Return an HTTP answer; `content_length=…` and the like replace its headers."""
    content = json.dumps(body) if isinstance(body, dict) else body
    if isinstance(content, str):
        content = content.encode()
    said: dict[str, str | int] = {
        "content_type": "application/json",
        "content_length": len(content),
        "connection": "close",
    }
    said.update(headers)
    lines = [f"HTTP/1.1 {status} whatever"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in said.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


@dataclass
class Central:
    """A central that keeps the contract, and can be set to misbehave.

    Attributes:
        ledger: Body of each record taken in, by idempotency key.
        seen: Idempotency keys of every batch received, in order.
        refuse: Idempotency keys, and the reason, of records to be refused.
        poison: Of records because of which the whole batch gets `poison_status`.
        status: Answers everything instead, unless 200.
        cut: Whether a batch is taken in and the connection cut before the answer.
        heartbeats: Their bodies, oldest first.
        published: Body of what is published, by the last part of its path.
    """

    ledger: dict[str, str] = field(default_factory=dict)
    seen: list[list[str]] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    poison: set[str] = field(default_factory=set)
    poison_status: int = 422
    status: int = 200
    records_status: int = 200
    cut: bool = False
    heartbeats: list[Any] = field(default_factory=list)
    published: dict[str, str] = field(default_factory=dict)
    beaten: threading.Condition = field(default_factory=threading.Condition)

    def __call__(self, request: Request, connection: socket.socket) -> None:
        connection.sendall(self._answer(request))

    def wait(self, met: Callable[[], object]) -> None:
        """Wait until `met` holds, checked after each request."""
        with self.beaten:
            assert self.beaten.wait_for(met, 60)

    def _answer(self, request: Request) -> bytes:
        with self.beaten:
            try:
                if self.status != 200:
                    return answer({}, self.status)
                if request.path.endswith("/heartbeat"):
                    self.heartbeats.append(request.json)
                    return answer({"time": NOW.isoformat()})
                if request.method == "GET":
                    told = self.published.get(request.path.rpartition("/")[2])
                    return answer({}, 404) if told is None else answer(told)
                return self._records(request)
            finally:
                self.beaten.notify_all()

    def _records(self, request: Request) -> bytes:
        records = request.json["records"]
        keys = [record["idempotency_key"] for record in records]
        self.seen.append(keys)
        self.sent.append(request.body)
        if self.records_status != 200:
            return answer({}, self.records_status)
        if self.poison & set(keys):
            return answer({}, self.poison_status)
        answers = []
        for record in records:
            key = record["idempotency_key"]
            if reason := self.refuse.get(key):
                told = {"state": RecordState.REFUSED, "reason": reason}
            else:
                assert self.ledger.setdefault(key, record["body"]) == record["body"]
                told = {"state": RecordState.COMPLETED}
            answers.append({"idempotency_key": key, **told})
        if self.cut:
            return b""
        return answer({"time": NOW.isoformat(), "answers": answers})
