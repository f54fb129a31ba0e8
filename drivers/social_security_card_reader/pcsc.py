"""The PC/SC service: one reader's slot, and the card in it.

pyscard's monitors are not used: their thread ends for good when the service stops (its
issues 27, 82, 128, 153). A slot whose call failed is dropped, and a new one is made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from smartcard import scard

from drivers.errors import DeviceGoneError, Reason

FORBIDDEN = frozenset({scard.SCARD_W_SECURITY_VIOLATION, scard.SCARD_E_NO_ACCESS})
"""Errors for a user whom polkit denies access to the service."""

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
    """The state of a slot.

    Attributes:
        present: Whether a card is in it.
        mute: Whether the card does not answer: inserted the wrong way round, or
            without a chip.
        changes: Counter of insertions and removals, so that another card is noticed
            even if the slot was empty only between two queries.
    """

    present: bool
    mute: bool
    changes: int


class Slot:
    """One reader of the service.

    Args:
        wanted: A part of the reader's name; empty selects the first reader.

    Raises:
        DeviceGoneError: The service is not running, denies access, or has no such
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
        """Release the slot, which cannot be used any more."""
        # It fails if the service has ended, and then there is nothing to release.
        scard.SCardReleaseContext(self._context)

    def state(self) -> SlotState:
        """Return the present state of the slot.

        Raises:
            PcscError: The reader or the service is gone.
        """
        return _slot_state(self._status(0, scard.SCARD_STATE_UNAWARE))

    def wait_while_unchanged(self, changes: int, timeout: float) -> SlotState:
        """Wait for the next insertion or removal, at most `timeout` seconds.

        Raises:
            PcscError: The reader or the service is gone.
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
        """Yield the card in the slot, for exclusive use; it is reset afterwards.

        Raises:
            PcscError: There is none, it does not answer, or another program uses it.
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
            # It fails if the card was removed, which then has lost its selection.
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
    """A connected card."""

    def __init__(self, handle: Any, protocol: int) -> None:
        self._handle = handle
        self._protocol = protocol

    def transmit(self, command: bytes) -> bytes:
        """Send one command; return the answer including its status word.

        Raises:
            PcscError: The card was removed, or does not answer.
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
