"""Cabinets with a Modbus relay board, RTU or TCP."""

import time
from collections.abc import Callable

from pymodbus.pdu.bit_message import (
    ReadCoilsRequest,
    ReadDiscreteInputsRequest,
    WriteSingleCoilRequest,
)

from drivers.base import Clock, DeviceStatus, Door, State
from drivers.errors import (
    DeviceFaultError,
    DeviceSilentError,
    DriverError,
    ProtocolError,
    Reason,
)
from drivers.locker.modbus_link import ModbusLink

MOST_CELLS = 255
MOST_UNITS = 247
"""Modbus boards have addresses 1 to 247; 0 would address all of them at once."""

OFF_TRIES = 3
"""How often a relay is switched off until the board confirms it: a lock's coil is made
for a pulse, and burns out if it stays powered."""


class ModbusRelayLocker:
    """Opens cells by pulses of a relay board's coils, and reads its inputs.

    Coil and discrete input `n - 1` belong to cell `n`. With the usual wiring, an input
    that is on means a closed door (D: a contact closed by the door), so that a broken
    wire never looks like a closed door. Other contacts, and boards that invert their
    inputs, report 0 for it.

    No two locks are powered at once: before and after every pulse all coils of the
    cells are read, and those that are on are switched off, whatever happened. `open`
    does the same, for a terminal that lost its power between on and off. Flash
    functions, which switch off by themselves, differ between makers, and are not used.

    Every call is bounded: each request by two times `modbus_link.ANSWER_TIMEOUT`, and
    a pulse by `pulse_s` more. `unlock` takes about 100 ms more than its pulse.

    Args:
        url: A serial port's path, or `tcp://HOST[:PORT]`.
        cells: Number of wired locks, 1 to 255.
        unit: The board's address, 1 to 247.
        pulse_s: Seconds that a lock is powered to open it.
        sensors: Whether the inputs are wired to the doors.
        closed_state: State of an input while its door is closed, 1 or 0.
        baud_rate: Speed of a serial line, 8N1.
        clock: Monotonic seconds.
        sleep: Waits for a number of seconds.

    Raises:
        ValueError: A number is outside the protocol's range.
    """

    poll_interval = 0.05
    """Seconds between two calls of `doors`: soon enough for a person to feel that
    the terminal saw the door."""

    def __init__(
        self,
        url: str,
        cells: int = 8,
        unit: int = 1,
        pulse_s: float = 0.5,
        sensors: bool = True,
        closed_state: int = 1,
        baud_rate: int = 9600,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not 1 <= cells <= MOST_CELLS or not 1 <= unit <= MOST_UNITS:
            raise ValueError(f"{cells} cells at unit {unit}: no such board")
        if pulse_s <= 0:
            raise ValueError(f"a pulse of {pulse_s} s releases nothing")
        if closed_state not in (0, 1):
            raise ValueError(f"closed state {closed_state} is neither 0 nor 1")
        self.cells = cells
        self._pulse_s = pulse_s
        self._sensors = sensors
        self._closed_state = bool(closed_state)
        self._link = ModbusLink(url, unit, baud_rate, clock)
        self._sleep = sleep

    def open(self) -> None:
        """Claim the port, and switch off coils that an earlier run may have left on."""
        self._link.open()
        try:
            self._switch_all_off()
            if self._sensors:
                self._read_inputs()
        except DriverError:
            self._link.close()
            raise

    def close(self) -> None:
        """Release the port."""
        self._link.close()

    def status(self) -> DeviceStatus:
        """Query the board; `NO_SENSOR` if the doors have no sensors."""
        try:
            self._read_coils()
            if self._sensors:
                self._read_inputs()
        except DeviceFaultError as fault:
            return DeviceStatus(State.FAULT, fault.reason, detail=fault.detail)
        reason = Reason.OK if self._sensors else Reason.NO_SENSOR
        return DeviceStatus(State.READY, reason, detail=self._link.name)

    def unlock(self, cell: int) -> None:
        """Power one cell's lock for `pulse_s`; `doors` reports whether the door opened.

        Raises:
            ValueError: The cell does not exist; nothing was sent.
            DriverError: The board did not do or confirm everything. The lock may have
                been opened; only `doors` can tell.
        """
        if not 1 <= cell <= self.cells:
            raise ValueError(f"no cell {cell}: there are {self.cells}")
        self._switch_all_off()
        try:
            self._link.order(WriteSingleCoilRequest(address=cell - 1, bits=[True]))
            self._sleep(self._pulse_s)
        finally:
            # Even without an answer: the command may have arrived.
            self._switch_all_off(cell)

    def doors(self) -> dict[int, Door]:
        """Return the state of each door from the inputs; UNKNOWN without sensors."""
        cells = range(1, self.cells + 1)
        if not self._sensors:
            return dict.fromkeys(cells, Door.UNKNOWN)
        return {
            cell: Door.CLOSED if state is self._closed_state else Door.OPEN
            for cell, state in zip(cells, self._read_inputs(), strict=True)
        }

    def _switch_all_off(self, suspect: int | None = None) -> None:
        """Switch all coils off, `suspect` first, and verify it by reading them.

        It is repeated even without an answer: *off* itself may have been lost. It is
        not if the port is gone: `open` switches off when it is back.

        Raises:
            DeviceFaultError: `LOCK_FAULT`: a coil stays on.
            DriverError: The board does not answer.
        """
        powered = [] if suspect is None else [suspect]
        for tries_left in reversed(range(OFF_TRIES)):
            try:
                for cell in powered:
                    self._switch_off(cell)
                powered = self._powered()
            except (DeviceSilentError, ProtocolError):
                if not tries_left:
                    raise
                continue
            if not powered:
                return
        raise DeviceFaultError(
            Reason.LOCK_FAULT, f"{self._link.name}: coils of {powered} stay on"
        )

    def _powered(self) -> list[int]:
        return [cell for cell, on in enumerate(self._read_coils(), 1) if on]

    def _switch_off(self, cell: int) -> None:
        self._link.ask(WriteSingleCoilRequest(address=cell - 1, bits=[False]))

    def _read_coils(self) -> list[bool]:
        answer = self._link.ask(ReadCoilsRequest(address=0, count=self.cells))
        return list(answer.bits[: self.cells])

    def _read_inputs(self) -> list[bool]:
        answer = self._link.ask(ReadDiscreteInputsRequest(address=0, count=self.cells))
        return list(answer.bits[: self.cells])
