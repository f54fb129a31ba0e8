"""Alipay's open platform, for a merchant with its own keys.

Orders are precreated: a trade exists only once the citizen has scanned the code, so a
missing trade is not a failure.
"""

import math
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl

from central.payments.alipay_gateway import WAITING, Gateway, sorted_text
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
from central.payments.wire import MOST_AGE_S, fen, moment, number, still_known, yuan

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


class Alipay:
    """Implements `base.Provider`.

    Args:
        app: `app_id`.
        private_key: The application's key, PEM.
        public_key: Alipay's public key, PEM.
        notify_url: Where Alipay sends notifications.
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
        self._gateway = Gateway(app, private_key, public_key, gateway)
        self._app = app
        self._notify_url = notify_url

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
        told = self._gateway.ask(
            "alipay.trade.precreate", wish, reference, self._notify_url
        )
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
            told = self._gateway.ask(
                "alipay.trade.pay", wish, reference, self._notify_url
            )
        except RefusedError as error:
            if error.code == "TRADE_HAS_SUCCESS":  # our first try came through
                return still_known(self.query, reference)
            raise
        if told["code"] == WAITING:
            return Trade(reference, TradeState.PAYING)
        return _answered(told | {"trade_status": "TRADE_SUCCESS"})

    def query(self, reference: str) -> Trade:
        """See `base.Provider`."""
        try:
            told = self._gateway.ask(
                "alipay.trade.query", {"out_trade_no": reference}, reference
            )
        except RefusedError as error:
            if error.code == "TRADE_NOT_EXIST":
                return Trade(reference, TradeState.ABSENT)
            raise
        return _answered(told)

    def close(self, reference: str) -> Trade:
        """See `base.Provider`.

        Closes a trade; Alipay refuses that once it was paid. Where there is no trade
        yet, only a cancel invalidates the code on the screen; if the citizen pays
        first, the cancel refunds automatically.
        """
        seen = self.query(reference)
        if seen.state is TradeState.OPEN:
            try:
                self._gateway.ask(
                    "alipay.trade.close", {"out_trade_no": reference}, reference
                )
            except RefusedError:
                seen = self.query(reference)
            else:
                return Trade(reference, TradeState.CLOSED, seen.transaction)
        if seen.state not in (TradeState.ABSENT, TradeState.OPEN):
            return seen
        self._gateway.ask("alipay.trade.cancel", {"out_trade_no": reference}, reference)
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
        told = self._gateway.ask("alipay.trade.refund", wish, reference)
        if told.get("fund_change") == "Y":
            return RefundState.DONE
        # It was asked for before, or takes its time.
        wish.pop("refund_amount")
        told = self._gateway.ask("alipay.trade.fastpay.refund.query", wish, reference)
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
        if not self._gateway.genuine(sorted_text(told).encode(), sign):
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

        Alipay publishes a day's bill on the next morning.
        """
        wish = {"bill_type": "trade", "bill_date": day.isoformat()}
        try:
            told = self._gateway.ask(
                "alipay.data.dataservice.bill.downloadurl.query", wish
            )
        except RefusedError as error:
            if error.code.lower().endswith("bill_not_exist"):  # nothing moved
                return ()
            raise
        content = self._gateway.download(str(told.get("bill_download_url")))
        try:
            return alipay_bill(content)
        except (ValueError, KeyError):
            raise ProviderError("bill unreadable") from None


def _wish(reference: str, amount: int, title: str) -> dict[str, str]:
    return {
        "out_trade_no": number(reference),
        "total_amount": yuan(amount),
        "subject": title.translate(_NOT_IN_TITLES)[:MOST_TITLE],
        "product_code": "FACE_TO_FACE_PAYMENT",
    }


def _answered(told: Mapping[str, Any]) -> Trade:
    try:
        # A trade that was paid and given back whole is closed, too.
        return _trade(told, given_back="send_pay_date" in told)
    except (ValueError, KeyError):
        raise ProviderError("nonsense") from None


def _trade(told: Mapping[str, Any], *, given_back: bool) -> Trade:
    """Read an answer or a notification.

    Raises:
        ValueError, KeyError: It is not valid.
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
