"""A network that goes wrong between a terminal and central, in every way it can.

An HTTP/1.1 proxy in a thread of its own. What each request meets is drawn from the seed
and the request's number alone, so that a run can be had again. What is passed on is not
looked at, but for where a message ends.
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
    """What one request meets."""

    NONE = "none"
    ERROR_AFTER_COMMIT = "error_after_commit"  # served, and told that it failed
    ANSWER_LOST = "answer_lost"  # served, and the connection ends
    ANSWER_CUT = "answer_cut"  # served, and told half of it
    ANSWER_NEVER_ENDS = "answer_never_ends"  # served, and told a byte now and then
    DUPLICATED = "duplicated"  # served twice
    HELD_BACK = "held_back"  # not served until a later one was
    DELAYED = "delayed"
    REQUEST_CUT = "request_cut"  # central sees half of it
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
    """Passes requests on, or what is left of them.

    Args:
        upstream: Central's address, `http://host:port`.
        seed: What goes wrong.
        weights: How often each fault is met.

    Attributes:
        met: How often each was.
        url: Where the terminal finds it.
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
        """Begin to listen."""
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
        """Let what is held back still arrive, behind everything else."""
        asyncio.run_coroutine_threadsafe(self._release(), self._loop).result()

    def lost_share(self) -> float:
        """Of the requests that central served, how many the terminal knows nothing."""
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
        """Meet one fault; returns whether the connection can go on."""
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
            await self._ask(request)  # and it is the second answer that arrives
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
        """Serve what was held back; whoever has asked is gone."""
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
    """One whole request or answer; empty where the other side has hung up."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        return head + await reader.readexactly(int(length[1]) if length else 0)
    except asyncio.IncompleteReadError:
        return b""
