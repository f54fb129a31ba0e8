"""Numbers of people and organisations, against the standards and python-stdnum."""

import random
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc
from support.properties import patient

from contract import numbers
from contract.numbers import Fault, NumberError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CHECKS: tuple[Callable[[str], str], ...] = (
    numbers.citizen_number,
    numbers.foreigner_number,
    numbers.social_credit_code,
)
SAMPLES = (
    "11010519491231002X",
    "110105491231002",
    "CAN510485110329",
    "951250198704162125",
    "91350100M000100Y43",
)

regions = st.sampled_from(["110105", "330382", "510411", "440304", "650100"])
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
citizens = st.builds(
    lambda region, day, sequence: f"{region}{day:%Y%m%d}{sequence:03}",
    regions,
    days,
    st.integers(0, 999),
)


def right_check(digits: str) -> str:
    """By python-stdnum, which wants a number whole and then ignores its last sign."""
    return ric.calc_check_digit(digits + "?")


def test_the_sample_of_gb_11643_is_accepted() -> None:
    number = numbers.citizen_number("11010519491231002X")
    assert number == "11010519491231002X"
    assert numbers.birth_date(number) == date(1949, 12, 31)
    assert numbers.sex(number) == "female"


def test_the_sample_of_gb_32100_is_accepted() -> None:
    assert numbers.social_credit_code("91350100M000100Y43") == "91350100M000100Y43"


@given(citizens)
@patient
def test_a_citizen_number_agrees_with_an_independent_library(digits: str) -> None:
    number = digits + right_check(digits)
    assert numbers.citizen_number(number) == number
    assert numbers.birth_date(number) == ric.get_birth_date(number)
    assert numbers.sex(number) == ("male" if int(digits[-1]) % 2 else "female")


@given(citizens, st.sampled_from("0123456789X"))
@patient
def test_any_other_check_character_is_refused(digits: str, check: str) -> None:
    number = digits + check
    if right_check(digits) == check:
        assert numbers.citizen_number(number) == number
    else:
        with pytest.raises(NumberError) as caught:
            numbers.citizen_number(number)
        assert caught.value.fault is Fault.CHECK


@given(regions, st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
@patient
def test_an_old_number_becomes_the_one_that_its_owner_has_now(
    region: str, day: date, sequence: int
) -> None:
    old = f"{region}{day:%y%m%d}{sequence:03}"
    digits = f"{region}{day:%Y%m%d}{sequence:03}"
    assert numbers.citizen_number(old) == digits + right_check(digits)


@given(
    st.sampled_from(["91", "12", "N2", "A1"]),
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.text(ALPHABET, min_size=9, max_size=9),
    st.sampled_from(ALPHABET),
)
@patient
def test_a_credit_code_agrees_with_an_independent_library(
    kind: str, region: str, organisation: str, check: str
) -> None:
    body = kind + region + organisation
    right = uscc.calc_check_digit(body)
    assert numbers.social_credit_code(body + right) == body + right
    if check != right:
        with pytest.raises(NumberError):
            numbers.social_credit_code(body + check)


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105491231002",
    ],
)
def test_the_ways_in_which_people_type_a_number_are_one_number(typed: str) -> None:
    assert numbers.citizen_number(typed) == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.FORM),
        ("1101051949123100X2", Fault.FORM),
        ("11010519491231002", Fault.FORM),
        ("011010519491231002", Fault.FORM),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", Fault.FORM),
        ("951250198704162125", Fault.FORM),
        ("110105194902310021", Fault.BIRTH_DATE),
        ("110105000001010021", Fault.BIRTH_DATE),
        ("110105490231002", Fault.BIRTH_DATE),
        ("110105194912310021", Fault.CHECK),
    ],
)
def test_what_is_no_citizen_number_is_refused_with_the_fault(
    text: str, fault: Fault
) -> None:
    with pytest.raises(NumberError) as caught:
        numbers.citizen_number(text)
    assert caught.value.fault is fault


def test_an_unknown_region_is_accepted() -> None:
    assert numbers.citizen_number("899999194912310021") == "899999194912310021"


@pytest.mark.parametrize("number", ["CAN510485110329", "951250198704162125"])
def test_a_foreigners_number_is_accepted(number: str) -> None:
    assert numbers.foreigner_number(number.lower()) == number


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("CAN510485110328", Fault.CHECK),
        ("CAN510485023029", Fault.BIRTH_DATE),
        ("CA1510485110329", Fault.FORM),
        ("CAN51048511032", Fault.FORM),
        ("951250198704162120", Fault.CHECK),
        ("951250198713162125", Fault.BIRTH_DATE),
        ("11010519491231002X", Fault.FORM),
    ],
)
def test_what_is_no_foreigners_number_is_refused_with_the_fault(
    text: str, fault: Fault
) -> None:
    with pytest.raises(NumberError) as caught:
        numbers.foreigner_number(text)
    assert caught.value.fault is fault


@pytest.mark.parametrize("other", ["CAN510485110329", "951250198704162125", "x", ""])
def test_birth_and_sex_are_told_of_citizen_numbers_alone(other: str) -> None:
    for told in (numbers.birth_date, numbers.sex):
        with pytest.raises(NumberError):
            told(other)


def test_birth_and_sex_want_a_number_that_was_normalised() -> None:
    with pytest.raises(NumberError):
        numbers.birth_date("110105491231002")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("510411199003074526", "510411********4526"),
        ("CAN510485110329", "CAN*********329"),
        ("H00000001", "H*******1"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_a_masked_number_shows_its_ends(number: str, shown: str) -> None:
    assert numbers.mask(number) == shown


@given(st.text(min_size=1))
@patient
def test_a_mask_hides_more_than_a_third_and_keeps_the_length(text: str) -> None:
    shown = numbers.mask("".join("0" if sign == "*" else sign for sign in text))
    assert len(shown) == len(text)
    assert shown.count("*") * 3 > len(text)


@pytest.mark.parametrize("check", CHECKS)
@given(text=st.text(max_size=30))
@patient
def test_any_text_is_a_number_or_refused(
    check: Callable[[str], str], text: str
) -> None:
    try:
        number = check(text)
    except NumberError:
        return
    assert check(number) == number


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_numbers_gone_wrong_do_no_harm(check: Callable[[str], str], cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    signs = ALPHABET + "OISVZx９Ａ٣ \n-²"
    for _ in range(cases):
        text = list(chance.choice(SAMPLES))
        for _ in range(chance.randrange(4)):
            at = chance.randrange(len(text))
            text[at : at + chance.randrange(3)] = chance.choices(signs)
        try:
            number = check("".join(text))
        except NumberError:
            continue
        assert check(number) == number


def test_an_error_does_not_hold_the_number() -> None:
    with pytest.raises(NumberError) as caught:
        numbers.citizen_number("110105194912310021")
    assert "1101" not in repr(caught.value)
