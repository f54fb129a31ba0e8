"""The control socket of every simulator, and a client for it.

Lines of JSON over TCP on loopback. A request is `{"do": "insert", "card": "li_na"}`;
the answer is `{"ok": true, …}` or `{"ok": false, "error": "…"}`. `{"do": "state"}`
answers `{"ok": true, "state": {…}}`. After `{"do": "subscribe"}` the same connection
receives a line `{"event": "…", …}` for each event of the device.

A simulator prints one line on standard output once it serves:
`{"ready": true, "url": "…", "control": "127.0.0.1:40123"}`; `url` is the address for
the driver. It ends on SIGTERM, SIGINT, or, if it was started with `--follow-stdin`, at
the end of its standard input, so that it never outlives its parent.
"""

import argparse
import asyncio
import json
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

Command = Callable[..., dict[str, Any] | None]


class BadRequestError(Exception):
    """Raised by a command that cannot be done; the message is sent back."""


class ControlServer:
    """Serves a table of commands, and sends events to subscribers.

    Args:
        commands: Name to a function that takes the request's other fields as keyword
            arguments. It runs in the event loop and must not block.
    """

    def __init__(self, commands: dict[str, Command]) -> None:
        self._commands = commands
        self._subscribers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on loopback; return `127.0.0.1:port`."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        host, bound = self._server.sockets[0].getsockname()[:2]
        return f"{host}:{bound}"

    def tell(self, event: str, **fields: Any) -> None:
        """Send an event to all subscribers."""
        line = json.dumps({"event": event, **fields}, ensure_ascii=False) + "\n"
        for writer in list(self._subscribers):
            if writer.is_closing():
                self._subscribers.discard(writer)
            else:
                writer.write(line.encode())

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            while line := await reader.readline():
                answer = self._answer(line, writer)
                writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client disconnected, or the simulator ends
        finally:
            self._subscribers.discard(writer)
            writer.close()

    def _answer(self, line: bytes, writer: asyncio.StreamWriter) -> dict[str, Any]:
        try:
            request = json.loads(line)
            name = request.pop("do")
            if name == "subscribe":
                self._subscribers.add(writer)
                return {"ok": True}
            return {"ok": True, **(self._commands[name](**request) or {})}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return {"ok": False, "error": f"not understood: {error!r}"}
        except BadRequestError as error:
            return {"ok": False, "error": str(error)}


def announce(**fields: Any) -> None:
    """Print the line with the addresses of this simulator."""
    sys.stdout.write(json.dumps({"ready": True, **fields}) + "\n")
    sys.stdout.flush()


def argument_parser(description: str) -> argparse.ArgumentParser:
    """Return a parser with the arguments that all simulators share."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--control-port", type=int, default=0)
    parser.add_argument("--follow-stdin", action="store_true")
    return parser


async def until_stopped(*, follow_stdin: bool) -> None:
    """Wait for a signal, or for the end of standard input if it is followed."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if follow_stdin:
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
        )
        ended = asyncio.ensure_future(reader.read())
        ended.add_done_callback(lambda _: stop.set())
    await stop.wait()


class ControlClient:
    """A blocking client of one simulator, for the scripted citizen and for tests."""

    def __init__(self, address: str, timeout: float = 10.0) -> None:
        host, _, port = address.rpartition(":")
        self._socket = socket.create_connection((host, int(port)), timeout)
        self._lines = self._socket.makefile("r", encoding="utf-8")

    def do(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send one command and return its answer.

        Raises:
            BadRequestError: The simulator refused; the message says why.
        """
        line = json.dumps({"do": command, **fields}, ensure_ascii=False) + "\n"
        self._socket.sendall(line.encode())
        answer: dict[str, Any] = json.loads(self._lines.readline())
        if not answer.pop("ok"):
            raise BadRequestError(answer["error"])
        return answer

    def events(self) -> Callable[[], dict[str, Any]]:
        """Subscribe, and return a function that waits for the next event."""
        self.do("subscribe")

        def next_event() -> dict[str, Any]:
            event: dict[str, Any] = json.loads(self._lines.readline())
            return event

        return next_event

    def close(self) -> None:
        """Disconnect."""
        self._lines.close()
        self._socket.close()
