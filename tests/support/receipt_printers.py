"""Receipt printers for tests: receipts to print, and a simulator to print them on."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from PIL import Image, ImageOps

from drivers.base import (
    Align,
    Pair,
    QrCode,
    Receipt,
    ReceiptPrinter,
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
    """Dots as black on white."""
    dots = Image.frombytes("1", (raster.width, raster.rows), raster.data)
    return ImageOps.invert(dots.convert("L"))


class EscposBackend:
    """The driver at its simulator's end of a TCP connection."""

    def __init__(self, out: Path, *arguments: str) -> None:
        self._simulator = Simulator(
            "drivers.simulators.escpos_printer", "--out", str(out), *arguments
        )
        self.url = self._simulator.url
        self.control = ControlClient(self._simulator.control)
        self.printer: ReceiptPrinter = EscposPrinter(self.url)

    def do(self, command: str, **fields: Any) -> dict[str, Any]:
        """What somebody does at the printer."""
        return self.control.do(command, **fields)

    def receipts(self) -> list[dict[str, Any]]:
        """What came out, in its order: `file`, `sha`, `rows`."""
        pieces: list[dict[str, Any]] = self.do("receipts")["receipts"]
        return pieces

    def state(self) -> dict[str, Any]:
        """How the printer really is."""
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


BACKENDS: dict[str, Callable[..., EscposBackend]] = {"escpos": EscposBackend}
