"""Alipay, the open platform's gateway with RSA2, for a merchant with keys of its own.

Orders are precreated: until the citizen has scanned the code there is no trade, so
that one which does not exist is no failure. Every answer is checked by its signature
over the very bytes that came, before anything in it is believed.
"""

import base64
import json
import math
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
)

from central.business_day import SHANGHAI
from central.payments.base import (
    NotGenuineError,
    ProviderError,
    RefundState,
    RefusedError,
    StatementLine,
    Trade,
    TradeState,
)
from central.payments.bills import alipay_bill
from central.payments.wire import (
    BILL_S,
    MOST_AGE_S,
    TIMEOUT_S,
    bounded,
    fen,
    moment,
    number,
    word,
    yuan,
)

GATEWAY = "https://openapi.alipay.com/gateway.do"

MOST_TITLE = 256
"""Characters of a subject."""

_NOT_IN_TITLES = str.maketrans("/=&,", "／＝＆，")
"""Refused by Alipay; the comma parts the columns of its bills."""

_STATES = {
    "WAIT_BUYER_PAY": TradeState.OPEN,
    "TRADE_SUCCESS": TradeState.PAID,
    "TRADE_FINISHED": TradeState.PAID,
    "TRADE_CLOSED": TradeState.CLOSED,
}

_DONE, _WAITING = "10000", "10003"

_SAID_NO = frozenset({"40001", "40002", "40003", "40004", "40006"})
"""Answers that mean that nothing was done; all others leave it open."""

_UNSURE = ("SYSTEM_ERROR", "isp.", "aop.")
"""In or before the finer code: also such an answer leaves it open."""


