"""Checks of what the screen needs: fonts, translations and a display."""

import os
from pathlib import Path

from config.loader import HOME
from drivers.base import Receipt, Text
from drivers.errors import DriverError
from kiosk.technician.doctor.finding import Finding, Terminal

RARE = "𬱖㛃䶮𠅤"
"""Names contain such characters: extensions A, B and E of Unicode's Han."""

_QM = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
"""The first bytes of a compiled translation of Qt."""


def fonts(at: Terminal) -> Finding:
    """Check that a receipt with rare characters can be drawn."""
    words = at.say(
        "安装字体：apt-get install fonts-noto-cjk。",
        "Install the fonts: apt-get install fonts-noto-cjk.",
    )
    try:
        _draw(Receipt((Text(RARE),)))
    except (DriverError, RuntimeError) as error:
        return Finding("fonts", False, str(error), words)
    return Finding("fonts", True, RARE)


def _draw(receipt: Receipt) -> None:
    from drivers.receipt_printer import raster

    raster.ensure_gui()
    raster.draw(receipt, 576)


def translations(at: Terminal) -> Finding:
    """Check that the Chinese translation of the screens is compiled."""
    path = HOME.parent / "ui" / "locale" / "zh_CN.qm"
    well = path.is_file() and path.read_bytes()[: len(_QM)] == _QM
    words = at.say("运行 `make setup`。", "Run `make setup`.")
    return Finding("translations", well, path.name, "" if well else words)


def display(at: Terminal) -> Finding:
    """Check that there is a graphical session or a connected display."""
    found = [name for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
    if not found:
        found = [
            each.parent.name
            for each in sorted(Path("/sys/class/drm").glob("*/status"))
            if each.read_text(encoding="ascii").strip() == "connected"
        ]
    words = at.say(
        "接好显示器并开机；在图形会话中运行。",
        "Connect the display and switch it on; run in its graphical session.",
    )
    return Finding("display", bool(found), ", ".join(found), "" if found else words)
