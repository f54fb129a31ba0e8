"""The terminal's network link: a TCP proxy in front of central with faults.

`python -m drivers.simulators.network --upstream HOST:PORT [--port 0]`; `url` in its
first line is central's address for the terminal. Only the end of each request is parsed
(HTTP/1.1 with `Content-Length`, as terminals send), since a fault affects whole
requests.

Commands: `cut` resets every connection and refuses new ones, `restore` listens at the
same port again, `fault` with `kind` and, for `late`, `ms`; `state`.

Faults, from the next request on: `none` · `silence` (drops requests and answers; that
connection stays silent even afterwards) · `late` (answers are delayed by `ms`) ·
`drop_answer` (central has answered, but the terminal gets a reset) · `error_500` and
`nonsense` (the request does not reach central).

Events: `connection` with `number` and `open`; `bytes` with `number`, `to` (`central`
or `terminal`) and `size`, never the contents.
"""

import argparse
import asyncio
import re
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from drivers.simulators.control import (
    BadRequestError,
    ControlServer,
    announce,
    argument_parser,
    until_stopped,
)

KINDS = ("none", "silence", "late", "drop_answer", "error_500", "nonsense")

_BODY = b'{"detail":"simulated"}'
_CANNED = {
    "error_500": b"HTTP/1.1 500 Internal Server Error\r\n"
    b"Content-Type: application/json\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(_BODY), _BODY),
    "nonsense": b"\x16\x03\x01\x00\x00 this is not HTTP\r\n\r\n",
}
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER without lingering
_CHUNK = 65_536


@dataclass(frozen=True)
class Fault:
    """The present fault of the link; `ms` is the delay of `late`."""

    kind: str = "none"
    ms: int = 0