class Alipay:
    """See `base.Provider`.

    Args:
        app: `app_id`.
        private_key: The application's key, PEM.
        public_key: Alipay's public key, PEM.
        notify_url: Where it calls back.
        gateway: Its address.

    Raises:
        ValueError: A key cannot be used.
    """

    name = "alipay"
    accepts_codes = True

    def __init__(
        self,
        app: str,
        private_key: str,
        public_key: str,
        notify_url: str,
        gateway: str = GATEWAY,
    ) -> None:
        ours = load_pem_private_key(private_key.encode(), None)
        theirs = load_pem_public_key(public_key.encode())
        if not isinstance(ours, RSAPrivateKey) or not isinstance(theirs, RSAPublicKey):
            raise ValueError("a key for Alipay is no RSA key")  # noqa: TRY004 - a setting
        self._private_key = ours
        self._public_key = theirs
        self._app = app
        self._notify_url = notify_url
        self._gateway = gateway

    def order(
        self, reference: str, amount: int, title: str, expires_at: datetime
    ) -> str:
        """See `base.Provider`."""
        left_s = (expires_at - datetime.now(UTC)).total_seconds()
        ends = f"{max(1, math.ceil(left_s / 60))}m"  # it counts in whole minutes
        wish = _wish(reference, amount, title) | {
            "timeout_express": ends,
            "qr_code_timeout_express": ends,
        }
        told = self._call("alipay.trade.precreate", wish, reference)
        url = told.get("qr_code")
        if not isinstance(url, str) or not url:
            raise ProviderError("nonsense")
        return url

    def charge(self, reference: str, amount: int, title: str, code: str) -> Trade:
        """See `base.Provider`."""
        wish = _wish(reference, amount, title) | {
            "scene": "bar_code",
            "auth_code": code,
        }
        try:
            told = self._call("alipay.trade.pay", wish, reference)
        except RefusedError as error:
            if error.code == "TRADE_HAS_SUCCESS":  # our first try came through
                return self.query(reference)
            raise
        if told["code"] == _WAITING:
            return Trade(reference, TradeState.PAYING)
        return _answered(told | {"trade_status": "TRADE_SUCCESS"})

    def query(self, reference: str) -> Trade:
        """See `base.Provider`."""
        try:
            told = self._call(
                "alipay.trade.query", {"out_trade_no": reference}, reference
            )
        except RefusedError as error:
            if error.code == "TRADE_NOT_EXIST":
                return Trade(reference, TradeState.ABSENT)
            raise
        return _answered(told)

    def close(self, reference: str) -> Trade:
        """See `base.Provider`.

        A trade is closed, which is refused once it was paid. Where there is none yet,
        only a cancel ends the code on the screen; should the citizen be quicker even
        so, the money goes back by itself.
        """
        seen = self.query(reference)
        if seen.state is TradeState.OPEN:
            try:
                self._call("alipay.trade.close", {"out_trade_no": reference}, reference)
            except RefusedError:
                seen = self.query(reference)
            else:
                return Trade(reference, TradeState.CLOSED, seen.transaction)
        if seen.state not in (TradeState.ABSENT, TradeState.OPEN):
            return seen
        self._call("alipay.trade.cancel", {"out_trade_no": reference}, reference)
        return Trade(reference, TradeState.CLOSED, seen.transaction)

    def refund(
        self,
        reference: str,
        refund_reference: str,
        amount: int,
        total: int,  # noqa: ARG002 - others want it
    ) -> RefundState:
        """See `base.Provider`."""
        wish = {
            "out_trade_no": reference,
            "out_request_no": refund_reference,
            "refund_amount": yuan(amount),
        }
        told = self._call("alipay.trade.refund", wish, reference)
        if told.get("fund_change") == "Y":
            return RefundState.DONE
        # It was asked for before, or takes its time.
        wish.pop("refund_amount")
        told = self._call("alipay.trade.fastpay.refund.query", wish, reference)
        if told.get("refund_status") == "REFUND_SUCCESS":
            return RefundState.DONE
        return RefundState.PENDING

    def notification(
        self,
        headers: Mapping[str, str],  # noqa: ARG002 - all is in the body
        body: bytes,
    ) -> Trade:
        """See `base.Provider`."""
        try:
            pairs = parse_qsl(
                body.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=True,
                errors="strict",
                max_num_fields=100,
            )
        except ValueError:
            raise NotGenuineError("nonsense") from None
        told = dict(pairs)
        if len(told) < len(pairs):
            raise NotGenuineError("twice")
        sign = told.pop("sign", "")
        told.pop("sign_type", None)
        if not self._genuine(_sorted(told).encode(), sign):
            raise NotGenuineError("signature")
        try:
            sent_at = moment(told["notify_time"]).timestamp()
            if abs(time.time() - sent_at) > MOST_AGE_S:
                raise NotGenuineError("age")
            if told["app_id"] != self._app:
                raise NotGenuineError("addressee")
            return _trade(told, given_back="refund_fee" in told)
        except (ValueError, KeyError):
            raise NotGenuineError("content") from None

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        """See `base.Provider`.

        Alipay makes the bill of a day in the morning of the next one.
        """
        wish = {"bill_type": "trade", "bill_date": day.isoformat()}
        try:
            told = self._call("alipay.data.dataservice.bill.downloadurl.query", wish)
        except RefusedError as error:
            if error.code.lower().endswith("bill_not_exist"):  # nothing moved
                return ()
            raise
        url = str(told.get("bill_download_url"))
        if self._gateway.startswith("https:"):  # what comes is not signed
            url = url.replace("http:", "https:", 1)
        content = bounded(lambda: _get(url), BILL_S)
        try:
            return alipay_bill(content)
        except (ValueError, KeyError):
            raise ProviderError("bill unreadable") from None

    def _call(
        self, method: str, wish: dict[str, str], reference: str | None = None
    ) -> dict[str, Any]:
        """Ask the gateway, and believe what it has signed.

        Args:
            method: Of the interface.
            wish: What goes with it; in the body, since it may hold a payment code.
            reference: Of the order that the answer must be about.
        """
        common = {
            "app_id": self._app,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": f"{datetime.now(SHANGHAI):%Y-%m-%d %H:%M:%S}",
            "version": "1.0",
        }
        if method in ("alipay.trade.precreate", "alipay.trade.pay"):
            common["notify_url"] = self._notify_url
        content = {"biz_content": json.dumps(wish, ensure_ascii=False)}
        sign = self._private_key.sign(
            _sorted(common | content).encode(), PKCS1v15(), SHA256()
        )
        common["sign"] = base64.b64encode(sign).decode()
        url = f"{self._gateway}?{urlencode(common)}"
        told = self._signed(method, bounded(lambda: _post(url, content)))
        code, finer = told.get("code"), str(told.get("sub_code", ""))
        if code in (_DONE, _WAITING):
            if reference is not None and told.get("out_trade_no") != reference:
                raise ProviderError("an answer about something else")
            return told
        if finer.lower().endswith("bill_not_exist"):
            raise RefusedError(word(finer))
        if code not in _SAID_NO or any(each in finer for each in _UNSURE):
            raise ProviderError(word(finer) or word(code) or "nonsense")
        raise RefusedError(word(finer.removeprefix("ACQ.")) or str(code))

    def _signed(self, method: str, body: bytes) -> dict[str, Any]:
        """The answer of a method, if Alipay has signed it as it stands there."""
        name = f'"{method.replace(".", "_")}_response"'
        try:
            text = body.decode()
            whole = json.loads(text)
            start = text.index(":", text.index(name) + len(name)) + 1
            start += len(text[start:]) - len(text[start:].lstrip())
            told, end = json.JSONDecoder().raw_decode(text, start)
            sign = whole["sign"]
        except (ValueError, KeyError, TypeError):
            raise ProviderError("nonsense, or not signed") from None
        if not self._genuine(text[start:end].encode(), sign):
            raise ProviderError("signature")
        if not isinstance(told, dict):
            raise ProviderError("nonsense")
        return told

    def _genuine(self, content: bytes, sign: object) -> bool:
        try:
            signature = base64.b64decode(str(sign), validate=True)
            self._public_key.verify(signature, content, PKCS1v15(), SHA256())
        except (ValueError, InvalidSignature):
            return False
        return True


