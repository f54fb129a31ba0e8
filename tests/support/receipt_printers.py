"""Receipt printers for tests: receipts to print, and a simulator to print them."""

import os
import select
import socket
import threading
import tty
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from PIL import Image, ImageOps

from config.device_settings import Escpos
from drivers.base import (
    Align,
    Pair,
    QrCode,
    Receipt,
    Rule,
    Size,
    Table,
    Text,
)
from drivers.receipt_printer.escpos import EscposPrinter
from drivers.receipt_printer.raster import Raster
from drivers.simulators.control import ControlClient
from support.processes import Simulator

CODE = "https://terminal.example/v/20261122-0042?c=7F3A9B"

RECEIPT = Receipt(
    (
        Text("参保缴费凭证", Size.LARGE, Align.CENTRE, bold=True),
        Text("演示 · 不具法律效力", align=Align.CENTRE),
        Rule(),
        Pair("姓名", "陈𬱖", bold=True),
        Pair("证件号码", "510411********3175"),
        Pair("办理地点", "攀枝花市仁和区政务服务中心一楼二十四小时自助服务区三号终端"),
        Rule(),
        Table(
            ("险种", "月数", "金额(元)"),
            (("城镇职工基本养老保险", "12", "5,251.20"), ("失业保险", "12", "328.20")),
            frozenset({1, 2}),
        ),
        QrCode(CODE),
        Text("咨询电话 12345", Size.EMPHASISED, Align.CENTRE),
    )
)


def image(raster: Raster) -> Image.Image:
    """Return dots as black on white."""
    dots = Image.frombytes("1", (raster.width, raster.rows), raster.data)
    return ImageOps.invert(dots.convert("L"))


MODELS = {
    "generic": "generic",
    "custom_vkp80": "custom",
    "snbc_btp": "snbc",
    "better_bt532c": "bt532c",
}
"""Each profile of the settings, and the simulator's model that it is for."""


class EscposBackend:
    """The driver, set to a profile, and its simulator at the far end."""

    def __init__(self, out: Path, *arguments: str, profile: str = "generic") -> None:
        self._simulator = Simulator(
            "drivers.simulators.escpos_printer",
            *("--out", str(out), "--model", MODELS[profile]),
            *arguments,
        )
        self.url = self._simulator.url
        self.profile = profile
        self.control = ControlClient(self._simulator.control)
        self.printer = self.driver(self.url)

    def driver(self, url: str) -> EscposPrinter:
        """Return another driver, made from the settings."""
        table = {"backend": "escpos", "url": url, "profile": self.profile}
        return EscposPrinter(**Escpos.model_validate(table).options())

    @property
    def address(self) -> tuple[str, int]:
        """Return where the simulator listens."""
        host, port = self.url.removeprefix("tcp://").split(":")
        return host, int(port)

    def do(self, command: str, **fields: Any) -> dict[str, Any]:
        """Act on the printer as a person would."""
        return self.control.do(command, **fields)

    def receipts(self) -> list[dict[str, Any]]:
        """Return the output, in order: `file`, `sha`, `rows`."""
        pieces: list[dict[str, Any]] = self.do("receipts")["receipts"]
        return pieces

    def state(self) -> dict[str, Any]:
        """Return the printer's actual state."""
        state: dict[str, Any] = self.do("state")["state"]
        return state

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.printer.close()
        self.control.close()
        self._simulator.stop()


class Cable:
    """A pseudo-terminal whose other end is connected to the simulator's TCP port.

    Attributes:
        path: What the driver opens.
    """

    def __init__(self, address: tuple[str, int]) -> None:
        self._network = socket.create_connection(address)
        self._far, self._near = os.openpty()
        tty.setraw(self._near)
        self.path = os.ttyname(self._near)
        self._pulled = os.pipe()
        self._pump = threading.Thread(target=self._carry)
        self._pump.start()

    def _carry(self) -> None:
        ends = [self._far, self._network.fileno(), self._pulled[0]]
        while True:
            readable, _, _ = select.select(ends, [], [])
            if self._pulled[0] in readable:
                return
            if self._far in readable:
                self._network.sendall(os.read(self._far, 4096))
            if self._network.fileno() in readable:
                data = self._network.recv(4096)
                os.write(self._far, data)
                if not data:
                    return

    def unplug(self) -> None:
        """Unplug it, even while the driver has it open."""
        os.write(self._pulled[1], b"x")
        self._pump.join(30)
        self._network.close()
        for end in (self._near, self._far, *self._pulled):
            os.close(end)


BACKENDS: dict[str, Callable[..., EscposBackend]] = {
    profile: partial(EscposBackend, profile=profile) for profile in MODELS
}
