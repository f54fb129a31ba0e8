"""Which names are one, however they were written down."""

import pytest

from contract.names import same_name

SEPARATORS = (
    *("\u00b7", "\u0387", "\u2022", "\u2027", "\u2219", "\u22c5", "\u30fb", "\uff65"),
    *(".", "\uff0e", "\u2024", "\ufe52", "\u3002", "\uff61"),
    *("\u25cf", "\u25e6", "\u26ab", "\u2981"),
    *("\u2e31", "\u2e33", "\ua78f", "\u16eb", "\U00010101"),
)


@pytest.mark.parametrize("sign", SEPARATORS)
@pytest.mark.parametrize("other", ["\u00b7", "\u2022", "\uff0e"])
def test_separators_are_one_sign_on_either_side(sign: str, other: str) -> None:
    assert same_name(f"买买提{sign}艾合买提", f"买买提{other}艾合买提")
    assert same_name(f"阿依{sign}古丽 {sign} 艾山", f"阿依{other}古丽{other}艾山")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("何\ue863欣", "何䶮欣"),
        ("李\ue855", "李𤇾"),
        ("\ue816\ue81e", "𠂇龴"),
        ("TREMBLAY, SOPHIE", "Tremblay,Sophie"),
        ("ＳＰＥＣＩＭＥＮ，　ＪＥＡＮ", "SPECIMEN, JEAN"),
        ("李 娜", "李娜"),
        ("李\u3000娜", "李娜"),
        ("買買提\u2022\ue863", "買買提\u00b7䶮"),
    ],
)
def test_a_name_is_the_same_however_it_was_written_down(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("李娜", "李那"),
        ("买买提·艾合买提", "买买提艾合买提"),  # no sign is not another sign
        ("买买提·艾合买提", "买买提-艾合买提"),
        ("何\ue862欣", "何䶮欣"),
        ("何\ue000欣", "何䶮欣"),
        ("陈", "陈𬱖"),
        ("", "李娜"),
    ],
)
def test_another_name_is_another_one(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)
