"""WeChat Pay, API v3, for a merchant with its own keys.

Orders are native ones, whose code the citizen scans; a citizen's own payment code is
charged by `codepay`. The library signs, verifies and decrypts; WeChat Pay does not sign
refusals, so TLS alone protects these.
"""

import contextlib
import gzip
import hashlib
import io
import json
import time
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from wechatpayv3 import WeChatPay, WeChatPayType

from central.payments.base import (
    NotGenuineError,
    ProviderError,
    RefundState,
    RefusedError,
    StatementLine,
    Trade,
    TradeState,
)
from central.payments.bills import MOST_BYTES, wechat_bill
from central.payments.wire import (
    BILL_S,
    MOST_AGE_S,
    TIMEOUT_S,
    WHOLE_S,
    bounded,
    number,
    still_known,
    whole,
    word,
)
from contract.business_day import local

GATEWAY = "https://api.mch.weixin.qq.com"

MOST_TITLE = 127
"""Characters of a description."""

WAITING = "USERPAYING"
"""The citizen is being asked for a password."""

_STATES = {
    "SUCCESS": TradeState.PAID,
    "REFUND": TradeState.REFUNDED,
    "NOTPAY": TradeState.OPEN,
    "CLOSED": TradeState.CLOSED,
    "REVOKED": TradeState.CLOSED,
    WAITING: TradeState.PAYING,
    "PAYERROR": TradeState.DECLINED,
}

_REFUNDS = {
    "SUCCESS": RefundState.DONE,
    "PROCESSING": RefundState.PENDING,
    "CLOSED": RefundState.FAILED,
    "ABNORMAL": RefundState.FAILED,  # a closed account: only a clerk can go on
}

_UNSURE = {"SYSTEM_ERROR", "BANK_ERROR", "FREQUENCY_LIMITED", "STATEMENT_CREATING"}
"""Codes that leave open what was done, or ask to come again."""


