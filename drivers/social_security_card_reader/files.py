"""Reads the records of a social-security card (LD/T 32). Pure.

Three ways are in use, and a card may support only one of them. A record is stored by
the tag in the reply, never by the requested number, as numbers differ between versions
of cards. A record that is malformed or protected counts as missing; the others are
read all the same.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress

from drivers.errors import CardError
from drivers.social_security_card_reader.apdu import (
    NO_RECORD,
    Answer,
    Transmit,
    ask,
    not_selected,
    refused,
)
from drivers.social_security_card_reader.records import (
    CARD_FILE,
    HEADER_SIZE,
    HOLDER_FILE,
    UNUSED,
    File,
    Records,
    missing,
    split_record,
)

APPLICATION = "sx1.sh.社会保障".encode("gbk")

_SELECT_APPLICATION = b"\x00\xa4\x04\x00" + bytes([len(APPLICATION)]) + APPLICATION
_SELECT_FILE = b"\x00\xa4\x02\x00\x02"
_READ_RECORD = b"\x00\xb2"
_P1_IS_NUMBER = 0x04
_MOST_RECORDS = 16
"""In one file; the standard defines seven."""


def read_records(transmit: Transmit) -> Records:
    """Select the application and read its free records, in any way that works.

    By tag comes first, as it needs the fewest commands. Records that one way did not
    find are requested in the next.

    Raises:
        CardError: `CARD_TYPE_UNKNOWN`: another kind of card. `CARD_UNREADABLE`: no way
            works, or an answer is invalid.
    """
    selected = ask(transmit, _SELECT_APPLICATION)
    if not selected.good:
        raise not_selected(selected.status)
    records: Records = {}
    refusal: CardError | None = None
    for way in _WAYS:
        for file in (CARD_FILE, HOLDER_FILE):
            try:
                records.update(way(transmit, file))
            except _WayRefusedError as error:
                refusal = refusal or refused(way.__name__.strip("_"), error.status)
        if not missing(records):
            return records
    if refusal is not None and not records:
        raise refusal
    return records


class _WayRefusedError(Exception):
    """The card does not support this way of reading."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = status


def _by_tag(transmit: Transmit, file: File) -> Iterator[tuple[int, bytes]]:
    known = False  # whether the card supports this way
    for tag, size in file.sizes.items():
        if tag in UNUSED:
            continue
        answer = _read(transmit, tag, file.short, size)
        if answer.good:
            known = True
            if record := _whole(answer.data):
                yield record
        elif answer.status != NO_RECORD and not known:
            raise _WayRefusedError(answer.status)


def _by_number(transmit: Transmit, file: File) -> Iterator[tuple[int, bytes]]:
    return _numbered(transmit, file, file.short)


def _by_selected_file(transmit: Transmit, file: File) -> Iterator[tuple[int, bytes]]:
    selected = ask(transmit, _SELECT_FILE + file.identifier)
    if not selected.good:
        raise _WayRefusedError(selected.status)
    yield from _numbered(transmit, file, 0)


_WAYS: tuple[Callable[[Transmit, File], Iterator[tuple[int, bytes]]], ...] = (
    _by_tag,
    _by_number,
    _by_selected_file,
)


def _numbered(
    transmit: Transmit, file: File, short: int
) -> Iterator[tuple[int, bytes]]:
    last = list(file.sizes)[-1]
    sizes = list(file.sizes.values())
    for number in range(1, _MOST_RECORDS + 1):
        size = sizes[min(number, len(sizes)) - 1]
        answer = _read(transmit, number, short | _P1_IS_NUMBER, size)
        if not answer.good:
            if number == 1:
                raise _WayRefusedError(answer.status)
            return  # the end; `missing` checks whether all records were found
        if record := _whole(answer.data):
            yield record
            if record[0] == last:
                return


def _whole(data: bytes) -> tuple[int, bytes] | None:
    """Return tag and value, or None if the length is wrong."""
    with suppress(CardError):
        return split_record(data)
    return None


def _read(transmit: Transmit, p1: int, p2: int, size: int) -> Answer:
    command = _READ_RECORD + bytes([p1, p2])
    answer = ask(transmit, command, size + HEADER_SIZE)
    if not answer.good and answer.status != NO_RECORD:
        # Repeated once: dirty contacts refuse what they return at the second try.
        answer = ask(transmit, command, size + HEADER_SIZE)
    due = answer.data[1] + HEADER_SIZE if len(answer.data) >= HEADER_SIZE else 0
    if len(answer.data) < due <= 0xFF:
        # A longer record than expected, which the card has truncated.
        return ask(transmit, command, due)
    return answer
