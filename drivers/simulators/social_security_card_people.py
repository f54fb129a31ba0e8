"""The demonstration's social-security cards: invented people, and their records.

The three residents are those of `sam_cards`. The fourth has a name of 50 bytes with a
four-byte character that spans the card's two fields for it.
"""

from dataclasses import dataclass, field

VERSIONS = ("1.00", "2.00", "3.00")

Record = tuple[int, bytes]
"""Tag and value."""

_NAME_SIZE = 30
_REST_SIZE = 20
_ISSUER = "91560000021510400001"


@dataclass(frozen=True)
class Person:
    """The holder of a card; the repr shows no personal field."""

    label: str
    name: str = field(repr=False)
    number: str = field(repr=False)
    sex: str = field(repr=False)
    nation: str = field(repr=False)
    birth: str = field(repr=False)
    card_number: str = field(repr=False)
    issued: str = "20190801"
    expires: str = "20290801"

    def card_file(self, version: str) -> list[Record]:
        """Return the records of EF05."""
        return [
            (0x01, _bcd("510400" + self.number[6:] + "00", 16)),
            (0x02, b"1"),
            (0x03, version.encode("ascii")),
            (0x04, _bcd(_ISSUER, 12)),
            (0x05, _bcd(self.issued, 4)),
            (0x06, _bcd(self.expires, 4)),
            (0x07, _text(self.card_number.encode("latin-1"), 9)),
        ]

    def holder_file(self, version: str) -> list[Record]:
        """Return the records of EF06; version 1.00 has none for the rest of a name."""
        name = self.name.encode("gb18030")
        rest = [(0x4E, _text(name[_NAME_SIZE:], _REST_SIZE))]
        return [
            (0x08, _text(self.number.encode("ascii"), 18)),
            (0x09, _text(name[:_NAME_SIZE], _NAME_SIZE)),
            *(rest if version != "1.00" else []),
            (0x0A, self.sex.encode("ascii")),
            (0x0B, _bcd(self.nation, 1)),
            (0x0C, _bcd(self.number[:6], 3)),
            (0x0D, _bcd(self.birth, 4)),
        ]


def _bcd(digits: str, size: int) -> bytes:
    kept = "".join(digit if digit.isdecimal() else "0" for digit in digits)
    return bytes.fromhex(kept.ljust(2 * size, "F"))


def _text(raw: bytes, size: int) -> bytes:
    return raw[:size].ljust(size, b"\0")


CARDS: dict[str, Person] = {
    "li_na": Person(
        "李娜", "李娜", "510411199003074526", "2", "01", "19900307", "D00000017"
    ),
    "chen_rare": Person(
        "陈𬱖 · rare character",
        "陈𬱖",
        "510411198511223175",
        "1",
        "03",
        "19851122",
        "D00000025",
    ),
    "zhang_wei": Person(
        "张伟", "张伟", "330382195806151095", "1", "01", "19580615", "A00000031"
    ),
    "long_name": Person(
        "name of 50 bytes",
        "阿卜杜热西提·买买提吐尔逊·𬱖·努尔麦麦提艾山江",
        "510411199210103190",
        "1",
        "05",
        "19921010",
        "D00000049",
    ),
    "small_x": Person(
        "周敏 · a small x, worn: only name and number read",
        "周敏",
        "43041919600229003x",
        "2",
        "01",
        "19900000",
        "\xff" * 9,
    ),
    "old_code": Person(
        "李𤇾 · rare character, old character code",
        "李\ue855",
        "510411199003074526",
        "2",
        "01",
        "19900307",
        "D00000065",
    ),
    "damaged": Person(
        "王损 · damaged: the number is wrong",
        "王损",
        "510411199113314534",
        "1",
        "01",
        "19911331",
        "D00000057",
    ),
}
"""Name for the control socket to the card's holder."""