class WeChat:
    """Implements `base.Provider`.

    Args:
        merchant: The merchant's number (`mchid`).
        app: `appid`.
        serial: Of the merchant's certificate.
        private_key: The merchant's key, PEM.
        api_v3_key: 32 characters.
        public_key: WeChat Pay's public key, PEM …
        public_key_id: … and its id, as `PUB_KEY_ID_…`.
        notify_url: Where WeChat Pay sends notifications.
        gateway: Its address.

    Raises:
        ValueError: A key cannot be used.
    """

    name = "wechat"
    accepts_codes = True

    def __init__(
        self,
        merchant: str,
        app: str,
        serial: str,
        private_key: str,
        api_v3_key: str,
        public_key: str,
        public_key_id: str,
        notify_url: str,
        gateway: str = GATEWAY,
    ) -> None:
        if len(api_v3_key.encode()) != 32:
            raise ValueError("the APIv3 key has not 32 characters")
        pay = None
        # The library raises bare exceptions; ours is raised outside, without theirs.
        with contextlib.suppress(Exception):
            pay = WeChatPay(
                wechatpay_type=WeChatPayType.NATIVE,
                mchid=merchant,
                private_key=private_key,
                cert_serial_no=serial,
                appid=app,
                apiv3_key=api_v3_key,
                timeout=TIMEOUT_S,
                public_key=public_key,
                public_key_id=public_key_id,
            )
        if pay is None:
            raise ValueError("a key of WeChat Pay cannot be read")
        pay._core._gate_way = gateway  # the library has no way to name another
        self._pay = pay
        self._merchant = merchant
        self._app = app
        self._public_key_id = public_key_id
        self._notify_url = notify_url
        self._gateway = gateway

    def order(
        self, reference: str, amount: int, title: str, expires_at: datetime
    ) -> str:
        """See `base.Provider`."""
        number(reference)
        ends = local(expires_at).isoformat(timespec="seconds")
        told = self._call(
            lambda: self._pay.pay(
                description=title[:MOST_TITLE],
                out_trade_no=reference,
                amount={"total": amount, "currency": "CNY"},
                time_expire=ends,
                notify_url=self._notify_url,
            )
        )
        url = told.get("code_url")
        if not isinstance(url, str) or not url:
            raise ProviderError("nonsense")
        return url

    def charge(self, reference: str, amount: int, title: str, code: str) -> Trade:
        """See `base.Provider`."""
        number(reference)
        try:
            told = self._call(
                lambda: self._pay.pay(
                    description=title[:MOST_TITLE],
                    out_trade_no=reference,
                    amount={"total": amount, "currency": "CNY"},
                    payer={"auth_code": code},
                    scene_info={"store_info": {"out_id": "onetrip"}},
                    pay_type=WeChatPayType.CODEPAY,
                )
            )
        except RefusedError as error:
            if error.code == WAITING:
                return Trade(reference, TradeState.PAYING)
            if error.code == "ORDERPAID":  # our first try came through
                return still_known(self.query, reference)
            raise
        return self._answered(told, reference)

    def query(self, reference: str) -> Trade:
        """See `base.Provider`."""
        try:
            told = self._call(lambda: self._pay.query(out_trade_no=reference))
        except RefusedError as error:
            if error.code == "ORDER_NOT_EXIST":
                return Trade(reference, TradeState.ABSENT)
            raise
        return self._answered(told, reference)

    def close(self, reference: str) -> Trade:
        """See `base.Provider`.

        A charge of a payment code can only be reversed: if the payment arrived first,
        it is refunded automatically. A reversal reports success even where it does
        nothing, so the order is queried once more.
        """
        seen = self.query(reference)
        charged = seen.state in (TradeState.PAYING, TradeState.DECLINED)
        if not charged and seen.state is not TradeState.OPEN:
            return seen
        end = self._pay.codepay_reverse if charged else self._pay.close
        try:
            self._call(lambda: end(out_trade_no=reference))
        except RefusedError:
            again = self.query(reference)
            if again.state in (TradeState.OPEN, TradeState.PAYING):
                raise
            return again
        if charged:
            return self.query(reference)
        return Trade(reference, TradeState.CLOSED)

    def refund(
        self, reference: str, refund_reference: str, amount: int, total: int
    ) -> RefundState:
        """See `base.Provider`."""
        told = self._call(
            lambda: self._pay.refund(
                out_refund_no=refund_reference,
                out_trade_no=reference,
                amount={"refund": amount, "total": total, "currency": "CNY"},
            )
        )
        state = _REFUNDS.get(str(told.get("status")))
        ours = (told.get("out_trade_no"), told.get("out_refund_no"))
        if state is None or ours != (reference, refund_reference):
            raise ProviderError("nonsense")
        return state

    def notification(self, headers: Mapping[str, str], body: bytes) -> Trade:
        """See `base.Provider`."""
        given = {name.lower(): value for name, value in headers.items()}
        # Looked at here first: for a name that it does not know, the library would
        # ask WeChat Pay for certificates, whoever has called us.
        if given.get("wechatpay-serial") != self._public_key_id:
            raise NotGenuineError("serial")
        told = None
        with contextlib.suppress(Exception):  # whatever it is: nobody has signed it
            told = self._pay.callback(given, body)
        if not told:
            raise NotGenuineError("signature")
        try:
            # The library takes signatures of any age.
            if abs(time.time() - float(given["wechatpay-timestamp"])) > MOST_AGE_S:
                raise NotGenuineError("age")
            if told["event_type"] != "TRANSACTION.SUCCESS":
                raise NotGenuineError("event")
            return self._trade(told["resource"], None)
        except (ValueError, KeyError, TypeError):
            raise NotGenuineError("content") from None

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        """See `base.Provider`.

        WeChat Pay publishes a day's bill at nine o'clock on the next day.
        """
        try:
            told = self._call(lambda: self._pay.trade_bill(day.isoformat()))
        except RefusedError as error:
            if error.code == "NO_STATEMENT_EXIST":  # nothing moved
                return ()
            raise
        url, proof = str(told.get("download_url")), told.get("hash_value")
        if told.get("hash_type") != "SHA1" or not url.startswith(f"{self._gateway}/"):
            raise ProviderError("nonsense")
        status, content = bounded(lambda: self._pay.download_bill(url), BILL_S)
        if status != HTTPStatus.OK:
            raise ProviderError(f"status {status}")
        bill = _unpacked(content.encode() if isinstance(content, str) else content)
        if hashlib.sha1(bill, usedforsecurity=False).hexdigest() != proof:
            raise ProviderError("bill damaged")
        try:
            return wechat_bill(bill)
        except (ValueError, KeyError):
            raise ProviderError("bill unreadable") from None

    def _call(self, ask: Callable[[], tuple[int, str | bytes]]) -> dict[str, Any]:
        status, body = bounded(ask, WHOLE_S)
        if status == HTTPStatus.NO_CONTENT:
            return {}
        try:
            told = json.loads(body)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise ProviderError(f"status {status}")
        code = word(told.get("code"))
        taken = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
        if taken and not code:
            return told
        unsure = code in _UNSURE or status == HTTPStatus.TOO_MANY_REQUESTS
        if taken:  # with a code it is not done: 202, while a password is typed
            unsure = code != WAITING
        if not code or unsure or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ProviderError(code or f"status {status}")
        raise RefusedError(code)

    def _answered(self, told: dict[str, Any], reference: str) -> Trade:
        if told.get("trade_state") == WAITING:  # it says nothing else then
            return Trade(reference, TradeState.PAYING)
        try:
            return self._trade(told, reference)
        except (ValueError, KeyError, TypeError):
            raise ProviderError("nonsense") from None

    def _trade(self, told: dict[str, Any], reference: str | None) -> Trade:
        """Read an order; `reference` is the one that was queried.

        Raises:
            ValueError, KeyError, TypeError: It is not valid, or not ours.
        """
        state = _STATES[told["trade_state"]]
        if (told["mchid"], told["appid"]) != (self._merchant, self._app):
            raise ValueError("addressee")
        ours = told["out_trade_no"]
        if not isinstance(ours, str) or reference not in (None, ours):
            raise ValueError("reference")
        amount, transaction = told.get("amount", {}), told.get("transaction_id") or None
        if not isinstance(amount, dict) or not isinstance(transaction, str | None):
            raise ValueError("content")  # noqa: TRY004 - what came is wrong, not we
        total = amount.get("total")
        if total is not None:
            whole(total)
        if amount.get("currency", "CNY") != "CNY":
            raise ValueError("currency")
        if state is TradeState.PAID and (total is None or transaction is None):
            raise ValueError("paid without an amount")
        at = told.get("success_time")
        paid_at = None if at is None else datetime.fromisoformat(at)
        if paid_at is not None and paid_at.tzinfo is None:
            raise ValueError("time")
        return Trade(ours, state, transaction, total, paid_at)


def _unpacked(content: bytes) -> bytes:
    """Return a bill, decompressed unless the transport has done so already."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            bill = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise ProviderError("bill damaged") from None
    if len(bill) > MOST_BYTES:
        raise ProviderError("bill too long")
    return bill
