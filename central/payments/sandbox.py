"""The demonstration's provider: a process of its own that takes no money.

Its interface resembles the real ones: orders with a code to scan, charges, queries,
closes, refunds and a statement, all signed with HMAC-SHA256 in both directions.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, TypeVar

import requests

from central.payments.base import (
    LineKind,
    NotGenuineError,
    ProviderError,
    RefundState,
    RefusedError,
    StatementLine,
    Trade,
    TradeState,
)
from central.payments.wire import whole

TIMEOUT_S = (3.0, 5.0)
"""To connect, and between two bytes of the answer."""

MOST_AGE_S = 300.0
"""Of a signature, on both ways."""

_T = TypeVar("_T")


def signature(key: str, method: str, path: str, at: str, body: bytes) -> str:
    """Return the HMAC-SHA256 of a request, in hexadecimal."""
    text = f"{method}\n{path}\n{at}\n".encode() + body
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()


class Sandbox:
    """Implements `base.Provider`.

    Args:
        url: Where it listens.
        key: Of the signatures.
        notify_url: Where it sends notifications.
    """

    name = "sandbox"
    accepts_codes = True

    def __init__(self, url: str, key: str, notify_url: str) -> None:
        self._url = url
        self._key = key
        self._notify_url = notify_url

    def order(
        self, reference: str, amount: int, title: str, expires_at: datetime
    ) -> str:
        """See `base.Provider`."""
        wish = self._wish(reference, amount, title) | {
            "expires_at": expires_at.isoformat()
        }
        told = self._call("POST", "/v1/orders", wish)
        return _read(lambda: str(told["code_url"]))

    def charge(self, reference: str, amount: int, title: str, code: str) -> Trade:
        """See `base.Provider`."""
        wish = self._wish(reference, amount, title) | {"payment_code": code}
        told = self._call("POST", "/v1/charges", wish)
        if told.get("code") == "USERPAYING":
            return Trade(reference, TradeState.PAYING)
        return _read(lambda: _trade(told))

    def query(self, reference: str) -> Trade:
        """See `base.Provider`."""
        return self._known(reference, "GET", f"/v1/orders/{reference}")

    def close(self, reference: str) -> Trade:
        """See `base.Provider`."""
        return self._known(reference, "POST", f"/v1/orders/{reference}/close")

    def refund(
        self,
        reference: str,
        refund_reference: str,
        amount: int,
        total: int,  # noqa: ARG002 - the real ones want it
    ) -> RefundState:
        """See `base.Provider`."""
        wish = {
            "reference": reference,
            "refund_reference": refund_reference,
            "amount": amount,
        }
        told = self._call("POST", "/v1/refunds", wish)
        return _read(lambda: RefundState(told["state"]))

    def notification(self, headers: Mapping[str, str], body: bytes) -> Trade:
        """See `base.Provider`."""
        given = {name.lower(): value for name, value in headers.items()}
        at = given.get("x-sandbox-time", "")
        path = "/" + self._notify_url.split("://", 1)[-1].partition("/")[2]
        right = signature(self._key, "POST", path, at, body)
        signed = given.get("x-sandbox-signature", "")
        if not hmac.compare_digest(right.encode(), signed.encode()):
            raise NotGenuineError("signature")
        if not at.isdecimal() or abs(time.time() - int(at)) > MOST_AGE_S:
            raise NotGenuineError("age")
        try:
            return _trade(json.loads(body))
        except (ValueError, KeyError, TypeError) as error:
            raise NotGenuineError("nonsense") from error

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        """See `base.Provider`."""
        told = self._call("GET", f"/v1/statement?day={day.isoformat()}")
        return _read(lambda: tuple(map(_line, told["lines"])))

    def send(self, number: str, text: str) -> None:
        """Send a department's message to the citizen's phone (`pickup.Messenger`)."""
        self._call("POST", "/messages", {"number": number, "text": text})

    def _wish(self, reference: str, amount: int, title: str) -> dict[str, Any]:
        return {
            "reference": reference,
            "amount": amount,
            "title": title,
            "notify_url": self._notify_url,
        }

    def _known(self, reference: str, method: str, path: str) -> Trade:
        try:
            told = self._call(method, path)
        except RefusedError as error:
            if error.code == "ORDER_NOT_EXIST":
                return Trade(reference, TradeState.ABSENT)
            raise
        return _read(lambda: _trade(told))

    def _call(
        self, method: str, path: str, wish: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        body = b"" if wish is None else json.dumps(wish).encode()
        at = str(int(time.time()))
        signed = signature(self._key, method, path, at, body)
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.request(
                    method,
                    self._url + path,
                    data=body,
                    headers={
                        "Content-Type": "application/json",
                        "X-Sandbox-Time": at,
                        "X-Sandbox-Signature": signed,
                    },
                    timeout=TIMEOUT_S,
                )
            told = answer.json()
        except (requests.RequestException, ValueError) as error:
            # Not chained: the request that it quotes may hold a payment code.
            raise ProviderError(type(error).__name__) from None
        if not isinstance(told, dict):
            raise ProviderError("nonsense")
        if answer.status_code in (HTTPStatus.OK, HTTPStatus.ACCEPTED):
            return told
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ProviderError(str(told.get("code", f"status {answer.status_code}")))
        raise RefusedError(str(told.get("code", answer.status_code)))


def _read(reading: Callable[[], _T]) -> _T:
    """Return the content of an answer.

    Raises:
        ProviderError: It is not valid.
    """
    try:
        return reading()
    except (ValueError, KeyError, TypeError):
        raise ProviderError("nonsense") from None


def _trade(told: dict[str, Any]) -> Trade:
    """Read an answer or a notification.

    Raises:
        ValueError, KeyError, TypeError: It is not valid.
    """
    paid_at = told["paid_at"]
    return Trade(
        told["reference"],
        TradeState(told["state"]),
        told["transaction"],
        whole(told["amount"]),
        datetime.fromisoformat(paid_at) if paid_at else None,
    )


def _line(told: dict[str, Any]) -> StatementLine:
    return StatementLine(
        LineKind(told["kind"]),
        told["reference"],
        told["transaction"],
        whole(told["amount"]),
        datetime.fromisoformat(told["at"]),
    )
