"""Codes that people read and type."""

import pytest

from contract.codes import CODE_ALPHABET, code_of, plain_code, typed_code


def test_the_alphabet_has_five_bits_and_no_letter_like_a_digit() -> None:
    assert len(set(CODE_ALPHABET)) == len(CODE_ALPHABET) == 32
    assert not set("ILOU") & set(CODE_ALPHABET)


@pytest.mark.parametrize(
    ("number", "length", "code"),
    [
        (0, 8, "0000-0000"),
        (1, 8, "1000-0000"),
        (31, 8, "Z000-0000"),
        (32, 8, "0100-0000"),
        (2**40 - 1, 8, "ZZZZ-ZZZZ"),
        (2**40, 8, "0000-0000"),
        (10, 12, "A000-0000-0000"),
        (1, 6, "1000-00"),
    ],
)
def test_a_number_as_a_code(number: int, length: int, code: str) -> None:
    assert code_of(number, length) == code


def test_a_code_is_compared_without_spaces_hyphens_and_case() -> None:
    assert plain_code(" 7kq2 -m9xd\t") == "7KQ2M9XD"
    assert plain_code("oil") == "OIL", "what was not typed is not guessed"


def test_letters_that_look_like_digits_are_those_when_typed() -> None:
    assert typed_code("o1-Il") == "0111"
