"""What a terminal has sealed, central alone can read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import sealing

PRIVATE = bytes(range(32))
PUBLIC = sealing.public_key(PRIVATE)
ID = sealing.key_id(PUBLIC)
KEYS = {ID: PRIVATE}


@given(st.binary(max_size=2000))
def test_what_is_sealed_comes_out_again(body: bytes) -> None:
    sealed = sealing.seal(body, PUBLIC)
    assert sealing.unseal(sealed, ID, KEYS) == body


def test_nobody_sees_that_two_bodies_are_the_same() -> None:
    assert sealing.seal(b"{}", PUBLIC) != sealing.seal(b"{}", PUBLIC)


def test_a_changed_bit_anywhere_is_seen() -> None:
    sealed = sealing.seal(b'{"grade": "satisfied"}', PUBLIC)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(sealing.SealingError):
            sealing.unseal(bytes(changed), ID, KEYS)


def test_the_public_key_alone_opens_nothing() -> None:
    with pytest.raises(sealing.SealingError):
        sealing.unseal(sealing.seal(b"{}", PUBLIC), ID, {ID: PUBLIC})


def test_an_old_key_opens_what_was_sealed_to_it_and_a_lost_one_is_named() -> None:
    new = bytes(32 - each for each in range(32))
    both = {sealing.key_id(sealing.public_key(new)): new, **KEYS}
    sealed = sealing.seal(b"{}", PUBLIC)
    assert sealing.unseal(sealed, ID, both) == b"{}"
    del both[ID]
    with pytest.raises(sealing.UnknownKeyError):
        sealing.unseal(sealed, ID, both)


@given(st.binary(max_size=200))
def test_bytes_that_nobody_sealed_do_no_harm(noise: bytes) -> None:
    with pytest.raises(sealing.SealingError):
        sealing.unseal(noise, ID, KEYS)


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        sealing.seal(b"{}", PUBLIC[:31])
