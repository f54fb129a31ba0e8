"""The thread of a locker: reports doors that are open without a job."""

from collections.abc import Callable
from dataclasses import replace

import structlog

from drivers.base import DeviceStatus, Door, Locker, Role, State
from drivers.errors import Reason
from drivers.supervisor.events import Emit
from drivers.supervisor.worker import Worker

_log = structlog.get_logger()


class LockerWorker(Worker[Locker]):
    """A locker, which is well between jobs only if its doors are closed.

    A job monitors the door that it opened; between jobs this worker checks the doors.
    While one is open the locker is at fault, and recovers when it is closed. Doors
    without a sensor are ignored.
    """

    def __init__(self, role: Role, make: Callable[[], Locker], emit: Emit) -> None:
        super().__init__(role, make, emit)
        self._open_cells: tuple[int, ...] = ()

    def _look(self, device: Locker) -> DeviceStatus:
        status = super()._look(device)
        doors = self._call("doors", device.doors)
        cells = tuple(sorted(cell for cell in doors if doors[cell] is Door.OPEN))
        if cells and cells != self._open_cells:
            _log.error("locker_door_open", cells=list(cells))
        self._open_cells = cells
        if not cells or not status.can_serve:
            return status
        found = f"{status.detail}, open: {', '.join(map(str, cells))}".lstrip(", ")
        return replace(status, state=State.FAULT, reason=Reason.DOOR_OPEN, detail=found)
