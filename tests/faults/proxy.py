"""A faulty network between a terminal and central, with every kind of fault.

An HTTP/1.1 proxy in a thread of its own. The fault of each request depends only on the
seed and the request's number, so that a run can be repeated. Of the forwarded bytes it
reads only where a message ends.
"""

import asyncio
import random
import re
import threading
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from types import TracebackType
from typing import Self


class Fault(StrEnum):
    """The fault of one request."""

    NONE = "none"
    ERROR_AFTER_COMMIT = "error_after_commit"  # served, and answered with an error
    ANSWER_LOST = "answer_lost"  # served, and the connection is closed
    ANSWER_CUT = "answer_cut"  # served, and half of the answer is sent
    ANSWER_NEVER_ENDS = "answer_never_ends"  # served, and answered byte by byte
    DUPLICATED = "duplicated"  # served twice
    HELD_BACK = "held_back"  # not served until a later one was
    DELAYED = "delayed"
    REQUEST_CUT = "request_cut"  # central receives half of it
    REQUEST_DRIBBLED = "request_dribbled"
    ANSWER_DRIBBLED = "answer_dribbled"


LOSING = frozenset(
    {
        Fault.ERROR_AFTER_COMMIT,
        Fault.ANSWER_LOST,
        Fault.ANSWER_CUT,
        Fault.ANSWER_NEVER_ENDS,
    }
)
"""After these central has done it, and the terminal does not know."""

WEIGHTS: Mapping[Fault, int] = {
    Fault.NONE: 10,
    Fault.ERROR_AFTER_COMMIT: 16,
    Fault.ANSWER_LOST: 24,
    Fault.ANSWER_CUT: 12,
    Fault.ANSWER_NEVER_ENDS: 2,
    Fault.DUPLICATED: 8,
    Fault.HELD_BACK: 8,
    Fault.DELAYED: 5,
    Fault.REQUEST_CUT: 5,
    Fault.REQUEST_DRIBBLED: 5,
    Fault.ANSWER_DRIBBLED: 5,
}

DELAY_S = 0.05
DRIBBLE_S = 0.002
BYTE_NOW_AND_THEN_S = 0.1

_ERROR = (
    b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\n"
    b"Content-Length: 2\r\nConnection: close\r\n\r\n{}"
)
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
_PARTS = 40
"""A message is dribbled in so many parts."""


class FaultProxy:
    """Forwards requests, with faults.

    Args:
        upstream: Central's address, `http://host:port`.
        seed: Selects the faults.
        weights: How frequent each fault is.

    Attributes:
        met: How often each occurred.
        url: The proxy's address for the terminal.
    """

    def __init__(
        self, upstream: str, seed: int, weights: Mapping[Fault, int] = WEIGHTS
    ) -> None:
        host, _, port = upstream.removeprefix("http://").rpartition(":")
        self._upstream = (host, int(port))
        self._seed = seed
        self._weights = weights
        self._number = 0
        self._held: list[bytes] = []
        self.met: Counter[Fault] = Counter()
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._serving = threading.Event()
        self._stop = asyncio.Event()
        self._connections: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="fault-proxy")

    def __enter__(self) -> Self:
        """Start listening."""
        self._thread.start()
        self._serving.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End every connection."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def deliver_held(self) -> None:
        """Deliver the requests that were held back, after everything else."""
        asyncio.run_coroutine_threadsafe(self._release(), self._loop).result()

    def lost_share(self) -> float:
        """Return the share of served requests whose answers did not arrive."""
        served = sum(self.met.values()) - self.met[Fault.REQUEST_CUT]
        return sum(self.met[each] for each in LOSING) / served

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._accepted, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._serving.set()
        await self._stop.wait()
        server.close()
        for each in self._connections:
            each.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _accepted(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = self._loop.create_task(self._connection(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            while request := await _message(reader):
                if not await self._pass_on(request, writer):
                    break
        except ConnectionError:
            pass  # the terminal has waited long enough
        finally:
            writer.transport.abort()

    async def _pass_on(self, request: bytes, writer: asyncio.StreamWriter) -> bool:
        """Apply one fault; return whether the connection can go on."""
        self._number += 1
        chance = random.Random(f"{self._seed}:{self._number}")  # noqa: S311 - a test's
        faults, weights = list(self._weights), list(self._weights.values())
        fault = chance.choices(faults, weights)[0]
        self.met[fault] += 1
        if fault is Fault.HELD_BACK:
            self._held.append(request)
            return False
        if fault is Fault.REQUEST_CUT:
            await self._half(request[: chance.randrange(1, len(request))])
            return False
        if fault is Fault.DELAYED:
            await asyncio.sleep(DELAY_S)
        if fault is Fault.DUPLICATED and chance.random() < 0.5:
            await self._ask(request)  # and the second answer arrives
        answer = await self._ask(request, dribbled=fault is Fault.REQUEST_DRIBBLED)
        if fault is Fault.DUPLICATED:
            await self._ask(request)
        await self._release()
        match fault:
            case Fault.ANSWER_LOST:
                return False
            case Fault.ANSWER_CUT:
                writer.write(answer[: chance.randrange(1, len(answer))])
                await writer.drain()
                return False
            case Fault.ANSWER_NEVER_ENDS:
                for byte in answer:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(BYTE_NOW_AND_THEN_S)
                return False
            case Fault.ERROR_AFTER_COMMIT:
                writer.write(_ERROR)
                await writer.drain()
                return False
            case Fault.ANSWER_DRIBBLED:
                await _dribble(answer, writer)
            case _:
                writer.write(answer)
                await writer.drain()
        return True

    async def _release(self) -> None:
        """Serve what was held back; its sender has disconnected."""
        held, self._held = self._held, []
        for request in held:
            await self._ask(request)

    async def _ask(self, request: bytes, *, dribbled: bool = False) -> bytes:
        reader, writer = await asyncio.open_connection(*self._upstream)
        try:
            if dribbled:
                await _dribble(request, writer)
            else:
                writer.write(request)
            return await _message(reader)
        finally:
            writer.transport.abort()

    async def _half(self, beginning: bytes) -> None:
        _, writer = await asyncio.open_connection(*self._upstream)
        writer.write(beginning)
        await writer.drain()
        writer.close()
        await writer.wait_closed()


async def _dribble(message: bytes, writer: asyncio.StreamWriter) -> None:
    size = len(message) // _PARTS + 1
    for at in range(0, len(message), size):
        writer.write(message[at : at + size])
        await writer.drain()
        await asyncio.sleep(DRIBBLE_S)


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Return one whole request or answer; empty where the other side has hung up."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        return head + await reader.readexactly(int(length[1]) if length else 0)
    except asyncio.IncompleteReadError:
        return b""
