"""Meanings of a SAM security module's third status byte, SW3 (GA 450).

Two independent sources agree on the meanings. Whether the card or the reader is at
fault is our interpretation: it decides whether the citizen is asked to put the card
back, or staff are called.
"""

from dataclasses import dataclass

from drivers.errors import (
    CardError,
    DeviceFaultError,
    DriverError,
    ProtocolError,
    Reason,
)

DONE = 0x90
NO_SUCH_ITEM = 0x91
FOUND = 0x9F
FIND_FAILED = 0x80


@dataclass(frozen=True)
class _Meaning:
    text: str
    error: type[DriverError]
    reason: Reason


_MEANINGS: dict[int, _Meaning] = {
    # Our frame was damaged in transit, or is unknown to this module.
    0x10: _Meaning(
        "the module received a wrong check byte",
        ProtocolError,
        Reason.SAM_GOT_CHECKSUM,
    ),
    0x11: _Meaning(
        "the module received a wrong length", ProtocolError, Reason.SAM_GOT_LENGTH
    ),
    0x21: _Meaning(
        "the module does not know this command",
        ProtocolError,
        Reason.SAM_COMMAND_UNKNOWN,
    ),
    0x23: _Meaning("operation not permitted", ProtocolError, Reason.SAM_NOT_PERMITTED),
    0x24: _Meaning(
        "the module met an error it cannot name", DeviceFaultError, Reason.SAM_FAULT
    ),
    0x31: _Meaning(
        "the card could not authenticate the module",
        CardError,
        Reason.CARD_REFUSES_SAM,
    ),
    0x32: _Meaning(
        "the module could not authenticate the card",
        CardError,
        Reason.CARD_NOT_AUTHENTIC,
    ),
    0x33: _Meaning(
        "the card's information failed verification",
        CardError,
        Reason.CARD_DATA_INVALID,
    ),
    0x40: _Meaning("unrecognised card type", CardError, Reason.CARD_TYPE_UNKNOWN),
    0x41: _Meaning("reading the card failed", CardError, Reason.CARD_UNREADABLE),
    0x47: _Meaning(
        "getting a random number failed", DeviceFaultError, Reason.SAM_NO_RANDOM
    ),
    0x60: _Meaning(
        "the module failed its self-test",
        DeviceFaultError,
        Reason.SAM_SELF_TEST_FAILED,
    ),
    0x66: _Meaning(
        "the module is not authorised", DeviceFaultError, Reason.SAM_NOT_AUTHORISED
    ),
    FIND_FAILED: _Meaning("no card was found", CardError, Reason.CARD_LIFTED),
    0x81: _Meaning("selecting the card failed", CardError, Reason.CARD_NOT_SELECTED),
    NO_SUCH_ITEM: _Meaning(
        "the card holds no such item", CardError, Reason.CARD_ITEM_MISSING
    ),
    # Successful answers, but to another command: most likely a late one.
    DONE: _Meaning(
        "done, which is no answer to this", ProtocolError, Reason.BAD_ANSWER
    ),
    FOUND: _Meaning(
        "card found, which is no answer to this", ProtocolError, Reason.BAD_ANSWER
    ),
}
"""Each fault has its own reason."""


def error_for(status: int, asked: str) -> DriverError:
    """Return the exception for an SW3 that is a failure of the command `asked`."""
    meaning = _MEANINGS.get(status)
    if meaning is None:
        return ProtocolError(
            Reason.BAD_ANSWER, f"{asked}: SW3 {status:02X}, unknown to the standard"
        )
    return meaning.error(meaning.reason, f"{asked}: SW3 {status:02X}, {meaning.text}")