def _post(url: str, content: dict[str, str]) -> bytes:
    answer = requests.post(
        url,
        data=urlencode(content),
        headers={"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"},
        timeout=TIMEOUT_S,
    )
    answer.raise_for_status()
    return answer.content


def _get(url: str) -> bytes:
    answer = requests.get(url, timeout=TIMEOUT_S)
    answer.raise_for_status()
    return answer.content


def _wish(reference: str, amount: int, title: str) -> dict[str, str]:
    return {
        "out_trade_no": number(reference),
        "total_amount": yuan(amount),
        "subject": title.translate(_NOT_IN_TITLES)[:MOST_TITLE],
        "product_code": "FACE_TO_FACE_PAYMENT",
    }


def _sorted(parameters: Mapping[str, str]) -> str:
    """What is signed, in requests and notifications."""
    return "&".join(f"{name}={parameters[name]}" for name in sorted(parameters))


def _answered(told: Mapping[str, Any]) -> Trade:
    try:
        # A trade that was paid and given back whole is closed, too.
        return _trade(told, given_back="send_pay_date" in told)
    except (ValueError, KeyError):
        raise ProviderError("nonsense") from None


def _trade(told: Mapping[str, Any], *, given_back: bool) -> Trade:
    """Read an answer or a notification.

    Raises:
        ValueError, KeyError: It is none.
    """
    state = _STATES[str(told["trade_status"])]
    if state is TradeState.CLOSED and given_back:
        state = TradeState.REFUNDED
    reference, transaction = told["out_trade_no"], told["trade_no"]
    if not isinstance(reference, str) or not isinstance(transaction, str):
        raise ValueError("reference")  # noqa: TRY004 - what came is wrong, not we
    paid_at = told.get("gmt_payment") or told.get("send_pay_date")
    return Trade(
        reference,
        state,
        transaction or None,
        fen(told["total_amount"]),
        moment(paid_at) if paid_at else None,
    )
