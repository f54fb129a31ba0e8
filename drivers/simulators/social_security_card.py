"""A simulated social-security card for the virtual PC/SC reader (vpcd).

`python -m drivers.simulators.social_security_card [--port 35963]`

pcscd with Debian's `vsmartcard-vpcd` listens at the port. The card is a TCP client,
connected while it is in the reader; it reconnects after a restart of pcscd. Messages
are two bytes of length, big-endian, and: one byte 00 (power off), 01 (on), 02 (reset),
04 (get the ATR), or else a command for the chip.

On the control socket:

* `insert {card, version, way, replies}`, `lift` (or `eject`), `cards`. `way` is the
  only way in which the card returns its records: tag, number or select; `replies` is
  plain, more (`61 xx`) or length (`6C xx`)
* `fault {kind, apdu, sw, times}`: `kind` is one of `Fault`. It affects the `apdu`-th
  command after the card was inserted, or without it the next `times` commands, or all
  until `fault {kind: none}`; `sw` is the status word of `wrong_sw`, in hex
* `state`

Subscribers receive `card` (name), `power` (on) and `apdu` (count, and the command's
first five bytes, which hold no personal data).
"""

import asyncio
import random
import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from drivers.simulators.control import (
    BadRequestError,
    ControlServer,
    announce,
    argument_parser,
    until_stopped,
)
from drivers.simulators.social_security_card_chip import ATR, REPLIES, WAYS, Chip
from drivers.simulators.social_security_card_people import CARDS, VERSIONS

VPCD_PORT = 35963
"""The default port of Debian's vpcd, for its first reader."""

SLOW = 0.3
"""Delay of each answer of a `slow` chip, in seconds."""

_RECONNECT_EVERY = 0.1
_ASK_ATR = 4
_POWER = {0: False, 1: True, 2: True}
_HEADER = 5


class Fault(StrEnum):
    """Faults of an answer."""

    NONE = "none"
    PULL_AT = "pull_at"  # the card is removed instead of answering
    WRONG_SW = "wrong_sw"  # the status word is `sw`, without data
    GARBAGE = "garbage"  # random bytes
    SLOW = "slow"
    MUTE = "mute"  # no more answers until the card is removed


@dataclass
class _Arming:
    """The armed fault, and the commands that it still affects."""

    kind: Fault = Fault.NONE
    apdu: int | None = None
    sw: bytes = b"\x6f\x00"
    times: int | None = None

    def take(self, count: int) -> Fault:
        """Return the fault for the `count`-th command."""
        if self.kind is Fault.NONE or self.apdu not in (None, count):
            return Fault.NONE
        kind = self.kind
        if self.times is not None:
            self.times -= 1
            if self.times <= 0:
                self.kind = Fault.NONE
        return kind


class SocialSecurityCardSimulator:
    """The card, inserted or not, and its control socket.

    Args:
        port: Port of vpcd, on loopback.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self._arming = _Arming()
        self._card: str | None = None
        self._settings: dict[str, str] = {}
        self._powered = False
        self._count = 0
        self._link: asyncio.Task[None] | None = None
        self._random = random.Random(1)  # noqa: S311 - noise, the same every time
        self.control = ControlServer(
            {
                "insert": self._insert,
                "lift": self.lift,
                "eject": self.lift,
                "cards": self._cards,
                "fault": self._fault,
                "state": self._state,
            }
        )

    def lift(self) -> None:
        """Remove the card."""
        if self._link is not None:
            self._link.cancel()
            self._link = None
        self._card = None
        self._powered = False
        self.control.tell("card", name=None)

    def _insert(
        self,
        card: str,
        version: str = "3.00",
        way: str = "tag",
        replies: str = "plain",
    ) -> None:
        choices = (card, CARDS), (version, VERSIONS), (way, WAYS), (replies, REPLIES)
        for chosen, known in choices:
            if chosen not in known:
                raise BadRequestError(f"no {chosen!r}; there is {', '.join(known)}")
        if self._card is not None:
            raise BadRequestError("a card is there already: lift it first")
        self._card = card
        self._count = 0
        self._settings = {"version": version, "way": way, "replies": replies}
        chip = Chip(CARDS[card], version, way, replies)
        self._link = asyncio.get_running_loop().create_task(self._in_reader(chip))
        self.control.tell("card", name=card)

    async def _in_reader(self, chip: Chip) -> None:
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                try:
                    await self._serve(chip, reader, writer)
                finally:
                    writer.close()
            self._powered = False
            await asyncio.sleep(_RECONNECT_EVERY)  # pcscd may be started again

    async def _serve(
        self, chip: Chip, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        end = writer.get_extra_info("socket")
        while True:
            # vpcd sends length and message separately: without this every command
            # waits for a delayed acknowledgement, 43 ms instead of 0.2.
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            size = int.from_bytes(await reader.readexactly(2), "big")
            message = await reader.readexactly(size)
            if size == 1 and message[0] in _POWER:
                chip.reset()
                self._powered = _POWER[message[0]]
                self.control.tell("power", on=self._powered)
                continue
            if message == bytes([_ASK_ATR]):
                answer = ATR
            else:
                answer = await self._answer(chip, message)
            writer.write(len(answer).to_bytes(2, "big") + answer)
            await writer.drain()

    async def _answer(self, chip: Chip, command: bytes) -> bytes:
        self._count += 1
        self.control.tell("apdu", count=self._count, header=command[:_HEADER].hex())
        fault = self._arming.take(self._count)
        if fault is Fault.PULL_AT:
            self.lift()  # cancels this task, which ends at its next await
        if fault in (Fault.MUTE, Fault.PULL_AT):
            await asyncio.get_running_loop().create_future()
        if fault is Fault.SLOW:
            await asyncio.sleep(SLOW)
        answer = chip.answer(command)
        if fault is Fault.WRONG_SW:
            return self._arming.sw
        if fault is Fault.GARBAGE:
            return self._random.randbytes(len(answer))
        return answer

    def _cards(self) -> dict[str, Any]:
        return {"cards": [{"name": n, "label": c.label} for n, c in CARDS.items()]}

    def _fault(
        self,
        kind: str,
        apdu: int | None = None,
        sw: str = "6F00",
        times: int | None = None,
    ) -> None:
        if kind not in set(Fault):
            raise BadRequestError(f"no fault {kind!r}: {', '.join(Fault)}")
        if not re.fullmatch("[0-9A-Fa-f]{4}", sw):
            raise BadRequestError("`sw` is four hex digits")
        self._arming = _Arming(Fault(kind), apdu, bytes.fromhex(sw), times)

    def _state(self) -> dict[str, Any]:
        return {
            "state": {
                "card": self._card,
                **self._settings,
                "powered": self._powered,
                "apdus": self._count,
                "fault": self._arming.kind,
                "port": self.port,
            }
        }


async def _main() -> None:
    parser = argument_parser("A social-security card for the virtual PC/SC reader.")
    parser.add_argument("--port", type=int, default=VPCD_PORT, help="of vpcd")
    arguments = parser.parse_args()
    simulator = SocialSecurityCardSimulator(arguments.port)
    control = await simulator.control.start(arguments.control_port)
    announce(url=f"vpcd://127.0.0.1:{arguments.port}", control=control)
    await until_stopped(follow_stdin=arguments.follow_stdin)
    simulator.lift()


if __name__ == "__main__":
    asyncio.run(_main())