class Link:
    """Listens for the terminal while the link is up; holds fault and connections.

    Args:
        upstream: Host and port of central.
        port: Port to listen at, on loopback; 0 selects a free one.
    """

    def __init__(self, upstream: tuple[str, int], port: int = 0) -> None:
        self.upstream = upstream
        self.fault = Fault()
        self.control = ControlServer(
            {
                "cut": self.cut,
                "restore": self.restore,
                "fault": self.set_fault,
                "state": self.state,
            }
        )
        # Bound but never listening, it reserves the port while the link is cut.
        self._holder = _bound(port)
        self.port: int = self._holder.getsockname()[1]
        self._listener: socket.socket | None = None
        self._connections: dict[_Connection, asyncio.Task[None]] = {}
        self._accepted = 0

    @property
    def is_cut(self) -> bool:
        """Return whether the link is cut."""
        return self._listener is None

    def cut(self) -> None:
        """Cut the link."""
        if self._listener is not None:
            asyncio.get_running_loop().remove_reader(self._listener)
            self._listener.close()
            self._listener = None
        for connection in self._connections:
            connection.reset()

    def restore(self) -> None:
        """Restore the link; does nothing while it is up."""
        if self._listener is None:
            self._listener = _bound(self.port)
            self._listener.listen()
            self._listener.setblocking(False)
            asyncio.get_running_loop().add_reader(self._listener, self._accept)

    def set_fault(self, kind: str, ms: int = 0) -> None:
        """Set the fault, from the next request on."""
        if kind not in KINDS:
            raise BadRequestError(f"no fault {kind!r}; there are {', '.join(KINDS)}")
        if not isinstance(ms, int) or (ms > 0) != (kind == "late"):
            raise BadRequestError("`late`, and it alone, needs `ms` above 0")
        self.fault = Fault(kind, ms)

    def state(self) -> dict[str, Any]:
        """Return the state of the link."""
        return {
            "state": {
                "link": "cut" if self.is_cut else "up",
                "fault": self.fault.kind,
                "ms": self.fault.ms,
                "connections": len(self._connections),
                "accepted": self._accepted,
            }
        }

    async def close(self) -> None:
        """Close all connections and the port."""
        self.cut()
        tasks = list(self._connections.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._holder.close()

    def _accept(self) -> None:
        assert self._listener is not None  # noqa: S101 - it is what became readable
        try:
            client, _ = self._listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return  # the terminal disconnected before it was accepted
        self._accepted += 1
        connection = _Connection(self, self._accepted, client)
        task = asyncio.ensure_future(connection.serve())
        self._connections[connection] = task
        self.control.tell("connection", number=connection.number, open=True)
        task.add_done_callback(lambda _: self._ended(connection))

    def _ended(self, connection: "_Connection") -> None:
        del self._connections[connection]
        self.control.tell("connection", number=connection.number, open=False)


class _Connection:
    """One connection of the terminal, with its own connection to central."""

    def __init__(self, link: Link, number: int, client: socket.socket) -> None:
        self.number = number
        self._link = link
        self._socket = client
        self._client: asyncio.StreamWriter | None = None
        self._central: asyncio.StreamWriter | None = None
        self._dumb = False
        self._due = Fault()  # the fault of the next answer

    async def serve(self) -> None:
        """Forward requests and answers until either side disconnects."""
        reader, self._client = await asyncio.open_connection(sock=self._socket)
        answers = None
        with suppress(OSError):  # the terminal gets a reset at its first request
            answers, self._central = await asyncio.open_connection(*self._link.upstream)
        if self._link.is_cut:  # meanwhile
            self.reset()
        jobs = [asyncio.create_task(self._requests(reader, self._client))]
        if answers is not None:
            jobs.append(asyncio.create_task(self._answers(answers, self._client)))
        try:
            done, _ = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
            with suppress(ConnectionError):
                for job in done:
                    job.result()
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)
            self._close()

    def reset(self) -> None:
        """Close both connections at once with a reset."""
        for writer in (self._client, self._central):
            if writer is not None and not writer.is_closing():
                end = writer.get_extra_info("socket")
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
                writer.transport.abort()

    def _close(self) -> None:
        for writer in (self._client, self._central):
            if writer is not None:
                writer.close()

    async def _requests(
        self, reader: asyncio.StreamReader, client: asyncio.StreamWriter
    ) -> None:
        while request := await _request(reader):
            self._tell("central", request)
            fault = self._link.fault
            self._dumb = self._dumb or fault.kind == "silence"
            if self._dumb:
                continue
            if fault.kind in _CANNED:
                self._tell("terminal", _CANNED[fault.kind])
                client.write(_CANNED[fault.kind])
                await client.drain()
                return
            if self._central is None:
                self.reset()
                return
            self._due = fault
            self._central.write(request)
            await self._central.drain()

    async def _answers(
        self, reader: asyncio.StreamReader, client: asyncio.StreamWriter
    ) -> None:
        while chunk := await reader.read(_CHUNK):
            fault, self._due = self._due, Fault()
            if fault.kind == "drop_answer":
                self.reset()
                return
            if fault.kind == "late":
                await asyncio.sleep(fault.ms / 1000)
            self._dumb = self._dumb or self._link.fault.kind == "silence"
            if not self._dumb:
                self._tell("terminal", chunk)
                client.write(chunk)
                await client.drain()

    def _tell(self, to: str, data: bytes) -> None:
        self._link.control.tell("bytes", number=self.number, to=to, size=len(data))


async def _request(reader: asyncio.StreamReader) -> bytes:
    """Return one whole request; empty if the terminal has disconnected."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        return head + await reader.readexactly(int(length[1]) if length else 0)
    except asyncio.IncompleteReadError:
        return b""
    except asyncio.LimitOverrunError as error:
        raise ConnectionAbortedError("a request's head does not end") from error


def _bound(port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT")
    return host, int(port)


async def _main() -> None:
    parser = argument_parser("The terminal's network link, which can misbehave.")
    parser.add_argument("--upstream", type=_address, required=True)
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    link = Link(arguments.upstream, arguments.port)
    link.restore()
    control = await link.control.start(arguments.control_port)
    announce(url=f"http://127.0.0.1:{link.port}", control=control)
    await until_stopped(follow_stdin=arguments.follow_stdin)
    await link.close()


if __name__ == "__main__":
    asyncio.run(_main())
