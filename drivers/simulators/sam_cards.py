"""The demonstration cards: invented people, and their 256-byte text records.

The numbers have valid check characters but belong to no real person: the sequences are
invented. Central's demonstration departments have data on the three residents.
"""

import re
from dataclasses import dataclass

TEXT_UNITS = 128
"""UTF-16 units in a text record."""

APPENDED_ADDRESS_UNITS = 35
"""UTF-16 units in one slot of 70 bytes."""


@dataclass(frozen=True, repr=False)
class DemoCard:
    """A simulated card.

    Attributes:
        label: Label in the device panel.
        record: The text record, 256 bytes.
        appended_address: The module's answer: one slot of 70 bytes or all four, as no
            source says which; empty if none was appended.
    """

    label: str
    record: bytes
    appended_address: bytes = b""

    @property
    def number(self) -> str:
        """Return the holder's number from the card."""
        found = re.search(r"[0-9]{17}[0-9X]", self.record.decode("utf-16-le"))
        return found[0] if found else ""


def _field(text: str, units: int) -> bytes:
    raw = text.encode("utf-16-le")
    if len(raw) > 2 * units:
        raise ValueError(f"more than {units} UTF-16 units")
    return raw + b" \0" * (units - len(raw) // 2)


def _record(*fields: tuple[str, int]) -> bytes:
    if sum(units for _, units in fields) != TEXT_UNITS:
        raise ValueError("the fields do not fill a record")
    return b"".join(_field(text, units) for text, units in fields)


def _resident(
    name: str,
    sex: str,
    nation: str,
    birth: str,
    address: str,
    number: str,
    issuer: str,
    begins: str,
    ends: str,
) -> bytes:
    return _record(
        (name, 15),
        (sex, 1),
        (nation, 2),
        (birth, 8),
        (address, 35),
        (number, 18),
        (issuer, 15),
        (begins, 8),
        (ends, 8),
        ("", 18),
    )


_LONG_ENGLISH_NAME = "DUBOIS DE LA FONTAINE, JEAN-BAPTISTE MARIE"
"""Longer than the first of the two fields that the card of 2023 has for it."""

CARDS: dict[str, DemoCard] = {
    "li_na": DemoCard(
        "李娜 · resident",
        _resident(
            "李娜",
            "2",
            "01",
            "19900307",
            "四川省攀枝花市仁和区演示街1号2栋3单元4号",
            "510411199003074526",
            "攀枝花市公安局仁和分局",
            "20190612",
            "20390612",
        ),
    ),
    "chen_rare": DemoCard(
        "陈𬱖 · resident, rare character",
        _resident(
            "陈𬱖",
            "1",
            "03",
            "19851122",
            "四川省攀枝花市仁和区㛃水村示例组5号",
            "510411198511223175",
            "攀枝花市公安局仁和分局",
            "20210405",
            "20410405",
        ),
        _field("四川省攀枝花市东区㛃水演示路66号", APPENDED_ADDRESS_UNITS),
    ),
    "zhang_wei": DemoCard(
        "张伟 · resident, long-term card",
        _resident(
            "张伟",
            "1",
            "01",
            "19580615",
            "浙江省乐清市示例镇演示村7号",
            "330382195806151095",
            "乐清市公安局",
            "20080701",
            "长期",
        ),
        # Two appended addresses.
        _field("浙江省乐清市示例镇演示路18号", APPENDED_ADDRESS_UNITS)
        + _field("四川省攀枝花市仁和区演示巷3号", APPENDED_ADDRESS_UNITS)
        + _field("", 2 * APPENDED_ADDRESS_UNITS),
    ),
    "ho_ka_yan": DemoCard(
        "何䶮欣 · Hong Kong, Macau and Taiwan",
        _record(
            ("何䶮欣", 15),
            ("2", 1),
            ("", 2),
            ("19940823", 8),
            ("四川省成都市锦江区演示大道8号", 35),
            ("810000199408234524", 18),
            ("成都市公安局", 15),
            ("20260110", 8),
            ("20310110", 8),
            ("H00000001", 9),
            ("01", 2),
            ("", 3),
            ("J", 1),
            ("", 3),
        ),
    ),
    "ho_private_use": DemoCard(
        "何䶮欣 · residence permit, with an old character code",
        _record(
            ("何\ue863欣", 15),
            ("2", 1),
            ("", 2),
            ("19940823", 8),
            ("四川省成都市锦江区演示大道8号", 35),
            ("810000199408234524", 18),
            ("成都市公安局", 15),
            ("20260110", 8),
            ("20310110", 8),
            ("H00000001", 9),
            ("01", 2),
            ("", 3),
            ("J", 1),
            ("", 3),
        ),
    ),
    "no_font": DemoCard(
        "李娜 · resident, with a character that no font has",
        _resident(
            "李\ue000",
            "2",
            "01",
            "19900307",
            "四川省攀枝花市仁和区演示街1号2栋3单元4号",
            "510411199003074526",
            "攀枝花市公安局仁和分局",
            "20190612",
            "20390612",
        ),
    ),
    "maimaiti": DemoCard(
        "买买提•艾合买提 · resident, other separator than central's",
        _resident(
            "买买提•艾合买提",
            "1",
            "05",
            "19880407",
            "四川省攀枝花市仁和区演示街12号",
            "650102198804075119",
            "攀枝花市公安局仁和分局",
            "20180402",
            "20380402",
        ),
    ),
    "worn": DemoCard(
        "李娜 · resident, worn: only name and number read",
        _resident(
            "李娜",
            "\uffff",
            "\uffff\uffff",
            "19900000",
            "\uffff" * 35,
            "510411199003074526",
            "\uffff" * 15,
            "20190631",
            "2039\uffff\uffff\uffff\uffff",
        ),
    ),
    "tremblay": DemoCard(
        "TREMBLAY, SOPHIE · foreigner's card 2017",
        _record(
            ("TREMBLAY, SOPHIE", 60),
            ("2", 1),
            ("CAN510485110329", 15),
            ("CAN", 3),
            ("苏菲", 15),
            ("20200518", 8),
            ("20300517", 8),
            ("19851103", 8),
            ("01", 2),
            ("5100", 4),
            ("I", 1),
            ("", 3),
        ),
    ),
    "dubois": DemoCard(
        "DUBOIS DE LA FONTAINE · foreigner's card 2023",
        _record(
            ("杜让", 15),
            ("1", 1),
            ("00", 2),
            ("19870416", 8),
            (_LONG_ENGLISH_NAME[:35], 35),
            ("951250198704162125", 18),
            ("", 15),
            ("20240105", 8),
            ("20340104", 8),
            (_LONG_ENGLISH_NAME[35:], 11),
            ("FRA", 3),
            ("Y", 1),
            ("", 3),
        ),
    ),
    "expired": DemoCard(
        "赵旧 · resident, no longer valid",
        _resident(
            "赵旧",
            "1",
            "01",
            "19680512",
            "四川省攀枝花市仁和区演示街8号",
            "510411196805122418",
            "攀枝花市公安局仁和分局",
            "20040901",
            "20240901",
        ),
    ),
    "damaged": DemoCard(
        "王损 · resident, damaged: its number is wrong",
        _resident(
            "王损",
            "1",
            "01",
            "19911331",
            "四川省攀枝花市仁和区演示街9号",
            "510411199113314534",
            "攀枝花市公安局仁和分局",
            "20160301",
            "20260301",
        ),
    ),
}
"""Name for the control socket to card."""
