"""Customer displays of two lines of 20 signs that obey CD5220 commands (A).

`ESC @` begins anew, `CLR` (0C) clears, `ESC Q A … CR` writes the upper line and
`ESC Q B … CR` the lower. Their character sets differ above 7F, so ASCII alone is used.
A display answers nothing: nobody can know what it shows, only that its port is there.
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

_CURRENCY = "CNY"  # `¥` is another sign on many displays


class Cd5220Display:
    """The caption in the upper line, the amount at the right of the lower.

    It cannot show a QR code: the citizen scans that elsewhere, or is scanned. Calls
    take at most `serial_port.WRITE_TIMEOUT` each, 1 s.

    Args:
        url: The port: `/dev/ttyS0`, `/dev/serial/by-id/…`.
        baud_rate: In bits a second.
    """

    def __init__(self, url: str, baud_rate: int = 9600) -> None:
        self._port = SerialPort(url, baud_rate)

    def open(self) -> None:
        """Claim the port, and show nothing."""
        self._port.open()
        try:
            self._port.write(RESET + CLEAR)
        except DriverError:
            self._port.close()
            raise

    def close(self) -> None:
        """Leave nothing on the display, and give the port back."""
        with contextlib.suppress(DriverError):  # not open, or gone with what it shows
            self._port.write(CLEAR)
        self._port.close()

    def status(self) -> DeviceStatus:
        """Whether its port is there: a display answers nothing."""
        self._port.drain()
        return DeviceStatus(
            State.READY, Reason.PORT_ONLY, detail=f"{self._port.name}, answers nothing"
        )

    def show(self, code: ShownCode) -> None:
        """Show caption and amount, after all that was shown before is cleared.

        Raises:
            ValueError: The amount does not fit into a line.
        """
        upper, lower = caption_line(code.caption), amount_line(code.amount)
        self._port.write(
            CLEAR + b"\x1bQA" + upper.encode() + b"\r\x1bQB" + lower.encode() + b"\r"
        )

    def clear(self) -> None:
        """Show nothing of any citizen any more."""
        self._port.write(CLEAR)


def caption_line(caption: str) -> str:
    """What an ASCII display can show of a caption, 20 columns.

    Wide letters and digits become narrow and accents fall away; Chinese is left out, so
    that a caption in Chinese leaves the line empty.
    """
    plain = unicodedata.normalize("NFKD", caption)
    shown = re.sub(r"[^!-~]+", " ", "".join(filter(_is_base, plain))).strip()
    return shown[:COLUMNS].ljust(COLUMNS)


def amount_line(amount: int | None) -> str:
    """An amount of fen, 20 columns, at the right: `CNY 1,234.50`; None is empty.

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
