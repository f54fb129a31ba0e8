"""What the providers' interfaces share: money, words, numbers, times, bounds."""

import threading
from datetime import datetime, timedelta

import pytest
from support.providers import ODD_FEN, ODD_YUAN

from central.payments.base import ProviderError, RefusedError, Trade, TradeState
from central.payments.wire import (
    MOST_FEN,
    bounded,
    fen,
    moment,
    number,
    still_known,
    whole,
    word,
    yuan,
)


@pytest.mark.parametrize("text", ODD_YUAN)
def test_an_odd_amount_of_yuan_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"^amount$"):
        fen(text)


@pytest.mark.parametrize("amount", ODD_FEN, ids=repr)
def test_an_odd_amount_of_fen_is_none(amount: object) -> None:
    with pytest.raises(ValueError, match=r"^amount$"):
        whole(amount)


@pytest.mark.parametrize("value", [None, True, -1, 1e22, float("nan"), [], {"a": 1}])
def test_what_is_no_text_may_be_no_amount_either(value: object) -> None:
    with pytest.raises(ValueError, match=r"^amount$"):
        fen(value)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("80.00", 8000), ("79.99", 7999), ("0.01", 1), ("0.10", 10), ("0.1", 10),
        ("0", 0), ("7", 700), ("12.3", 1230), ("\t45.60 ", 4560),
        ("10000000000.00", MOST_FEN), ("10000000000", MOST_FEN),
    ],
)  # fmt: skip
def test_a_plain_amount_is_read_to_the_fen(text: str, amount: int) -> None:
    assert fen(text) == amount


def test_amounts_in_fen_are_taken_up_to_the_most() -> None:
    assert [whole(each) for each in (0, 1, MOST_FEN)] == [0, 1, MOST_FEN]


@pytest.mark.parametrize("amount", [0, 1, 9, 10, 99, 100, 101, 7999, 123_456])
def test_an_amount_is_written_as_it_is_read(amount: int) -> None:
    assert fen(yuan(amount)) == amount
    assert len(yuan(amount).partition(".")[2]) == 2


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ORDER_NOT_EXIST", "ORDER_NOT_EXIST"),
        ("isv.invalid-app-id", "isv_invalid_app_id"),
        ("..x..", "x"),
        ("a" * 65, "a" * 64),
        ("码", ""),
        (40004, ""),
        (None, ""),
    ],
)
def test_a_code_is_a_word_or_nothing(code: object, said: str) -> None:
    assert word(code) == said


@pytest.mark.parametrize("good", ["A12345", "x" * 32, "20261126-_9"])
def test_numbers_that_the_providers_take(good: str) -> None:
    assert number(good) == good


@pytest.mark.parametrize("bad", ["", "12345", "x" * 33, "a/b/c/d", "12345\n", "六" * 6])
def test_numbers_that_they_do_not_take(bad: str) -> None:
    with pytest.raises(ValueError, match="number"):
        number(bad)


def test_times_are_those_of_shanghai() -> None:
    at = moment(" 2026-11-26 10:00:09\t")
    assert at == datetime.fromisoformat("2026-11-26T02:00:09+00:00")
    assert at.utcoffset() == timedelta(hours=8)
    with pytest.raises(ValueError, match="yesterday"):
        moment("yesterday")


def test_what_is_asked_within_the_bound_comes_back_as_it_is() -> None:
    assert bounded(lambda: 7) == 7
    for error in (ProviderError("away"), RefusedError("NO")):
        with pytest.raises(type(error)) as caught:
            bounded(_raising(error))
        assert caught.value is error


def test_whatever_else_fails_is_named_without_its_words() -> None:
    with pytest.raises(ProviderError, match=r"^KeyError$") as caught:
        bounded(_raising(KeyError("134650918273645018")))
    assert caught.value.__cause__ is None


def test_what_hangs_is_given_up() -> None:
    over = threading.Event()
    with pytest.raises(ProviderError, match="in time"):
        bounded(lambda: over.wait(60), 0.01)
    over.set()


def test_an_order_that_the_provider_has_is_never_refused() -> None:
    trade = Trade("order-1", TradeState.PAID)
    assert still_known(lambda _: trade, "order-1") is trade
    with pytest.raises(ProviderError, match=r"^FREQUENCY$"):
        still_known(lambda _: _raising(RefusedError("FREQUENCY"))(), "order-1")


class _raising:  # noqa: N801 - used as a function
    def __init__(self, error: Exception) -> None:
        self._error = error

    def __call__(self) -> Trade:
        raise self._error
