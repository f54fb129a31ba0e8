"""Number plates as GA 36-2018 has them, kind by kind."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.numbers import PLATES, Fault, NumberError, plate

EXAMPLES = {
    "ordinary": ("京A12345", "川D8A2X1", "京O00001", "川AAB123", "粤ZA1234"),
    "new energy, small": ("京AD12345", "川AF12345", "川ADA1234", "沪AK99999"),
    "new energy, large": ("京A12345D", "川D00001F", "沪A54321B"),
    "embassy": ("使123456", "使014578", "224001使"),
    "consulate": ("沪A1234领", "川A0012领", "粤22401领"),
    "police": ("京A1234警", "川OA123警"),
    "driving school": ("京A1234学", "川DA123学"),
    "trailer": ("京A1234挂", "川DA123挂"),
    "Hong Kong or Macau": ("粤Z1234港", "粤ZA123澳", "粤ZAB12港"),
    "on trial": ("京A1234试", "川D0001试"),
    "oversized": ("京A1234超", "川D0001超"),
    "fire and rescue": ("京X1234应急", "川S0001应急"),
}


def test_each_kind_has_examples() -> None:
    assert EXAMPLES.keys() == PLATES.keys()


@pytest.mark.parametrize(
    ("kind", "number"), [(kind, each) for kind in EXAMPLES for each in EXAMPLES[kind]]
)
def test_each_kind_is_known(kind: str, number: str) -> None:
    assert plate(number) == number
    assert re.fullmatch(PLATES[kind], number)
    assert len(number) <= 8, "what the screen's keyboard takes"


@pytest.mark.parametrize(
    "typed", ["京 A·12345", "京a-12345", "京Ａ１２３４５", "京A•12345", " 京A.12345 "]
)
def test_what_is_painted_or_typed_between_is_taken_away(typed: str) -> None:
    assert plate(typed) == "京A12345"


@pytest.mark.parametrize("number", ["", "京", "京A1234", "使12345", "京X1234应"])
def test_one_that_is_not_whole_is_said_so_or_is_none(number: str) -> None:
    with pytest.raises(NumberError) as caught:
        plate(number)
    assert caught.value.fault is (Fault.SHORT if len(number) < 7 else Fault.FORM)


@pytest.mark.parametrize(
    "number",
    [
        "京I12345",  # no authority has an I
        "京A1234I",  # and no serial an I …
        "京A1234O",  # … or an O
        "京AO12345",
        "京AI12345",
        "京ADO1234",
        "京A12345O",
        "京A123O警",
        "京AABC12",  # three letters in a serial
        "京AABC1警",
        "京AL12345",  # no letter of new energy
        "京A12345L",
        "京ADAB123",
        "京A1D3456",
        "使12345A",
        "使1234567",
        "12345使",
        "领123456",
        "沪A123领",
        "沪2240A领",
        "京Z1234港",
        "粤A1234澳",
        "京A1234应急",  # of fire and rescue, X and S alone
        "京X123A应急",
        "京X12345应急",
        "京A1234急",
        "京A12345警",
        "台A12345",
        "AA12345",
        "民航A1234",  # stays on its airfield
        "WJ京12345",  # of the armed forces
        "京A٠١٢٣٤",
    ],
)
def test_what_no_plate_has_is_refused(number: str) -> None:
    with pytest.raises(NumberError) as caught:
        plate(number)
    assert caught.value.fault in (Fault.FORM, Fault.SHORT)
    assert number not in str(caught.value)


@given(
    st.lists(
        st.sampled_from(string.ascii_uppercase + string.digits), min_size=5, max_size=5
    )
)
def test_an_ordinary_serial_has_two_letters_at_most_and_never_i_or_o(
    signs: list[str],
) -> None:
    letters = [sign for sign in signs if sign.isalpha()]
    right = len(letters) <= 2 and not {"I", "O"} & set(letters)
    try:
        taken = plate("川D" + "".join(signs))
    except NumberError:
        taken = None
    assert (taken is not None) is right
