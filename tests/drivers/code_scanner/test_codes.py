"""What a text is by its form, and bytes that are none."""

import random

import pytest
from support.scanners import ALIPAY, BILL, CARD, SLIP, WECHAT

from contract.codes import CODE_ALPHABET
from drivers.base import CodeKind
from drivers.code_scanner.codes import MAX_BYTES, decode, kind_of
from drivers.errors import ProtocolError, Reason


@pytest.mark.parametrize("first", range(10, 16))
def test_eighteen_digits_of_wechat_are_a_payment_code(first: int) -> None:
    assert kind_of(f"{first}{'7' * 16}") is CodeKind.PAYMENT_CODE


@pytest.mark.parametrize("first", range(25, 31))
@pytest.mark.parametrize("length", [16, 18, 20, 24])
def test_sixteen_to_twenty_four_digits_of_alipay_are_a_payment_code(
    first: int, length: int
) -> None:
    assert kind_of(f"{first}".ljust(length, "5")) is CodeKind.PAYMENT_CODE


@pytest.mark.parametrize(
    "text",
    [
        WECHAT[:-1],
        WECHAT + "1",
        "16" + "7" * 16,
        "09" + "7" * 16,
        "24" + "7" * 14,
        "31" + "7" * 14,
        "25" + "7" * 13,
        "30" + "7" * 23,
        WECHAT + "\n",
        "１３４５６７８９０１２３４５６７８９",
        " " + WECHAT,
    ],
)
def test_what_only_looks_like_a_payment_code_is_unknown(text: str) -> None:
    assert kind_of(text) is CodeKind.UNKNOWN


def test_twenty_digits_are_a_bill_unless_alipay_made_them() -> None:
    assert kind_of(BILL) is CodeKind.BILL_CODE
    assert kind_of("28" + BILL[2:]) is CodeKind.PAYMENT_CODE


def test_every_slip_code_that_we_print_is_a_document_code() -> None:
    chance = random.Random(8)  # noqa: S311 - the same every time
    for _ in range(1000):
        signs = "".join(chance.choices(CODE_ALPHABET, k=8))
        assert kind_of(f"{signs[:4]}-{signs[4:]}") is CodeKind.DOCUMENT_CODE


@pytest.mark.parametrize(
    "text", ["7F3A9BXZ", "7F3A-9BX", "7F3A-9BXI", "7f3a-9bxz", "7F3A-9BXZ-1"]
)
def test_what_is_no_slip_code_is_unknown(text: str) -> None:
    assert kind_of(text) is CodeKind.UNKNOWN


@pytest.mark.parametrize("text", [SLIP, CARD, "取件码：陈𬱖", "ü"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_utf_8_and_gb18030_are_read(text: str, encoding: str) -> None:
    if (text, encoding) != ("ü", "gb18030"):  # two bytes that Chinese would claim
        assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    "raw",
    [b"12\x0034", b"\x1b[2J", b"12\x7f", b"\x81", b"\xff\xff", "1\u202e2".encode()],
)
def test_control_signs_and_broken_characters_are_refused(raw: bytes) -> None:
    with pytest.raises(ProtocolError, match="no text") as caught:
        decode(raw)
    assert caught.value.reason is Reason.BAD_ANSWER


@pytest.mark.parametrize("before", [b"", b"]Q1", b"]C1", b"]d2", b"]e0", b"]X0", b" "])
@pytest.mark.parametrize("after", [b"", b"\t", b"\t\r\n", b" ", b"\x03", b"\x04"])
@pytest.mark.parametrize("text", [WECHAT, BILL, SLIP, CARD, "取件码"])
def test_what_a_scanner_adds_is_taken_away(
    before: bytes, after: bytes, text: str
) -> None:
    plain = decode(text.encode())
    assert decode(before + text.encode() + after) == plain
    assert plain.text == text


@pytest.mark.parametrize("text", ["]", "]Q", "]1Q5", "1]Q1", "]]Q1X", "[Q1X"])
def test_what_is_no_prefix_of_a_scanner_is_the_codes_own(text: str) -> None:
    assert decode(text.encode()).text == text


def test_one_prefix_is_taken_away_and_no_more() -> None:
    assert decode(b"]Q1]Q1X").text == "]Q1X"


@pytest.mark.parametrize("raw", [b"", b"]Q1", b"\t", b"]C1\t", b" \t ", b"\x03"])
def test_an_empty_code_is_refused(raw: bytes) -> None:
    with pytest.raises(ProtocolError, match="nothing"):
        decode(raw)


@pytest.mark.parametrize("raw", [b"12\t34", b"]Q1\x1d0101", b"\x00" + WECHAT.encode()])
def test_signs_within_a_code_are_not_taken_away(raw: bytes) -> None:
    with pytest.raises(ProtocolError, match="no text"):
        decode(raw)


def test_the_longest_code_is_read_and_a_longer_one_refused() -> None:
    assert len(decode(b"7" * MAX_BYTES).text) == MAX_BYTES
    with pytest.raises(ProtocolError, match=str(MAX_BYTES)):
        decode(b"7" * (MAX_BYTES + 1))


def test_a_code_never_shows_its_text() -> None:
    assert ALIPAY not in repr(decode(ALIPAY.encode()))


@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_any_bytes_do_no_harm(cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    for _ in range(cases):
        raw = bytearray(chance.choice((WECHAT, SLIP, CARD, "取件码")).encode())
        for _ in range(chance.randrange(4)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        try:
            code = decode(bytes(raw))
        except ProtocolError:
            continue
        assert code.text.isprintable()
