"""Customer displays with two lines of 20 characters and CD5220 commands (A).

`ESC @` resets, `CLR` (0C) clears, `ESC Q A … CR` writes the upper line and
`ESC Q B … CR` the lower one. Their character sets differ above 7F, so only ASCII is
used. A display answers nothing: only the existence of its port can be checked.
"""

import contextlib
import re
import unicodedata

from contract.money import yuan
from drivers.base import DeviceStatus, ShownCode, State
from drivers.errors import DriverError, Reason
from drivers.serial_port import SerialPort

COLUMNS = 20

RESET = b"\x1b@"
CLEAR = b"\x0c"

_CURRENCY = "CNY"  # `¥` is another character on many displays


class Cd5220Display:
    """Shows the caption in the upper line, the amount right-aligned in the lower.

    It cannot show a QR code: the citizen scans that elsewhere, or shows their own.
    Calls take at most `serial_port.WRITE_TIMEOUT`, 1 s.

    Args:
        url: The port: `/dev/ttyS0`, `/dev/serial/by-id/…`.
        baud_rate: In bits per second.
    """

    def __init__(self, url: str, baud_rate: int = 9600) -> None:
        self._port = SerialPort(url, baud_rate)

    def open(self) -> None:
        """Claim the port, and clear the display."""
        self._port.open()
        try:
            self._port.write(RESET + CLEAR)
        except DriverError:
            self._port.close()
            raise

    def close(self) -> None:
        """Clear the display, and release the port."""
        with contextlib.suppress(DriverError):  # not open, or unplugged
            self._port.write(CLEAR)
        self._port.close()

    def status(self) -> DeviceStatus:
        """Check that its port exists: a display answers nothing."""
        self._port.drain()
        return DeviceStatus(
            State.READY, Reason.PORT_ONLY, detail=f"{self._port.name}, answers nothing"
        )

    def show(self, code: ShownCode) -> None:
        """Clear the display, then show caption and amount.

        Raises:
            ValueError: The amount does not fit into a line.
        """
        upper, lower = caption_line(code.caption), amount_line(code.amount)
        self._port.write(
            CLEAR + b"\x1bQA" + upper.encode() + b"\r\x1bQB" + lower.encode() + b"\r"
        )

    def clear(self) -> None:
        """Remove everything that belongs to a citizen."""
        self._port.write(CLEAR)


def caption_line(caption: str) -> str:
    """Return the part of a caption that an ASCII display can show, 20 columns.

    Wide letters and digits become narrow, accents are removed; Chinese is omitted, so
    a Chinese caption leaves the line empty.
    """
    plain = unicodedata.normalize("NFKD", caption)
    shown = re.sub(r"[^!-~]+", " ", "".join(filter(_is_base, plain))).strip()
    return shown[:COLUMNS].ljust(COLUMNS)


def amount_line(amount: int | None) -> str:
    """Return an amount in fen, 20 columns, right-aligned: `CNY 1,234.50`.

    None gives an empty line.

    Raises:
        ValueError: It is negative, or too long.
    """
    if amount is None:
        return " " * COLUMNS
    shown = f"{_CURRENCY} {yuan(amount)}"
    if amount < 0 or len(shown) > COLUMNS:
        raise ValueError(f"no amount for {COLUMNS} columns")
    return shown.rjust(COLUMNS)


def _is_base(character: str) -> bool:
    return not unicodedata.combining(character)
