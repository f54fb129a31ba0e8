"""Sizes and type of the design canvas, and their scale in the current window.

The canvas is 1080 × 1920, portrait; every number in `ui` is a pixel of it. A window of
another height scales all of them, type included.
"""

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QFont

CANVAS_WIDTH = 1080
CANVAS_HEIGHT = 1920
BAR_HEIGHT = 112
WHERE_HEIGHT = 96
ACTIONS_HEIGHT = 200
MARGIN = 64
GAP = 16  # the least distance between two things that can be pressed
TOUCH = 96  # the least side of anything that can be pressed
MAIN_WIDTH = 480
MAIN_HEIGHT = 144
REACH_TOP = 640  # what can be pressed is below this line, in the lower two thirds
RADIUS = 24

SMALL = 32  # the smallest type anywhere
BODY = 40
STRONG = 48
TITLE = 64
NUMBER = 96  # important numbers

# The first has the rare characters of names (𬱖 䶮 𠮷 㛃); packaging installs it.
FAMILIES = ["Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "sans-serif"]


@dataclass(frozen=True)
class Look:
    """The scale of the window, and whether drawings move.

    Attributes:
        factor: Window pixels per pixel of the canvas.
        motion: Whether drawings are animated.
    """

    factor: float = 1.0
    motion: bool = True

    def px(self, length: float) -> int:
        """Return a length of the canvas in window pixels."""
        return round(length * self.factor)

    def font(self, size: float, *, bold: bool = False) -> QFont:
        """Return the font in a size of the canvas; shared by all users."""
        return _font(max(1, self.px(size)), bold)


@cache
def _font(pixels: int, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
