"""Each status byte of the standard has its own words and a fitting culprit."""

import pytest

from drivers.errors import CardError, DeviceFaultError, DriverError, ProtocolError
from drivers.id_card_reader.status_words import error_for

STANDARD = (0x10, 0x11, 0x21, 0x23, 0x24, 0x31, 0x32, 0x33, 0x40, 0x41, 0x47, 0x60,
            0x66, 0x80, 0x81, 0x90, 0x91, 0x9F)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ProtocolError, (0x10, 0x11, 0x21, 0x23, 0x90, 0x9F)),
        (DeviceFaultError, (0x24, 0x47, 0x60, 0x66)),
        (CardError, (0x31, 0x32, 0x33, 0x40, 0x41, 0x80, 0x81, 0x91)),
    ],
)
def test_the_culprit_is_named(kind: type[DriverError], words: tuple[int, ...]) -> None:
    assert all(type(error_for(word, "read")) is kind for word in words)


def test_a_technician_can_tell_every_word_from_every_other() -> None:
    texts = {error_for(word, "read").detail.partition(",")[2] for word in STANDARD}
    assert len(texts) == len(STANDARD)


def test_each_fault_of_the_standard_is_a_reason_of_its_own() -> None:
    faults = [word for word in STANDARD if word not in (0x90, 0x9F)]
    assert len({error_for(word, "read").reason for word in faults}) == len(faults)


@pytest.mark.parametrize("status", range(256))
def test_every_byte_gives_an_error_that_shows_it_and_what_was_asked(
    status: int,
) -> None:
    assert f"find: SW3 {status:02X}" in str(error_for(status, "find"))
