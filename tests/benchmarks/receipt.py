"""A receipt to bytes: ours by Qt, against a Pillow picture through python-escpos.

Both lay out the same 40 lines of Chinese at the same size and width, warm and in
alternating rounds; each round has other lines, of characters that were drawn before.
Aim: at most 10 ms, and at least five times faster.
"""

import functools
import time
from collections.abc import Callable

from benchmarks import report
from escpos.printer import Dummy
from PIL import Image, ImageDraw, ImageFont

from drivers.base import Receipt, Text
from drivers.receipt_printer.raster import draw, ensure_gui

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
WIDTH, SIZE, PITCH = 576, 24, 34
ROUNDS = 30
COUNT = 40
WORDS = "城镇职工基本养老保险缴费基数核定通知书办理"

Lines = list[str]


def ours(lines: Lines) -> bytes:
    """As the driver sends it, without the status requests between the bands."""
    raster = draw(Receipt(tuple(Text(line) for line in lines)), WIDTH)
    head = b"\x1dv0\x00" + (WIDTH // 8).to_bytes(2, "little")
    return b"".join(
        head + rows.to_bytes(2, "little") + data for rows, data in raster.bands(24)
    )


def theirs(lines: Lines) -> bytes:
    """Drawn without grey, so that python-escpos has nothing to dither."""
    image = Image.new("1", (WIDTH, PITCH * len(lines)), 1)
    painter = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        painter.text((0, PITCH * number), line, font=_font(), fill=0)
    printer = Dummy(profile="TM-P80")  # one of 576 dots
    printer.image(image)
    return bytes(printer.output)


@functools.cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, SIZE, index=2)  # the simplified Chinese one


def receipt(number: int) -> Lines:
    """Return forty lines that no other receipt has."""
    start = number % len(WORDS)
    words = WORDS[start:] + WORDS[:start]
    return [f"{(number * COUNT + line) % 100:02d} {words}" for line in range(COUNT)]


def milliseconds(work: Callable[[Lines], bytes], lines: Lines) -> float:
    """Return how long it took once."""
    before = time.perf_counter()
    work(lines)
    return (time.perf_counter() - before) * 1000


def main() -> None:
    """Measure and report."""
    ensure_gui()
    for number in range(len(WORDS)):  # libraries are loaded, characters known
        for work in (ours, theirs):
            work(receipt(number))
    mine, others = [], []
    for number in range(ROUNDS):
        mine.append(milliseconds(ours, receipt(number)))
        others.append(milliseconds(theirs, receipt(number)))
    own, peer = report.spread(mine), report.spread(others)
    figures = {
        "lines": COUNT,
        "ours_ms": own,
        "pillow_and_python_escpos_ms": peer,
        "times_faster": round(peer["median"] / own["median"], 1),
        "bytes": {"ours": len(ours(receipt(0))), "theirs": len(theirs(receipt(0)))},
    }
    report.write("receipt", figures)


if __name__ == "__main__":
    main()
