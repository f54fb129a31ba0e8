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
    """Call something that may hang, and give it up after `limit_s`.

    It goes on in a thread of its own, which nobody waits for.

    Raises:
        ProviderError: It has not ended, or failed in a way that is not ours. What a
            library says of it is left out: it may quote the request, and with it the
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
    """Ask for an order that the provider has: not to be told of it refuses nothing.

    Raises:
        ProviderError: It is not told.
    """
    try:
        return query(reference)
    except RefusedError as error:
        raise ProviderError(error.code) from None


def number(reference: str) -> str:
    """Our number of an order, which the providers must be able to take.

    Raises:
        ValueError: They are not; that is our mistake.
    """
    if re.fullmatch(r"[0-9A-Za-z_-]{6,32}", reference, re.ASCII) is None:
        raise ValueError("not a number of an order")
    return reference


def word(code: object) -> str:
    """A provider's code of letters, digits and underscores; empty if it is none."""
    if not isinstance(code, str):
        return ""
    return re.sub(r"[^0-9A-Za-z]+", "_", code).strip("_")[:64]


def yuan(fen: int) -> str:
    """An amount as Alipay wants it: `12.30`."""
    return f"{fen // 100}.{fen % 100:02d}"


def fen(text: object) -> int:
    """An amount in yuan, as bills and Alipay write it: `12.30`, `12.3` or `12`.

    Raises:
        ValueError: It is not a plain decimal, has parts of a fen, is negative, or is
            more than anybody pays.
    """
    amount = re.fullmatch(r"(\d{1,16})(?:\.(\d\d?))?", str(text).strip(), re.ASCII)
    if amount is None:
        raise ValueError("amount")
    return whole(int(amount[1] + (amount[2] or "").ljust(2, "0")))


def whole(amount: object) -> int:
    """An amount in fen, as JSON has it.

    Raises:
        ValueError: It is no whole number, is negative, or is more than anybody pays.
    """
    if type(amount) is not int or not 0 <= amount <= MOST_FEN:
        raise ValueError("amount")
    return amount


def moment(text: object) -> datetime:
    """A time by the clock in Shanghai, as bills and Alipay write it.

    Raises:
        ValueError: It is none.
    """
    return datetime.fromisoformat(str(text).strip()).replace(tzinfo=SHANGHAI)
