"""QR codes on a screen: the terminal's own, or another one that citizens see.

A driver knows no toolkit. Whoever puts the terminal together passes a `Surface`, which
for a second screen is `ui.qr_screen.QrScreen`.
"""

from typing import Protocol

from drivers.base import DeviceStatus, ShownCode, State
from drivers.errors import DeviceGoneError, DriverError, Reason
from drivers.qr_display.matrix import Matrix, encode


class Surface(Protocol):
    """Where codes can be painted. Called from a device's thread; may not block."""

    @property
    def connected(self) -> bool:
        """Whether there is a screen that a citizen can see."""

    def present(self, matrix: Matrix, caption: str, amount: int | None) -> None:
        """Show this until something else is presented, or `blank`; amount in fen."""

    def blank(self) -> None:
        """Show nothing of any citizen any more."""


class ScreenDisplay:
    """Codes on the terminal's own screen. No call waits for anything.

    Args:
        surface: Where codes are painted; without one, `open` fails.
    """

    name = "the terminal's own screen"

    def __init__(self, surface: Surface | None = None) -> None:
        self._surface = surface

    def open(self) -> None:
        """See that there is a screen, and blank it."""
        self._connected().blank()

    def close(self) -> None:
        """Leave nothing on the screen."""
        if self._surface is not None:
            self._surface.blank()

    def status(self) -> DeviceStatus:
        """Whether there is a screen."""
        self._connected()
        return DeviceStatus(State.READY, Reason.OK, detail=self.name)

    def show(self, code: ShownCode) -> None:
        """Show a code, what it is, and what it costs.

        Raises:
            ValueError: Its data is empty, or too much for a QR code.
        """
        matrix = encode(code.data)
        self._connected().present(matrix, code.caption, code.amount)

    def clear(self) -> None:
        """Show nothing of any citizen any more."""
        self._connected().blank()

    def _connected(self) -> Surface:
        if self._surface is None:
            raise DriverError(Reason.NOT_CONFIGURED, f"{self.name}: nothing to draw on")
        if not self._surface.connected:
            raise DeviceGoneError(Reason.NOT_CONNECTED, f"{self.name} is not there")
        return self._surface


class SecondScreen(ScreenDisplay):
    """Codes on another screen of this machine.

    Args:
        surface: Paints on that screen, and knows whether it is connected.
        screen: Which one, for technicians; the terminal's own is 0.
    """

    def __init__(self, surface: Surface | None = None, screen: int = 1) -> None:
        super().__init__(surface)
        self.name = f"screen {screen}"
