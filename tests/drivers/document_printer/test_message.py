"""IPP as bytes: what is sent, what is understood, and what does no harm."""

import contextlib
import random

import pytest

from drivers.document_printer.message import (
    Given,
    Group,
    Operation,
    Tag,
    decode,
    encode,
)
from drivers.errors import ProtocolError, Reason

ANSWER = bytes.fromhex(
    "0200 0000 00000001 01"
    "47 0012 617474726962757465732d63686172736574 0005 7574662d38"
    "02"
    "21 0006 6a6f622d6964 0004 0000002a"
    "44 0001 72 0004 6e6f6e65"
    "44 0000 0001 78"
    "13 0001 74 0000"
    "34 0001 63 0000 4a 0000 0001 6b 21 0000 0004 00000001 37 0000 0000"
    "22 0001 62 0001 01"
    "03"
)


def test_an_answer_is_understood() -> None:
    answer = decode(ANSWER)
    assert answer.status == 0
    assert answer.group(Group.JOB) == {
        "job-id": [42],
        "r": ["none", "x"],
        "t": [None],
        "b": [True],
    }


def test_a_request_is_as_the_standard_has_it() -> None:
    about: dict[str, Given] = {
        "printer-uri": (Tag.URI, "ipp://h/p"),
        "job-id": (Tag.INTEGER, 7),
        "requested-attributes": (Tag.KEYWORD, ("a", "b")),
    }
    assert encode(Operation.CANCEL_JOB, about) == bytes.fromhex(
        "0200 0008 00000001 01"
        "47 0012 617474726962757465732d63686172736574 0005 7574662d38"
        "48 001b 617474726962757465732d6e61747572616c2d6c616e6775616765 0002 656e"
        "45 000b 7072696e7465722d757269 0009 6970703a2f2f682f70"
        "21 0006 6a6f622d6964 0004 00000007"
        "44 0014 7265717565737465642d61747472696275746573 0001 61"
        "44 0000 0001 62 03"
    )


@pytest.mark.parametrize("size", range(len(ANSWER)))
def test_an_answer_that_breaks_off_anywhere_is_refused(size: int) -> None:
    with pytest.raises(ProtocolError) as caught:
        decode(ANSWER[:size])
    assert caught.value.reason is Reason.BAD_ANSWER


def fuzz(rounds: int) -> None:
    dice = random.Random(8010)  # noqa: S311 - nonsense, the same every time
    for _ in range(rounds):
        data = bytearray(ANSWER)
        for _ in range(dice.randint(1, 8)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        tail = dice.randbytes(dice.randrange(200))
        for noise in (bytes(data), b"\2\0" + tail, bytes(data[:9]) + tail):
            with contextlib.suppress(ProtocolError):
                decode(noise)


def test_nonsense_does_no_harm() -> None:
    fuzz(3_400)


@pytest.mark.long
def test_much_nonsense_does_no_harm() -> None:
    fuzz(34_000)
