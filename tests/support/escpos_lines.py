"""Receipt printers whose answers to each piece of bytes are set by a test."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from drivers.receipt_printer.escpos import EscposPrinter

PAPER_STATUS_IN_TURN = b"\x1dr\x01"
CUT = b"\x1dVB\x00"
PRESENT = b"\x1de\x03\x0c"

Answer = Callable[[bytes], bytes]

_BEGUN = re.compile(rb"(?:\x1d|\x1dr|\x1dV|\x1dVB|\x1de|\x1de\x03|\x10|\x10\x04)\Z")
"""A question or command that is not yet complete; a busy machine cuts anywhere."""


def well(data: bytes) -> bytes:
    """Answer as a healthy printer does: in turn, then at once."""
    return b"\x00" * data.count(PAPER_STATUS_IN_TURN) + b"\x12" * data.count(
        b"\x10\x04"
    )


@contextmanager
def line_that(answers: Answer) -> Iterator[str]:
    """Return the address of a printer that answers each piece with `answers`' result.

    A piece never ends within a status request. An OSError raised by `answers`
    disconnects.
    """
    listener = socket.create_server(("127.0.0.1", 0))

    def converse(port: socket.socket) -> None:
        pending = b""
        while data := port.recv(65536):
            pending += data
            begun = _BEGUN.search(pending)
            whole = pending[: begun.start()] if begun else pending
            pending = pending[len(whole) :]
            port.sendall(answers(whole))

    def serve() -> None:
        while True:
            try:
                port, _ = listener.accept()
            except OSError:
                return
            with port:
                try:
                    converse(port)
                except OSError:
                    continue

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(30)


@contextmanager
def printer_that(answers: Answer, **profile: object) -> Iterator[EscposPrinter]:
    """Return a driver connected to such a printer, with nothing left in its buffers."""
    with line_that(answers) as url:
        printer = EscposPrinter(url, profile=profile)
        printer.leftover.clear()
        try:
            yield printer
        finally:
            printer.close()
