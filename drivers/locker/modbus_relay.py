"""Cabinets whose locks hang on a Modbus relay board, RTU or TCP."""

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
"""Modbus gives addresses 1 to 247 to boards; 0 would speak to all of them at once."""

OFF_TRIES = 3
"""How often a relay is switched off until it says that it is: a lock's coil is made
for a pulse, and burns when it stays powered."""


class ModbusRelayLocker:
    """Opens cells by pulses of a relay board's coils, and reads its inputs.

    Coil and discrete input `n - 1` belong to cell `n`. As most are wired, an input that
    is on means a closed door (D: a contact that the shut door closes), so that a broken
    wire never passes for a shut door. Other contacts, and boards that invert their
    inputs, say 0 of it.

    No two locks are powered at once: before a pulse all coils of the cells are read
    and those that are on are switched off, and after it likewise, whatever happened.
    A terminal that lost its power between on and off does so on `open`. Flash
    functions, which switch off by themselves, differ from maker to maker, and are not
    used.

    Every call is bounded: each question by two times `modbus_link.ANSWER_TIMEOUT`, and
    a pulse by `pulse_s` more. `unlock` is some 100 ms longer than its pulse.

    Args:
        url: A serial port's path, or `tcp://HOST[:PORT]`.
        cells: How many locks are wired, 1 to 255.
        unit: The board's address, 1 to 247.
        pulse_s: Seconds that a lock is powered to release it.
        sensors: Whether the inputs are wired to the doors.
        closed_state: What an input is while its door is closed, 1 or 0.
        baud_rate: Of a serial line, 8N1.
        clock: Monotonic seconds.
        sleep: Waits so many seconds.

    Raises:
        ValueError: A number that the protocol has no room for.
    """

    poll_interval = 0.1
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
        """Claim the port, and switch off what a lost terminal may have left on."""
        self._link.open()
        try:
            self._switch_all_off()
            if self._sensors:
                self._read_inputs()
        except DriverError:
            self._link.close()
            raise

    def close(self) -> None:
        """Give the port back."""
        self._link.close()

    def status(self) -> DeviceStatus:
        """Ask the board; `NO_SENSOR` where nothing can tell of the doors."""
        try:
            self._read_coils()
            if self._sensors:
                self._read_inputs()
        except DeviceFaultError as fault:
            return DeviceStatus(State.FAULT, fault.reason, detail=fault.detail)
        reason = Reason.OK if self._sensors else Reason.NO_SENSOR
        return DeviceStatus(State.READY, reason, detail=self._link.name)

    def unlock(self, cell: int) -> None:
        """Power one cell's lock for `pulse_s`; whether the door opened, `doors` tells.

        Raises:
            ValueError: There is no such cell; nothing was sent.
            DriverError: The board did not do or answer all that it should. The lock
                may have been released: only `doors` can tell.
        """
        if not 1 <= cell <= self.cells:
            raise ValueError(f"no cell {cell}: there are {self.cells}")
        self._switch_all_off()
        try:
            self._link.order(WriteSingleCoilRequest(address=cell - 1, bits=[True]))
            self._sleep(self._pulse_s)
        finally:
            # Also where the answer did not come: the command may have arrived.
            self._switch_all_off(cell)

    def doors(self) -> dict[int, Door]:
        """How each door is, read from the inputs; UNKNOWN without sensors."""
        cells = range(1, self.cells + 1)
        if not self._sensors:
            return dict.fromkeys(cells, Door.UNKNOWN)
        return {
            cell: Door.CLOSED if state is self._closed_state else Door.OPEN
            for cell, state in zip(cells, self._read_inputs(), strict=True)
        }

    def _switch_all_off(self, suspect: int | None = None) -> None:
        """Leave no coil on, `suspect` first of all, and read that it is so.

        Tried again also where the answer stays away: *off* itself may have been lost.
        A port that is gone is not: `open`, once it is back, switches off.

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
