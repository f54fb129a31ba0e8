"""A simulated roll of thermal paper: printed dots, what is left, and cut pieces."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

DOTS_PER_MM = 8  # 203 dpi

ROLL_DOTS = 50_000 * DOTS_PER_MM
"""A new roll of 50 m."""

CUTTER_DOTS = 12 * DOTS_PER_MM
"""From the print head to the cutter: without feeding, a cut leaves 12 mm inside."""

_EDGE = 4 * DOTS_PER_MM  # unprintable, at each side
_BORDER = 16  # around the paper in a picture
_TOOTH = 8
_WHITE, _BLACK, _BEHIND = 255, 0, 214


@dataclass(frozen=True)
class Piece:
    """A piece of paper that left the printer.

    Attributes:
        file: Path of its picture.
        sha: SHA-256 of its dots (packed rows, the highest bit at the left).
        rows: Length in dots.
    """

    file: str
    sha: str
    rows: int


class Paper:
    """The paper in the printer, from the last cut to the end of the roll.

    Args:
        width: Dots in a row; a multiple of 8.
        near_end_dots: Remaining rows at which the near-end sensor triggers.
        out: Folder for pictures.

    Attributes:
        cuts: Number of pieces cut off, including blank ones.
    """

    def __init__(self, width: int, near_end_dots: int, out: Path) -> None:
        self.stride = width // 8
        self.near_end_dots = near_end_dots
        self._out = out
        self.receipts: list[Piece] = []
        self.torn: list[Piece] = []
        self.cuts = 0
        self.load()

    @property
    def near_end(self) -> bool:
        """Return whether the near-end sensor sees the roll's core."""
        return self.left <= self.near_end_dots

    @property
    def ended(self) -> bool:
        """Return whether the end sensor sees no paper."""
        return self.left == 0

    @property
    def rows(self) -> int:
        """Return how many rows hang in the printer since the last cut."""
        return len(self._strip) // self.stride

    @property
    def burnt(self) -> bool:
        """Return whether anything is printed on the paper in the printer."""
        return any(self._strip)

    def load(self) -> None:
        """Insert a new roll, up to the cutter."""
        self.left = ROLL_DOTS
        self._strip = bytearray(self.stride * CUTTER_DOTS)

    def advance(self, rows: bytes) -> None:
        """Print rows; the caller has checked that there is paper for them."""
        self._strip += rows
        self.left -= len(rows) // self.stride

    def cut(self) -> Piece | None:
        """Cut; return None if nothing, or a blank piece, was cut off."""
        at = len(self._strip) - self.stride * CUTTER_DOTS
        if at <= 0:
            return None
        self.cuts += 1
        dots = bytes(self._strip[:at])
        del self._strip[:at]
        if not any(dots):
            return None
        piece = self._keep(dots, "receipt", len(self.receipts))
        self.receipts.append(piece)
        return piece

    def tear_out(self) -> Piece | None:
        """Pull out the paper in the printer by hand; return None if it is blank."""
        torn = None
        if self.burnt:
            torn = self._keep(bytes(self._strip), "torn", len(self.torn))
            self.torn.append(torn)
        self._strip = bytearray(self.stride * CUTTER_DOTS)
        return torn

    def _keep(self, dots: bytes, name: str, before: int) -> Piece:
        file = self._out / f"{name}-{before + 1}.png"
        picture(dots, self.stride).save(file)
        sha = hashlib.sha256(dots).hexdigest()
        return Piece(str(file), sha, len(dots) // self.stride)


def picture(dots: bytes, stride: int) -> Image.Image:
    """Return a picture of the paper, with its margins and the cutter's teeth."""
    rows = len(dots) // stride
    ink = Image.frombytes("1", (stride * 8, rows), bytes(byte ^ 0xFF for byte in dots))
    paper_width = stride * 8 + 2 * _EDGE
    size = (paper_width + 2 * _BORDER, rows + 2 * (_BORDER + _TOOTH))
    image = Image.new("L", size, _BEHIND)
    top, bottom = _BORDER + _TOOTH, _BORDER + _TOOTH + rows
    outline = [
        *_teeth(paper_width, top, -_TOOTH),
        *reversed(list(_teeth(paper_width, bottom, _TOOTH))),
    ]
    ImageDraw.Draw(image).polygon(outline, fill=_WHITE)
    image.paste(ink, (_BORDER + _EDGE, top))
    return image


def _teeth(width: int, y: int, depth: int) -> Iterable[tuple[int, int]]:
    for step in range(width // _TOOTH + 1):
        yield _BORDER + step * _TOOTH, y + (depth if step % 2 else 0)
