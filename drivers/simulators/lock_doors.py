"""Simulated doors and locks of a cabinet; used by both boards."""

from collections.abc import Callable
from typing import Any

from drivers.simulators.control import BadRequestError, Command

Tell = Callable[..., None]


class Cabinet:
    """Doors with electric locks; an unlocked door springs open.

    Args:
        cells: Number of cells, numbered from 1.
        tell: Called with `lock {cell}` when a lock is powered, and `door {cell, open}`.
        moved: Called with a cell whose door has moved.
    """

    def __init__(
        self, cells: int, tell: Tell, moved: Callable[[int], None] | None = None
    ) -> None:
        self.cells = cells
        self._tell = tell
        self._moved = moved
        self._open: set[int] = set()
        self._stuck: set[int] = set()
        self._released: list[int] = []

    def commands(self) -> dict[str, Command]:
        """Return the control socket's commands for the cabinet."""
        return {
            "close": self._close,
            "open_by_hand": self._open_by_hand,
            "stuck": self._set_stuck,
        }

    def is_open(self, cell: int) -> bool:
        """Return whether a door is open; False if it does not exist."""
        return cell in self._open

    def release(self, cell: int) -> None:
        """Power a lock; its door springs open unless it is stuck."""
        self._released.append(cell)
        self._tell("lock", cell=cell)
        if cell not in self._stuck:
            self._move(cell, is_open=True)

    def state(self) -> dict[str, Any]:
        """Return all doors, and the powered locks in order of time."""
        return {
            "doors": {
                str(cell): "open" if cell in self._open else "closed"
                for cell in range(1, self.cells + 1)
            },
            "stuck": sorted(self._stuck),
            "released": self._released,
        }

    def _close(self, cell: int) -> None:
        self._require(cell)
        self._move(cell, is_open=False)

    def _open_by_hand(self, cell: int) -> None:
        self._require(cell)
        self._move(cell, is_open=True)

    def _set_stuck(self, cell: int, on: bool = True) -> None:
        self._require(cell)
        (self._stuck.add if on else self._stuck.discard)(cell)

    def _require(self, cell: int) -> None:
        if not 1 <= cell <= self.cells:
            raise BadRequestError(f"no cell {cell}: there are {self.cells}")

    def _move(self, cell: int, *, is_open: bool) -> None:
        if is_open == (cell in self._open):
            return
        (self._open.add if is_open else self._open.discard)(cell)
        self._tell("door", cell=cell, open=is_open)
        if self._moved is not None:
            self._moved(cell)
