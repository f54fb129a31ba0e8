"""Social-security cards (LD/T 32), contact chip, in any PC/SC reader."""

from contextlib import suppress

from smartcard import scard

from drivers.base import CardReading, DeviceStatus, State
from drivers.errors import CardError, DeviceGoneError, DeviceSilentError, Reason
from drivers.social_security_card_reader.bounded import PCSC
from drivers.social_security_card_reader.files import read_records
from drivers.social_security_card_reader.pcsc import (
    FORBIDDEN,
    PcscError,
    Slot,
    SlotState,
)
from drivers.social_security_card_reader.records import to_reading

LOOK_TIMEOUT = 3.0
"""Seconds to query the slot, which takes one millisecond; ample for a service that was
just started."""

READ_TIMEOUT = 12.0
"""Seconds that reading may take: about 40 commands of 0.1 s on a slow chip, twice."""

LIFT_SEEN_WITHIN = 1.0
"""Seconds after a failed command within which the service may still detect that the
card was removed: it polls readers without their own detection every 0.4 s."""

_TRIES = 2
"""Dirty contacts: the second attempt, after a reset, often succeeds."""


class PcscSocialSecurityReader:
    """Reads social-security cards of versions 1.00, 2.00 and 3.00.

    A call lasts at most `LOOK_TIMEOUT`, `read_card` both limits together. A service or
    reader that was gone is found again by the next call, without a new `open`.

    Args:
        reader: A part of the reader's name; empty selects the first reader.
    """

    poll_interval = 0.3
    """Seconds between two checks for a card."""

    def __init__(self, reader: str = "") -> None:
        self._wanted = reader
        self._slot: Slot | None = None
        self._read: tuple[Slot, int] | None = None  # the insertion that was read

    def open(self) -> None:
        """Find the service and the reader."""
        self._read = None
        self._look()

    def close(self) -> None:
        """Release the reader."""
        slot, self._slot = self._slot, None
        if slot is not None:
            with suppress(DeviceSilentError):  # a service that hangs holds nothing
                PCSC.run(slot.release, LOOK_TIMEOUT)

    def status(self) -> DeviceStatus:
        """Query the service for the reader."""
        slot, _ = self._look()
        return DeviceStatus(State.READY, Reason.OK, detail=slot.name)

    def card_present(self) -> bool:
        """Return whether a card is in the reader."""
        return self._look()[1].present

    def read_card(self) -> CardReading | None:
        """Check once for a card; read it if this insertion has not been read."""
        slot, state = self._look()
        if not state.present:
            return None
        insertion = (slot, state.changes)
        if insertion == self._read:
            return None
        if state.mute:
            raise CardError(
                Reason.CARD_UNREADABLE, "no answer to reset: the wrong way round?"
            )
        reading = PCSC.run(lambda: self._read_chip(slot, state), READ_TIMEOUT)
        self._read = insertion
        return reading

    def _look(self) -> tuple[Slot, SlotState]:
        try:
            slot, state = PCSC.run(lambda: self._look_at(self._slot), LOOK_TIMEOUT)
        except DeviceGoneError:
            self._slot = None  # it has been released
            raise
        self._slot = slot
        return slot, state

    def _look_at(self, slot: Slot | None) -> tuple[Slot, SlotState]:
        if slot is not None:
            try:
                return slot, slot.state()
            except PcscError:
                slot.release()  # the service may have been restarted meanwhile
        slot = Slot(self._wanted)
        try:
            return slot, slot.state()
        except PcscError as error:
            slot.release()
            raise DeviceGoneError(Reason.NOT_CONNECTED, str(error)) from error

    def _read_chip(self, slot: Slot, state: SlotState) -> CardReading:
        for _ in range(_TRIES - 1):
            try:
                return self._try(slot, state)
            except CardError as error:
                if error.reason is not Reason.CARD_UNREADABLE:
                    raise
        return self._try(slot, state)

    def _try(self, slot: Slot, state: SlotState) -> CardReading:
        try:
            with slot.card() as card:
                records = read_records(card.transmit)
        except PcscError as error:
            raise self._explained(error, slot, state) from error
        return to_reading(records)

    def _explained(
        self, error: PcscError, slot: Slot, state: SlotState
    ) -> CardError | DeviceGoneError:
        """Return the exception for a failed call; one code has several causes."""
        if error.code == scard.SCARD_E_SHARING_VIOLATION:
            return DeviceGoneError(Reason.PORT_BUSY, str(error))
        if error.code in FORBIDDEN:
            return DeviceGoneError(Reason.PERMISSION_DENIED, str(error))
        try:
            now = slot.wait_while_unchanged(state.changes, LIFT_SEEN_WITHIN)
        except PcscError:
            try:
                Slot(self._wanted).release()
            except DeviceGoneError as gone:
                return gone
            return DeviceGoneError(Reason.NOT_CONNECTED, str(error))
        if now.changes != state.changes:
            return CardError(Reason.CARD_LIFTED, str(error))
        return CardError(Reason.CARD_UNREADABLE, str(error))
