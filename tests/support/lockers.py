"""Lockers for tests: each driver, with its simulated board at the far end."""

import threading
import time
from collections.abc import Callable
from functools import reduce
from operator import xor
from pathlib import Path
from typing import Any

from drivers.base import Door, Locker
from drivers.locker.lock_board import LockBoardLocker
from drivers.locker.modbus_relay import ModbusRelayLocker
from drivers.simulators.control import ControlClient
from support.processes import Simulator

DEADLINE = 30.0
"""Seconds until a test gives up; generous, since nothing is measured with it."""

PULSE_S = 0.05
"""A short pulse, as nothing mechanical has to move."""


def checked(body: str) -> bytes:
    """Return a lock board's frame: the body in hexadecimal, and its bytes' XOR."""
    raw = bytes.fromhex(body)
    return raw + bytes([reduce(xor, raw)])


class LockerBackend:
    """A driver, the simulator's process, and the bytes between them.

    Attributes:
        locker: The driver, not yet opened.
    """

    def __init__(
        self, locker: Callable[[str], Locker], module: str, *arguments: str
    ) -> None:
        self._simulator = Simulator(f"drivers.simulators.{module}", *arguments)
        self._control = ControlClient(self._simulator.control)
        self._listener: ControlClient | None = None
        self.locker: Locker = locker(self._simulator.url)

    def do(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send a control command."""
        return self._control.do(command, **fields)

    def state(self) -> dict[str, Any]:
        """Return the state of cabinet and board."""
        state: dict[str, Any] = self.do("state")["state"]
        return state

    def open_doors(self) -> set[int]:
        """Return the cells whose doors are actually open."""
        doors = self.state()["doors"]
        return {int(cell) for cell, door in doors.items() if door == "open"}

    def doors_once(self, cell: int, door: Door) -> dict[int, Door]:
        """Query the doors, as the supervisor would, until one is in this state."""
        end = time.monotonic() + DEADLINE
        while True:
            doors = self.locker.doors()
            if doors[cell] is door:
                return doors
            assert time.monotonic() < end, doors

    def follow(self) -> Callable[[], dict[str, Any]]:
        """Return a function that waits for the board's next event."""
        self._listener = ControlClient(self._simulator.control)
        return self._listener.events()

    def when_asked(self, then: Callable[[], object]) -> threading.Thread:
        """Run an action as soon as the board receives any request."""
        following = self.follow()

        def wait() -> None:
            while following()["event"] != "command":
                pass
            then()

        thread = threading.Thread(target=wait)
        thread.start()
        return thread

    def stop(self) -> None:
        """End the driver and the process."""
        self.locker.close()
        if self._listener is not None:
            self._listener.close()
        self._control.close()
        self._simulator.stop()


def lock_board(
    folder: Path,
    cells: int = 8,
    closed_state: int = 0,
    board: int = 1,
    locks: int = 24,
) -> LockerBackend:
    """A lock board on a serial line."""
    return LockerBackend(
        lambda url: LockBoardLocker(url, cells, board, closed_state),
        "lock_board",
        *("--link", str(folder / "board"), "--cells", str(cells)),
        *("--closed-state", str(closed_state), "--board", str(board)),
        *("--locks", str(locks)),
    )


def lock_board_wired_the_other_way(folder: Path) -> LockerBackend:
    """A board that reports 11 for a closed door."""
    return lock_board(folder, closed_state=0x11)


def large_lock_board(folder: Path) -> LockerBackend:
    """A board with two cells more than its answer for all cells covers."""
    return lock_board(folder, cells=26)


def lock_board_of_40(folder: Path) -> LockerBackend:
    """A board with more locks than wired cells: five status bytes."""
    return lock_board(folder, cells=24, locks=40)


def modbus_tcp(folder: Path, sensors: bool = True) -> LockerBackend:
    """A relay board on a network."""
    return LockerBackend(
        lambda url: ModbusRelayLocker(url, 8, 3, PULSE_S, sensors),
        *("modbus_relay", "--unit", "3"),
    )


def modbus_inverted(folder: Path) -> LockerBackend:
    """A relay board whose inputs are off while doors are shut."""
    return LockerBackend(
        lambda url: ModbusRelayLocker(url, 8, 1, PULSE_S, closed_state=0),
        *("modbus_relay", "--closed-state", "0"),
    )


def modbus_rtu(folder: Path) -> LockerBackend:
    """A relay board on a serial line."""
    return LockerBackend(
        lambda url: ModbusRelayLocker(url, 8, 1, PULSE_S),
        *("modbus_relay", "--link", str(folder / "relay")),
    )


BACKENDS: dict[str, Callable[[Path], LockerBackend]] = {
    "lock_board": lock_board,
    "lock_board_wired_the_other_way": lock_board_wired_the_other_way,
    "large_lock_board": large_lock_board,
    "lock_board_of_40": lock_board_of_40,
    "modbus_tcp": modbus_tcp,
    "modbus_rtu": modbus_rtu,
    "modbus_inverted": modbus_inverted,
}
"""Every backend, in every wiring, that must keep the contract of lockers."""
