"""What each keyboard has, and what a key makes of an answer."""

import string

import pytest

from kiosk.flow.keyboard import typed
from kiosk.flow.masking import mask_name, mask_number
from view import Erase, Key, Keys, Main

DIGITS = set(string.digits)
LETTERS = DIGITS | set(string.ascii_uppercase)
SIGNS = {*LETTERS, ".", "-", " ", "川", "一", "鿿", "㐀", "ꀀ", "，", "é"}


@pytest.mark.parametrize(
    ("keys", "has"),
    [
        (Keys.CHOICE, set()),
        (Keys.MONTH, set()),
        (Keys.DIGITS, DIGITS),
        (Keys.CITIZEN_NUMBER, DIGITS | {"X"}),
        (Keys.AMOUNT, DIGITS | {"."}),
        (Keys.LETTERS, LETTERS),
        (Keys.PLATE, LETTERS | {"川", "一", "鿿"}),
    ],
)
def test_a_keyboard_has_its_own_keys(keys: Keys, has: set[str]) -> None:
    assert {each for each in SIGNS if typed("", Key(each), keys, 9)} == has
    for each in SIGNS - has:
        assert typed("1", Key(each), keys, 9) is None


@pytest.mark.parametrize(
    ("value", "then"), [("", "A"), ("12", "12A"), ("123", "123"), ("1234", "1234")]
)
def test_no_more_is_typed_than_fits(value: str, then: str) -> None:
    assert typed(value, Key("a"), Keys.LETTERS, 3) == then


@pytest.mark.parametrize(
    ("value", "everything", "then"),
    [("123", False, "12"), ("1", False, ""), ("", False, ""), ("123", True, "")],
)
def test_what_was_typed_is_taken_back(value: str, everything: bool, then: str) -> None:
    assert typed(value, Erase(everything), Keys.DIGITS, 3) == then


def test_another_button_is_no_key() -> None:
    assert typed("12", Main(), Keys.DIGITS, 3) is None


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("", "*"),
        ("王", "王*"),
        ("王明", "王*"),
        ("王小明", "王*明"),
        ("欧阳小明", "欧**明"),
        ("DUBOIS", "DUBOIS"),
        ("DUBOIS JEAN MARIE", "DUBOIS J*** M***"),
        ("  ", " *"),
        ("买买提 吐尔逊", "买*****逊"),
    ],
)
def test_a_name_is_hidden_in_its_middle(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_a_number_is_hidden_in_its_middle() -> None:
    assert mask_number("510411198511223175") == "510411********3175"


@pytest.mark.parametrize(
    ("value", "then"),
    [
        ("京X12345", "京X12345"),
        ("京X1234", "京X1234应急"),
        ("京X123", "京X123应急"),
        ("京", "京应急"),
    ],
)
def test_the_plates_of_fire_and_rescue_end_with_one_key(value: str, then: str) -> None:
    assert typed(value, Key("应急"), Keys.PLATE, 8) == then
    for keys in (Keys.LETTERS, Keys.AMOUNT):
        assert typed(value, Key("应急"), keys, 8) is None
    assert typed(value, Key("京川"), Keys.PLATE, 12) is None


@pytest.mark.parametrize(
    ("value", "then"), [("京X123应急", "京X123"), ("京X123急", "京X123"), ("应急", "")]
)
def test_one_key_is_taken_back_as_one(value: str, then: str) -> None:
    assert typed(value, Erase(), Keys.PLATE, 8) == then
