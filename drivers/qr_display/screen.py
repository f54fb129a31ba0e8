"""QR codes on a screen: the terminal's own, or another one that citizens see.

Drivers are independent of the GUI toolkit. The program passes a `Surface`, which for a
second screen is `ui.qr_screen.QrScreen`.
"""

from typing import Protocol

from drivers.base import DeviceStatus, ShownCode, State
from drivers.errors import DeviceGoneError, DriverError, Reason
from drivers.qr_display.matrix import Matrix, encode


class Surface(Protocol):
    """A screen for codes. Called from a device's thread; must not block."""

    @property
    def connected(self) -> bool:
        """Return whether there is a screen that a citizen can see."""

    def present(self, matrix: Matrix, caption: str, amount: int | None) -> None:
        """Show a code until the next `present` or `blank`; amount in fen."""

    def blank(self) -> None:
        """Remove everything that belongs to a citizen."""


class ScreenDisplay:
    """Shows codes on the terminal's own screen. No call waits.

    Args:
        surface: Where codes are painted; without one, `open` fails.
    """

    name = "the terminal's own screen"

    def __init__(self, surface: Surface | None = None) -> None:
        self._surface = surface

    def open(self) -> None:
        """Check that there is a screen, and blank it."""
        self._connected().blank()

    def close(self) -> None:
        """Blank the screen."""
        if self._surface is not None:
            self._surface.blank()

    def status(self) -> DeviceStatus:
        """Check that there is a screen."""
        self._connected()
        return DeviceStatus(State.READY, Reason.OK, detail=self.name)

    def show(self, code: ShownCode) -> None:
        """Show a code with its caption and amount.

        Raises:
            ValueError: The data is empty, or too long for a QR code.
        """
        matrix = encode(code.data)
        self._connected().present(matrix, code.caption, code.amount)

    def clear(self) -> None:
        """Remove everything that belongs to a citizen."""
        self._connected().blank()

    def _connected(self) -> Surface:
        if self._surface is None:
            raise DriverError(Reason.NOT_CONFIGURED, f"{self.name}: nothing to draw on")
        if not self._surface.connected:
            raise DeviceGoneError(Reason.NOT_CONNECTED, f"{self.name} is not there")
        return self._surface


class SecondScreen(ScreenDisplay):
    """Shows codes on another screen of this machine.

    Args:
        surface: Paints on that screen, and reports whether it is connected.
        screen: Number of the screen, for technicians; the terminal's own is 0.
    """

    def __init__(self, surface: Surface | None = None, screen: int = 1) -> None:
        super().__init__(surface)
        self.name = f"screen {screen}"
