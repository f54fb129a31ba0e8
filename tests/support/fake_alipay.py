"""Alipay's documented gateway on loopback: RSA2, trades, bills."""

import io
import json
import re
import socket
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from support.provider_fakes import SHANGHAI, Faults, now, sign, signed_by
from support.wire import Request, Wire, answer

APP = "2021000000000000"
OURS, THEIRS = "alipay-app", "alipay-platform"

PLAIN, ASKS, POOR = "281111111111111111", "282222222222222222", "283333333333333333"
"""A citizen's payment codes: charged at once, after a password, and never."""

BILL_HEAD = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,"
    "操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,"
    "支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,"
    "卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
)


@dataclass
class Trade:
    wish: dict[str, Any]
    state: str = "WAIT_BUYER_PAY"
    number: str = "2026112622001404561234567890"
    paid_at: str = ""
    refunds: dict[str, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        return Decimal(self.wish["total_amount"])


class RefusedError(Exception):
    def __init__(self, finer: str, code: str = "40004") -> None:
        super().__init__(finer)
        self.finer = finer
        self.code = code


class FakeAlipay:
    """The gateway; `codes` are those on screens, `trades` those that were scanned."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, Any]] = {}
        self.trades: dict[str, Trade] = {}
        self.cancelled: set[str] = set()
        self.faults = Faults()
        self.bill: bytes | None = None
        self.refunds_wait = False
        self.about: str | None = None
        self.asked: list[str] = []
        self.wire = Wire(self._serve)

    @property
    def gateway(self) -> str:
        return f"{self.wire.url}/gateway.do"

    def close(self) -> None:
        if not self.faults.over.is_set():
            self.faults.over.set()
            self.wire.close()

    def scan(self, reference: str) -> None:
        """Scan the code with the citizen's phone: this creates the trade."""
        assert reference not in self.cancelled
        self.trades[reference] = Trade(self.codes[reference])

    def pay(self, reference: str) -> None:
        if reference not in self.trades:
            self.scan(reference)
        trade = self.trades[reference]
        assert trade.state == "WAIT_BUYER_PAY"
        trade.state = "TRADE_SUCCESS"
        trade.paid_at = _time(now())

    def notification(
        self,
        reference: str,
        *,
        sent_at: datetime | None = None,
        signer: str = THEIRS,
        **changes: str,
    ) -> bytes:
        """Return the body of a notification."""
        trade = self.trades[reference]
        told = {
            "notify_time": _time(sent_at or now()),
            "notify_type": "trade_status_sync",
            "notify_id": "ac05099524730693a8b330c5ecf72da9786",
            "charset": "utf-8",
            "version": "1.0",
            "app_id": APP,
            "auth_app_id": APP,
            "trade_no": trade.number,
            "out_trade_no": reference,
            "buyer_logon_id": "159****5620",
            "trade_status": trade.state,
            "total_amount": str(trade.total),
            "subject": trade.wish["subject"],
            "gmt_create": _time(now()),
            "gmt_payment": trade.paid_at,
        } | changes
        signed = told | {"sign": sign(signer, _sorted(told)), "sign_type": "RSA2"}
        return urlencode(signed).encode()

    def bill_row(self, reference: str, kind: str = "交易", title: str = "水费") -> str:
        trade = self.trades[reference]
        amount = f"{trade.total}" if kind == "交易" else f"-{trade.total}"
        values = [
            trade.number, reference, kind, title, "2026-11-26 09:59:51",
            "2026-11-26 10:00:09", "", "", "", "", "*明(159****5620)", amount, amount,
            "0.00", "0.00", "0.00", "0.00", "0.00", "", "0.00", "0.00",
            "" if kind == "交易" else f"R{reference}", "0.00", "0.00", "",
        ]  # fmt: skip
        return "\t,".join(values)

    def make_bill(self, *rows: str) -> None:
        details = "\r\n".join(
            [
                "#支付宝业务明细查询",
                "#账号：[20880000000000000156]",
                "#起始日期：[2026年11月26日 00:00:00]   终止日期：[2026年11月27日]",
                f"#{'-' * 41}业务明细列表{'-' * 40}",
                BILL_HEAD,
                *rows,
                f"#{'-' * 41}业务明细列表结束{'-' * 36}",
                "#交易合计：1笔，商家实收共0.01元，商家优惠共0.00元",
                "#导出时间：[2026年11月27日 06:27:10]",
                "",
            ]
        )
        sums = "\r\n".join(
            ["#支付宝业务汇总查询", "#业务汇总列表", "门店编号,合计", ""]
        )
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as packed:
            for name, text in (("业务明细", details), ("业务明细(汇总)", sums)):
                # As Alipay encodes them: GBK, where a ZIP means code page 437.
                raw = f"20880000_20261126_{name}.csv".encode("gbk").decode("cp437")
                one = zipfile.ZipInfo(raw)
                packed.writestr(one, text.encode("gbk"))
        self.bill = file.getvalue()

    def _serve(self, request: Request, connection: socket.socket) -> None:
        faults = self.faults
        if request.path.startswith("/downloadBillFile.resource?"):
            assert self.bill is not None
            connection.sendall(answer(b"", content_length=len(self.bill)) + self.bill)
            return
        told, method = self._answer(request)
        if faults.shown(connection):
            return
        text = json.dumps(told, ensure_ascii=False)
        signed = "" if faults.unsigned else sign(faults.signer or THEIRS, text)
        name = f"{method.replace('.', '_')}_response"
        body = f'{{"{name}":{text},"sign":"{signed}"}}'
        kind = "text/html;charset=utf-8"  # the true state
        connection.sendall(answer(body, content_type=kind))

    def _answer(self, request: Request) -> tuple[dict[str, Any], str]:
        url = urlsplit(request.path)
        asked = dict(parse_qsl(url.query)) | dict(parse_qsl(request.body.decode()))
        method = asked["method"]
        self.asked.append(method)
        wish = json.loads(asked["biz_content"])
        try:
            self._check(request, asked, url.query)
            told = {"code": "10000", "msg": "Success"} | self._do(method, wish)
        except RefusedError as error:
            told = {
                "code": error.code,
                "msg": "as the documents have it",
                "sub_code": error.finer,
                "sub_msg": "交易",
            }
        if self.about is not None:
            told["out_trade_no"] = self.about
        return told, method

    def _check(self, request: Request, asked: dict[str, str], query: str) -> None:
        told = {name: value for name, value in asked.items() if name != "sign"}
        age = now() - datetime.fromisoformat(asked["timestamp"]).replace(
            tzinfo=SHANGHAI
        )
        good = (
            request.method == "POST"
            and (asked["app_id"], asked["format"]) == (APP, "JSON")
            and (asked["sign_type"], asked["version"]) == ("RSA2", "1.0")
            and "charset=utf-8" in query
            and "biz_content" not in query
            and abs(age) < timedelta(minutes=5)
        )
        if not good or not signed_by(OURS, _sorted(told), asked["sign"]):
            raise RefusedError("isv.invalid-signature", "40002")

    def _do(self, method: str, wish: dict[str, Any]) -> dict[str, Any]:
        if refusal := self.faults.refusal.pop(method, None):
            code, _, finer = refusal.partition(" ")
            raise RefusedError(finer, code)
        if method == "alipay.data.dataservice.bill.downloadurl.query":
            assert (wish["bill_type"], wish["bill_date"]) == ("trade", "2026-11-26")
            if self.bill is None:
                raise RefusedError("isp.bill_not_exist")
            return {
                "bill_download_url": f"{self.wire.url}/downloadBillFile.resource?x=1"
            }
        reference = wish["out_trade_no"]
        if not re.fullmatch(r"\w{1,64}", reference, re.ASCII):
            raise RefusedError("ACQ.INVALID_PARAMETER")
        about = {"out_trade_no": reference}
        if method == "alipay.trade.precreate":
            return about | self._precreate(reference, wish)
        if method == "alipay.trade.pay":
            return about | self._charge(reference, wish)
        if method == "alipay.trade.cancel":
            return about | self._cancel(reference)
        trade = self.trades.get(reference)
        if trade is None:
            raise RefusedError("ACQ.TRADE_NOT_EXIST")
        about["trade_no"] = trade.number
        if method == "alipay.trade.query":
            return about | self._told(trade)
        if method == "alipay.trade.close":
            if self.faults.lose_race:
                self.faults.lose_race = False
                self.pay(reference)
            if trade.state != "WAIT_BUYER_PAY":
                raise RefusedError("ACQ.TRADE_STATUS_ERROR")
            trade.state = "TRADE_CLOSED"
            return about
        if method == "alipay.trade.refund":
            return about | self._refund(trade, wish)
        assert method == "alipay.trade.fastpay.refund.query"
        number = wish["out_request_no"]
        if number not in trade.refunds:
            raise RefusedError("ACQ.TRADE_NOT_EXIST")
        done = {} if self.refunds_wait else {"refund_status": "REFUND_SUCCESS"}
        return about | {"out_request_no": number} | done

    def _wished(self, wish: dict[str, Any]) -> None:
        good = (
            re.fullmatch(r"\d+\.\d\d", wish["total_amount"])
            and Decimal(wish["total_amount"]) >= Decimal("0.01")
            and 0 < len(wish["subject"]) <= 256
            and not re.search("[/=&]", wish["subject"])
        )
        if not good:
            raise RefusedError("ACQ.INVALID_PARAMETER")

    def _precreate(self, reference: str, wish: dict[str, Any]) -> dict[str, Any]:
        self._wished(wish)
        assert re.fullmatch(r"[1-9]\d*m", wish["qr_code_timeout_express"])
        if reference in self.trades:
            raise RefusedError("ACQ.CONTEXT_INCONSISTENT")
        self.codes[reference] = wish
        return {"qr_code": f"https://qr.alipay.com/{reference}"}

    def _charge(self, reference: str, wish: dict[str, Any]) -> dict[str, Any]:
        self._wished(wish)
        assert (wish["scene"], wish["product_code"]) == (
            "bar_code",
            "FACE_TO_FACE_PAYMENT",
        )
        if reference in self.trades:
            raise RefusedError("ACQ.TRADE_HAS_SUCCESS")
        if wish["auth_code"] == POOR:
            raise RefusedError("ACQ.BUYER_BALANCE_NOT_ENOUGH")
        trade = self.trades[reference] = Trade(wish)
        if wish["auth_code"] == ASKS:
            return {"code": "10003", "msg": "order success pay inprocess"}
        self.pay(reference)
        return {
            "trade_no": trade.number,
            "total_amount": str(trade.total),
            "gmt_payment": trade.paid_at,
            "buyer_logon_id": "159****5620",
        }

    def _cancel(self, reference: str) -> dict[str, Any]:
        self.cancelled.add(reference)
        trade = self.trades.get(reference)
        if trade is None:
            return {"retry_flag": "N"}
        action = "close" if trade.state == "WAIT_BUYER_PAY" else "refund"
        trade.state = "TRADE_CLOSED"
        return {"trade_no": trade.number, "retry_flag": "N", "action": action}

    def _refund(self, trade: Trade, wish: dict[str, Any]) -> dict[str, Any]:
        number, amount = wish["out_request_no"], Decimal(wish["refund_amount"])
        if number in trade.refunds:
            return {"fund_change": "N", "refund_fee": str(amount)}
        if trade.state != "TRADE_SUCCESS":
            raise RefusedError("ACQ.TRADE_STATUS_ERROR")
        if sum(trade.refunds.values()) + amount > trade.total:
            raise RefusedError("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")
        trade.refunds[number] = amount
        if sum(trade.refunds.values()) == trade.total:
            trade.state = "TRADE_CLOSED"
        change = "N" if self.refunds_wait else "Y"
        return {"fund_change": change, "refund_fee": str(amount)}

    def _told(self, trade: Trade) -> dict[str, Any]:
        told = {
            "trade_status": trade.state,
            "total_amount": str(trade.total),
            "buyer_logon_id": "159****5620",
        }
        return told | ({"send_pay_date": trade.paid_at} if trade.paid_at else {})


def _time(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def _sorted(told: dict[str, str]) -> str:
    return "&".join(f"{name}={told[name]}" for name in sorted(told))
