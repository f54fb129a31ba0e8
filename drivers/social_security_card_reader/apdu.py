"""Commands to a chip card and its status words (ISO 7816-4). Pure.

Cards of T=0 answer `61 xx` (more to fetch) and `6C xx` (repeat with this length).
Readers pass these on, so they are handled here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.errors import CardError, Reason

Transmit = Callable[[bytes], bytes]
"""Sends one command to the card; returns its answer including SW1 and SW2."""

DONE = 0x9000
END_BEFORE_LENGTH = 0x6282
"""Fewer bytes than requested, but these are all there are."""
NO_FILE = 0x6A82
NO_RECORD = 0x6A83

_MORE = 0x61
_WRONG_LENGTH = 0x6C
_GET_RESPONSE = b"\x00\xc0\x00\x00"
_STATUS_SIZE = 2

_FOLLOW_MOST = 8
"""Answers to one command; no record needs more than two."""

_TEXTS = {
    0x6283: "the selected file is blocked",
    0x6581: "the card's memory failed",
    0x6700: "wrong length",
    0x6981: "not for this kind of file",
    0x6982: "the card wants to be authenticated to first",
    0x6983: "authentication is blocked",
    0x6985: "conditions are not fulfilled",
    0x6986: "no file is selected",
    0x6A81: "the card cannot do this, or is locked",
    NO_FILE: "no such file",
    NO_RECORD: "no such record",
    0x6A86: "wrong parameters",
    0x6B00: "wrong parameters",
    0x6D00: "the card does not know this command",
    0x6E00: "the card does not know this class of commands",
    0x6F00: "the card gives no reason",
}

_NOT_THIS_APPLICATION = frozenset({NO_FILE, 0x6A86, 0x6A87, 0x6D00, 0x6E00})
"""Answers to SELECT of a working chip that is not a social-security card's."""


@dataclass(frozen=True)
class Answer:
    """A card's answer: data (never shown) and status word."""

    data: bytes
    status: int

    def __repr__(self) -> str:
        """Show only the status: the data is personal."""
        return f"<Answer {self.status:04X}, {len(self.data)} bytes>"

    @property
    def good(self) -> bool:
        """Return whether the data is what was requested."""
        return self.status in (DONE, END_BEFORE_LENGTH)


def ask(transmit: Transmit, command: bytes, length: int | None = None) -> Answer:
    """Send a command to a card, and handle `61 xx` and `6C xx`.

    Args:
        transmit: Sends to the card.
        command: The command without Le.
        length: Le, the expected number of bytes, or None to send no Le.

    Raises:
        CardError: `CARD_UNREADABLE`: the answer is not ISO 7816-4, or endless.
    """
    data = b""
    sent = command if length is None else command + bytes([length])
    for _ in range(_FOLLOW_MOST):
        answer = transmit(sent)
        if len(answer) < _STATUS_SIZE or not 0x61 <= answer[-2] <= 0x9F:
            raise CardError(Reason.CARD_UNREADABLE, "an answer without a status word")
        data += answer[:-_STATUS_SIZE]
        first, second = answer[-2:]
        if first == _MORE:
            sent = _GET_RESPONSE + bytes([second])
        elif first == _WRONG_LENGTH:
            base = _GET_RESPONSE if sent.startswith(_GET_RESPONSE) else command
            sent = base + bytes([second])
        else:
            return Answer(data, first << 8 | second)
    raise CardError(Reason.CARD_UNREADABLE, "the card's answer does not end")


def refused(asked: str, status: int) -> CardError:
    """Return the exception for a status word that is a failure of the command."""
    text = _TEXTS.get(status, "no meaning that we know")
    return CardError(Reason.CARD_UNREADABLE, f"{asked}: {status:04X}, {text}")


def not_selected(status: int) -> CardError:
    """Return the exception for a failed selection of the application."""
    if status in _NOT_THIS_APPLICATION:
        detail = f"{status:04X}: the chip is not that of a social-security card"
        return CardError(Reason.CARD_TYPE_UNKNOWN, detail)
    return refused("SELECT", status)
