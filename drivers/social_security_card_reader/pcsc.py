"""The PC/SC service as we need it: one reader's slot, and the card in it.

pyscard's monitors are not used: their thread ends for good when the service goes away
(its issues 27, 82, 128, 153). A slot whose call failed is dropped; a new one is made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from smartcard import scard

from drivers.errors import DeviceGoneError, Reason

FORBIDDEN = frozenset({scard.SCARD_W_SECURITY_VIOLATION, scard.SCARD_E_NO_ACCESS})
"""What a service says that asks polkit, to a user who may not use it."""

_ABSENT = scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE
_COUNTER_AT = 16
"""pcsc-lite counts insertions and removals in the upper half of a reader's state."""


class PcscError(Exception):
    """A call of the service failed; `code` is one of its SCARD_… numbers."""

    def __init__(self, call: str, code: int) -> None:
        super().__init__(f"{call}: {scard.SCardGetErrorMessage(code)}")
        self.code = code


@dataclass(frozen=True)
class SlotState:
    """How a slot is.

    Attributes:
        present: A card is in it.
        mute: It does not answer: put in the wrong way round, or no chip.
        changes: Counts insertions and removals, so that another card is told from
            the same one even if the slot was empty only between two looks.
    """

    present: bool
    mute: bool
    changes: int


class Slot:
    """One reader of the service.

    Args:
        wanted: A part of its name; empty is the first reader there is.

    Raises:
        DeviceGoneError: The service does not run, does not let us in, or has no such
            reader.
    """

    def __init__(self, wanted: str) -> None:
        code, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        if code != scard.SCARD_S_SUCCESS:
            reason = Reason.SERVICE_NOT_RUNNING
            if code in FORBIDDEN:
                reason = Reason.PERMISSION_DENIED
            raise DeviceGoneError(reason, str(PcscError("establish", code)))
        code, names = scard.SCardListReaders(self._context, [])
        found = [name for name in names if wanted in name]
        if not found:
            self.release()
            reason = Reason.NOT_CONNECTED
            if code in (scard.SCARD_E_NO_SERVICE, scard.SCARD_F_COMM_ERROR):
                reason = Reason.SERVICE_NOT_RUNNING  # it ended between the two calls
            raise DeviceGoneError(reason, f"no reader {wanted!r}, of {len(names)}")
        self.name: str = found[0]

    def release(self) -> None:
        """Give it back; of no use any more."""
        # Fails where the service has ended, and then there is nothing to give back.
        scard.SCardReleaseContext(self._context)

    def state(self) -> SlotState:
        """How the slot is now.

        Raises:
            PcscError: The reader or the service has gone.
        """
        return _slot_state(self._status(0, scard.SCARD_STATE_UNAWARE))

    def wait_while_unchanged(self, changes: int, timeout: float) -> SlotState:
        """Wait until another insertion or removal was counted, or for `timeout` s.

        Raises:
            PcscError: The reader or the service has gone.
        """
        deadline = monotonic() + timeout
        event = self._status(0, scard.SCARD_STATE_UNAWARE)
        while _slot_state(event).changes == changes:
            left = int(1000 * (deadline - monotonic()))
            if left <= 0:
                break
            event = self._status(left, event & ~scard.SCARD_STATE_CHANGED)
        return _slot_state(event)

    @contextmanager
    def card(self) -> Iterator["Card"]:
        """The card in the slot, for us alone; reset afterwards.

        Raises:
            PcscError: There is none, it does not answer, or another program has it.
        """
        code, handle, protocol = scard.SCardConnect(
            self._context,
            self.name,
            scard.SCARD_SHARE_EXCLUSIVE,
            scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1,
        )
        _require("connect", code)
        try:
            yield Card(handle, protocol)
        finally:
            # Fails where the card has gone: then it has lost all that was selected.
            scard.SCardDisconnect(handle, scard.SCARD_RESET_CARD)

    def _status(self, timeout_ms: int, known: int) -> int:
        code, states = scard.SCardGetStatusChange(
            self._context, timeout_ms, [(self.name, known)]
        )
        if code == scard.SCARD_E_TIMEOUT:
            return known
        _require("status", code)
        event: int = states[0][1]
        if event & _ABSENT:
            raise PcscError("status", scard.SCARD_E_READER_UNAVAILABLE)
        return event


class Card:
    """A card that is connected."""

    def __init__(self, handle: Any, protocol: int) -> None:
        self._handle = handle
        self._protocol = protocol

    def transmit(self, command: bytes) -> bytes:
        """Send one command; returns the answer with its status word.

        Raises:
            PcscError: The card has gone, or does not answer.
        """
        code, answer = scard.SCardTransmit(self._handle, self._protocol, list(command))
        _require("transmit", code)
        return bytes(answer)


def _require(call: str, code: int) -> None:
    if code != scard.SCARD_S_SUCCESS:
        raise PcscError(call, code)


def _slot_state(event: int) -> SlotState:
    return SlotState(
        present=bool(event & scard.SCARD_STATE_PRESENT),
        mute=bool(event & scard.SCARD_STATE_MUTE),
        changes=event >> _COUNTER_AT,
    )
