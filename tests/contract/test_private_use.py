"""Private-use characters of GBK: the table, against the codec of this Python."""

from contract.private_use import replaced

NOT_IN_2000 = {
    0xFE51: 0x20087,
    0xFE52: 0x20089,
    0xFE53: 0x200CC,
    0xFE59: 0x9FB4,
    0xFE61: 0x9FB5,
    0xFE66: 0x9FB6,
    0xFE67: 0x9FB7,
    0xFE6C: 0x215D7,
    0xFE6D: 0x9FB8,
    0xFE76: 0x2298F,
    0xFE7E: 0x9FB9,
    0xFE90: 0x9FBA,
    0xFE91: 0x241FE,
    0xFEA0: 0x9FBB,
    0xA6D9: 0xFE10,
    0xA6DA: 0xFE12,
    0xA6DB: 0xFE11,
    0xA6DC: 0xFE13,
    0xA6DD: 0xFE14,
    0xA6DE: 0xFE15,
    0xA6DF: 0xFE16,
    0xA6EC: 0xFE17,
    0xA6ED: 0xFE18,
    0xA6F3: 0xFE19,
    0xA8BC: 0x1E3F,
}
"""What GB 18030-2005 and -2022 changed: two bytes, and their code point since then."""


def decoded(code: int) -> str:
    return code.to_bytes(2, "big").decode("gb18030")


def test_every_character_that_the_standard_moved_is_found() -> None:
    found = {code: ord(replaced(decoded(code))) for code in NOT_IN_2000}
    assert found == NOT_IN_2000


def test_the_last_row_of_gbk_is_what_the_standard_of_2000_moved_already() -> None:
    """U+E815 and on are its 80 characters in order, whatever a decoder says."""
    row = [0xFE00 + low for low in range(0x50, 0xA1) if low != 0x7F]
    for number, code in enumerate(row):
        meant = replaced(decoded(code))
        assert not 0xE000 <= ord(meant) <= 0xF8FF
        assert replaced(chr(0xE815 + number)) == meant


def test_signs_that_the_standard_of_2000_moved_already_are_in_gbks_order() -> None:
    assert replaced("\ue76c\ue7c8") == decoded(0xA2E3) + decoded(0xA8BF)
    described = "".join(decoded(code) for code in range(0xA989, 0xA996))
    assert replaced("".join(map(chr, range(0xE7E7, 0xE7F4)))) == described


def test_what_has_no_meaning_that_all_agree_on_is_left() -> None:
    for text in ("\ue000", "\ue4c5", "\ue766", "\ue814", "\ue865", "\U000f0000", "䶮"):
        assert replaced(text) == text
