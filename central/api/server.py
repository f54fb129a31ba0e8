"""Runs the application on a socket until a signal or the end of standard input."""

import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

CONNECTIONS = 1000
"""At most; a county has some hundred terminals, each with one or two."""

BACKLOG = 1024
"""Connections that may wait to be accepted, as after a power cut in a whole town."""

GRACE_S = 5
"""For requests under way when central is told to end; intake takes milliseconds."""


class Server(uvicorn.Server):
    """uvicorn, configured for central.

    Args:
        app: The application.
        on_ready: Called once the server accepts requests.
    """

    def __init__(self, app: FastAPI, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,  # `api.logs` and `RequestLog` log instead
                access_log=False,
                server_header=False,
                proxy_headers=False,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="on",
                limit_concurrency=CONNECTIONS,
                timeout_graceful_shutdown=GRACE_S,
            )
        )
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start serving and call `on_ready`."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def listen(host: str, port: int) -> socket.socket:
    """Bind a socket to a port.

    Raises:
        OSError: The port is in use, or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is given because asyncio turns Nagle's algorithm off only for sockets
    # that have one; otherwise every answer waits 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # A restart must not wait until connections in TIME_WAIT have expired.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def serve(
    app: FastAPI,
    listener: socket.socket,
    on_ready: Callable[[], None],
    *,
    follow_stdin: bool,
) -> bool:
    """Serve until stopped; return whether the server had started."""
    server = Server(app, on_ready)
    # uvicorn raises a signal again after a clean shutdown, for these handlers.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    if follow_stdin:
        threading.Thread(target=_follow_stdin, args=(server,), daemon=True).start()
    with listener:
        asyncio.run(server.serve([listener]))
    return server.started


def _follow_stdin(server: uvicorn.Server) -> None:
    # Not through `sys.stdin`: its lock would block the interpreter's exit.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    server.should_exit = True
