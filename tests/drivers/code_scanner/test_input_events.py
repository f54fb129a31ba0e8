"""Keys to text: against the simulator's own table of keys, and against nonsense."""

import random
import string

import pytest

from drivers.code_scanner.input_events import DAMAGE, EVENT, KEYS, Typing
from drivers.simulators.wedge_scanner import keys_of, press

EV_KEY, SHIFT, RIGHT_SHIFT, ENTER, KEY_A = 1, 42, 54, 28, 30
TAB, CAPS_LOCK, NUM_LOCK = 15, 58, 69
TYPED = "".join(c for c in string.printable if c.isprintable())


def key(code: int, value: int) -> bytes:
    return EVENT.pack(0, 0, EV_KEY, code, value)


def test_a_record_has_the_size_of_the_kernels() -> None:
    assert EVENT.size == 24


def test_every_sign_of_ascii_is_typed_and_read() -> None:
    for sign in TYPED:
        assert Typing().feed(b"".join(keys_of(sign))) == sign.encode()
    assert Typing().feed(b"".join(keys_of(TYPED))) == TYPED.encode()


def test_records_come_through_in_any_pieces() -> None:
    stream = b"".join(keys_of("aB-9")) + press(ENTER)
    for size in range(1, 60):
        typing = Typing()
        pieces = (stream[at : at + size] for at in range(0, len(stream), size))
        assert b"".join(map(typing.feed, pieces)) == b"aB-9\r"


def test_either_shift_holds_until_both_are_up() -> None:
    events = (
        key(SHIFT, 1) + key(RIGHT_SHIFT, 1) + key(SHIFT, 0) + key(KEY_A, 1)
        + key(RIGHT_SHIFT, 0) + key(KEY_A, 1)
    )  # fmt: skip
    assert Typing().feed(events) == b"Aa"


def test_a_key_that_is_held_types_once() -> None:
    events = key(KEY_A, 1) + key(KEY_A, 2) * 9 + key(KEY_A, 0)
    assert Typing().feed(events) == b"a"


def test_the_keypad_types_digits_and_ends_a_code() -> None:
    codes = (82, 79, 80, 81, 75, 76, 77, 71, 72, 73, 96)
    assert Typing().feed(b"".join(map(press, codes))) == b"0123456789\r"


@pytest.mark.parametrize("code", [1, 29, 56, 70, 183, 0x2FF])
def test_a_key_that_writes_nothing_here_damages_the_code(code: int) -> None:
    assert code not in KEYS
    assert Typing().feed(press(code)) == DAMAGE


def test_lost_events_damage_the_code_and_let_go_of_shift() -> None:
    lost = EVENT.pack(0, 0, 0, 3, 0)
    assert Typing().feed(key(SHIFT, 1) + lost + key(KEY_A, 1)) == DAMAGE + b"a"


def test_lost_events_let_go_of_caps_lock() -> None:
    lost = EVENT.pack(0, 0, 0, 3, 0)
    assert Typing().feed(press(CAPS_LOCK) + lost + key(KEY_A, 1)) == DAMAGE + b"a"


def test_tab_is_typed() -> None:
    typed = b"".join((*keys_of("7F3A"), press(TAB), press(ENTER)))
    assert Typing().feed(typed) == b"7F3A\t\r"


def test_caps_lock_turns_letters_round_until_it_is_pressed_again() -> None:
    lock = press(CAPS_LOCK)
    turned = b"".join(keys_of(TYPED.swapcase()))
    straight = b"".join(keys_of(TYPED))
    events = straight + lock + turned + lock + straight
    assert Typing().feed(events) == TYPED.encode() * 3


def test_caps_lock_that_is_held_counts_once() -> None:
    held = key(CAPS_LOCK, 1) + key(CAPS_LOCK, 2) * 3 + key(CAPS_LOCK, 0)
    assert Typing().feed(held + key(KEY_A, 1)) == b"A"


def test_num_lock_changes_nothing() -> None:
    assert Typing().feed(press(NUM_LOCK) + press(79) + press(KEY_A)) == b"1a"


@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_any_bytes_do_no_harm(cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    typing = Typing()
    for _ in range(cases):
        received = chance.randbytes(chance.randrange(80))
        if chance.random() < 0.5:
            received += key(chance.randrange(256), chance.randrange(3))
        assert set(typing.feed(received)) <= set(TYPED.encode() + b"\r\t" + DAMAGE)
