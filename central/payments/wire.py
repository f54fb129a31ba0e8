"""What the real providers' interfaces have in common: bounds, words, money, times."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TypeVar

from central.payments.base import ProviderError, RefusedError, Trade
from contract.business_day import SHANGHAI

TIMEOUT_S = (3.0, 8.0)
"""To connect, and between two bytes: a charge is answered after some seconds."""

WHOLE_S = 12.0
"""For a call with everything: names looked up, and answers that come drop by drop."""

BILL_S = 60.0
"""For the bill of a day, which is asked for by a clerk or at night."""

MOST_AGE_S = 300.0
"""Of a notification, either way: both providers send a fresh one each time."""

MOST_FEN = 10**12
"""Of one amount, ten thousand million yuan: more is a mistake, whoever says it."""

_T = TypeVar("_T")


def bounded(call: Callable[[], _T], limit_s: float = WHOLE_S) -> _T:
    """Call something that may hang, and abandon it after `limit_s`.

    It goes on in a thread of its own, and its result is dropped.

    Raises:
        ProviderError: It has not ended, or failed for a reason outside this code. The
            library's message is left out: it may quote the request, and with it the
            citizen's payment code.
    """
    future: Future[_T] = Future()

    def work() -> None:
        try:
            future.set_result(call())
        except Exception as error:  # noqa: BLE001 - handed over, to be judged below
            future.set_exception(error)

    threading.Thread(target=work, daemon=True, name="provider").start()
    try:
        error = future.exception(limit_s)
    except TimeoutError:
        raise ProviderError("no answer in time") from None
    if error is None:
        return future.result()
    if isinstance(error, ProviderError | RefusedError):
        raise error
    raise ProviderError(type(error).__name__)


def still_known(query: Callable[[str], Trade], reference: str) -> Trade:
    """Query an order that exists at the provider: "not found" is not a refusal here.

    Raises:
        ProviderError: The order is not reported.
    """
    try:
        return query(reference)
    except RefusedError as error:
        raise ProviderError(error.code) from None


def number(reference: str) -> str:
    """Return our number of an order, after checking that providers accept it.

    Raises:
        ValueError: They would not; a bug of ours.
    """
    if re.fullmatch(r"[0-9A-Za-z_-]{6,32}", reference, re.ASCII) is None:
        raise ValueError("not a number of an order")
    return reference


def word(code: object) -> str:
    """Return a provider's code of letters, digits and underscores; empty if invalid."""
    if not isinstance(code, str):
        return ""
    return re.sub(r"[^0-9A-Za-z]+", "_", code).strip("_")[:64]


def yuan(fen: int) -> str:
    """Return an amount in yuan as Alipay requires it: `12.30`."""
    return f"{fen // 100}.{fen % 100:02d}"


def fen(text: object) -> int:
    """Return yuan, as bills and Alipay write it (`12.30`, `12.3`, `12`), in fen.

    Raises:
        ValueError: It is not a plain decimal, has fractions of a fen, is negative, or
            is implausibly large.
    """
    amount = re.fullmatch(r"(\d{1,16})(?:\.(\d\d?))?", str(text).strip(), re.ASCII)
    if amount is None:
        raise ValueError("amount")
    return whole(int(amount[1] + (amount[2] or "").ljust(2, "0")))


def whole(amount: object) -> int:
    """Return an amount in fen, from JSON.

    Raises:
        ValueError: It is not an integer, is negative, or is implausibly large.
    """
    if type(amount) is not int or not 0 <= amount <= MOST_FEN:
        raise ValueError("amount")
    return amount


def moment(text: object) -> datetime:
    """Return a time of the clock in Shanghai, as bills and Alipay write it.

    Raises:
        ValueError: It is not one.
    """
    return datetime.fromisoformat(str(text).strip()).replace(tzinfo=SHANGHAI)
