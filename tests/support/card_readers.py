"""Card readers for tests: the standard's specimen card, and readers to connect to."""

import os
import select
import threading
import tty
from collections.abc import Callable, Iterable
from functools import reduce
from operator import xor
from types import TracebackType
from typing import Any, Self

from drivers.base import CardReader
from drivers.id_card_reader.sam_serial import SamSerialReader
from drivers.simulators.control import ControlClient
from support.processes import Simulator

PREAMBLE = bytes.fromhex("AAAAAA9669")
PHOTO = bytes.fromhex("574C66007E003200") + bytes(1016)


def field(text: str, size: int) -> bytes:
    """Return a text as a card stores it: UTF-16 little-endian, `size` bytes, padded."""
    raw = text.encode("utf-16-le")
    assert len(raw) <= size
    return raw + " ".encode("utf-16-le") * ((size - len(raw)) // 2)


def resident_record(**changed: str) -> bytes:
    """Return the text record of the specimen card, with some fields changed."""
    values = {
        "name": "证件样本",
        "sex": "2",
        "nation": "01",
        "birth": "19491231",
        "address": "北京市朝阳区测试路1号",
        "number": "11010519491231002X",
        "issuer": "测试公安局",
        "valid_from": "20200101",
        "valid_to": "长期",
        "reserved": "",
    } | changed
    sizes = (30, 2, 4, 16, 70, 36, 30, 16, 16, 36)
    return b"".join(field(v, n) for v, n in zip(values.values(), sizes, strict=True))


def payload(record: bytes, photo: bytes = PHOTO) -> bytes:
    """Return the data of a reply to `read text and photo`."""
    return (
        len(record).to_bytes(2, "big")
        + len(photo).to_bytes(2, "big")
        + (record + photo)
    )


def frame(body: bytes) -> bytes:
    """Return a frame: preamble, length and check around a request's or reply's body."""
    covered = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + covered + bytes([reduce(xor, covered)])


def reply(status: int, data: bytes = b"") -> bytes:
    """Return a reply's frame."""
    return frame(bytes([0, 0, status]) + data)


class ScriptedModule:
    """The far end of a pty that gives one prepared answer to each request."""

    def __init__(self, answers: Iterable[bytes]) -> None:
        self._answers = iter(answers)
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.url = os.ttyname(self._theirs)
        self.requests: list[bytes] = []
        self._stop_read, self._stop_write = os.pipe()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            ready, _, _ = select.select([self._ours, self._stop_read], [], [])
            if self._stop_read in ready:
                return
            self.requests.append(os.read(self._ours, 4096))
            os.write(self._ours, next(self._answers, b""))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.write(self._stop_write, b"x")
        self._thread.join()
        for end in (self._ours, self._theirs, self._stop_read, self._stop_write):
            os.close(end)


class SamSerialBackend:
    """The serial reader, with the simulated module's process at the far end."""

    card_names = (
        "li_na",
        "chen_rare",
        "zhang_wei",
        "ho_ka_yan",
        "ho_private_use",
        "worn",
        "tremblay",
        "dubois",
    )

    def __init__(self, link: str, baud_rate: int = 115200) -> None:
        self._simulator = Simulator(
            "drivers.simulators.sam_reader", "--link", link, "--baud", str(baud_rate)
        )
        self._control = ControlClient(self._simulator.control)
        self.reader: CardReader = SamSerialReader(self._simulator.url, baud_rate)

    def do(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send a control command."""
        return self._control.do(command, **fields)

    def when_asked(self, name: str, then: Callable[[], object]) -> threading.Thread:
        """Run an action as soon as the device receives the request `name`."""
        listener = ControlClient(self._simulator.control)
        next_event = listener.events()

        def wait() -> None:
            while next_event().get("name") != name:
                pass
            then()
            listener.close()

        thread = threading.Thread(target=wait)
        thread.start()
        return thread

    def stop(self) -> None:
        """End the driver and the process."""
        self.reader.close()
        self._control.close()
        self._simulator.stop()


BACKENDS: dict[str, type[SamSerialBackend]] = {"sam_serial": SamSerialBackend}
"""Every backend that must keep the contract of card readers."""
