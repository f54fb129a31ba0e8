"""A proxy in front of a real IPP server, for answers that the server never gives.

`cupsd` and `ippeveprinter` behave too well for some cases in the field: jobs that are
held, stop or never begin, and vendor-specific keywords. Everything else is passed
through unchanged, on the same connection.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

JOBS: Mapping[str, tuple[int, str]] = {
    "held": (4, "job-hold-until-specified"),
    "login": (4, "cups-held-for-authentication"),
    "stopped": (6, "job-stopped"),
    "pending": (3, "none"),
}
"""State and reason of a job that is released (RFC 8011, 5.3.7)."""

_CREATE_JOB, _CANCEL_JOB, _GET_JOB, _GET_PRINTER = 0x05, 0x08, 0x09, 0x0B
_RELEASE_JOB = 0x0D
_JOB_GROUP, _PRINTER_GROUP = 2, 4
_INTEGER, _ENUM, _KEYWORD = 0x21, 0x23, 0x44
_PIECE = 1 << 16


class Front:
    """Forwards a server's connections, and answers some requests itself.

    Args:
        port: Port of the server, on loopback.
        own: Port of this proxy.
        answer: Returns the groups of the answer for a request's operation and body, or
            None to forward the request.
    """

    def __init__(
        self, port: int, own: int, answer: Callable[[int, bytes], bytes | None]
    ) -> None:
        self._port, self._own = port, own
        self._answer = answer
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Begin to listen, once the server does."""
        if self._server is None:
            self._server = await asyncio.start_server(
                self._accept, "localhost", self._own
            )

    def stop(self) -> None:
        """Stop listening, like the server."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            # The other end may disconnect at any time, as with the server itself.
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self._serve(reader, writer)
        finally:
            writer.close()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        size = _size(request)
        if size:
            body = await reader.readexactly(size)
            groups = self._answer(int.from_bytes(body[2:4], "big"), body)
            if groups is not None:
                ipp = b"\2\0\0\0" + body[4:8] + groups + b"\3"
                head = "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n"
                head += f"Connection: close\r\nContent-Length: {len(ipp)}\r\n\r\n"
                writer.write(head.encode() + ipp)
                await writer.drain()
                return
            request += body
        far_reader, far = await asyncio.open_connection("localhost", self._port)
        far.write(request)
        try:
            back = asyncio.create_task(_carry(far_reader, writer))
            await _carry(reader, far)
            await back
        finally:
            far.close()


@dataclass
class Oddities:
    """Behaviour of a print service and its printer that the real ones do not show.

    Attributes:
        job: A key of `JOBS`, or `normal`.
        word: An additional printer-state-reason; empty for none.
    """

    job: str = "normal"
    word: str = ""
    _cancelled: bool = False

    def of_service(self, operation: int, _body: bytes) -> bytes | None:
        """Answer requests about a job that is not begun or does not continue."""
        if operation in (_CREATE_JOB, _CANCEL_JOB):
            self._cancelled = operation == _CANCEL_JOB
        if self.job == "normal" or self._cancelled:
            return None
        if operation == _RELEASE_JOB:
            return b"\1"  # but it is not released: nothing is printed
        if operation != _GET_JOB:
            return None
        state, reason = JOBS[self.job]
        groups = bytes([_JOB_GROUP]) + _value(_ENUM, "job-state", _number(state))
        groups += _value(_KEYWORD, "job-state-reasons", reason.encode())
        if self.job == "stopped":
            groups += _value(_INTEGER, "time-at-processing", _number(1))
        return groups

    def of_printer(self, operation: int, body: bytes, troubles: str) -> bytes | None:
        """Answer requests for only the printer's state and reasons."""
        asked = body.count(b"printer-state") == 2 and b"queued-job-count" not in body
        if operation != _GET_PRINTER or not self.word or not asked:
            return None
        groups = bytes([_PRINTER_GROUP]) + _value(_ENUM, "printer-state", _number(3))
        name = "printer-state-reasons"
        for word in (self.word, *troubles.split(",")):
            if word != "none":
                groups += _value(_KEYWORD, name, word.encode())
                name = ""  # one more value of the same attribute
        return groups


def _size(head: bytes) -> int:
    """Return the body's length; 0 if it is chunked or sent after `100 Continue`."""
    fields = dict(
        line.lower().split(b":", 1) for line in head.splitlines() if b":" in line
    )
    return 0 if b"expect" in fields else int(fields.get(b"content-length", b"0"))


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(_PIECE):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


def _number(value: int) -> bytes:
    return value.to_bytes(4, "big")


def _value(tag: int, name: str, raw: bytes) -> bytes:
    key = name.encode()
    head = bytes([tag]) + len(key).to_bytes(2, "big") + key
    return head + len(raw).to_bytes(2, "big") + raw
