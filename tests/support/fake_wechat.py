"""The documented WeChat Pay v3 on loopback: signatures, orders, bills."""

import base64
import gzip
import hashlib
import json
import re
import secrets
import socket
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from support.provider_fakes import Faults, now, sign, signed_by
from support.wire import Request, Wire, answer

MERCHANT = "1900000109"
APP = "wxd678efh567hg6787"
SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
API_V3_KEY = "0123456789abcdef0123456789ABCDEF"
PUBLIC_KEY_ID = "PUB_KEY_ID_0000000000000024101100397200000006"
OURS, THEIRS = "wechat-merchant", "wechat-platform"

PLAIN, ASKS, POOR = "131111111111111111", "132222222222222222", "133333333333333333"
UNSURE = "134444444444444444"
"""A citizen's payment codes: charged at once, after a password, and never; and one
whose charge is begun while the system says that it has failed."""

BILL_HEAD = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,"
    "交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,"
    "商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
BILL_FEET = (
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,"
    "订单总金额,申请退款总金额"
)


@dataclass
class Order:
    wish: dict[str, Any]
    kind: str = "NATIVE"
    state: str = "NOTPAY"
    transaction: str = ""
    paid_at: str = ""
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return int(self.wish["amount"]["total"])


class RefusedError(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class FakeWeChat:
    """The gateway; `orders` is its true state, by `out_trade_no`.

    `changes` replaces parts of its answers.
    """

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}
        self.faults = Faults()
        self.changes: dict[str, Any] = {}
        self.bill: str | None = None
        self.bill_host: str | None = None
        self.packed = True
        self.damaged = False
        self.reverse_works = True
        self.asked: list[str] = []
        self.wire = Wire(self._serve)

    def close(self) -> None:
        if not self.faults.over.is_set():
            self.faults.over.set()
            self.wire.close()

    def pay(self, reference: str) -> None:
        order = self.orders[reference]
        assert order.state in ("NOTPAY", "USERPAYING")
        order.state = "SUCCESS"
        order.transaction = f"42000{len(self.orders):023}"
        order.paid_at = now().isoformat(timespec="seconds")

    def notification(
        self,
        reference: str,
        *,
        at: float | None = None,
        signer: str = THEIRS,
        aes_key: str = API_V3_KEY,
        serial: str = PUBLIC_KEY_ID,
        event: str = "TRANSACTION.SUCCESS",
        **changes: object,
    ) -> tuple[dict[str, str], bytes]:
        """Return the headers and body of a notification."""
        content = json.dumps(self._told(reference) | changes).encode()
        nonce, about = secrets.token_hex(6), "transaction"
        sealed = AESGCM(aes_key.encode()).encrypt(
            nonce.encode(), content, about.encode()
        )
        body = json.dumps(
            {
                "id": "EV-2018022511223320873",
                "create_time": now().isoformat(timespec="seconds"),
                "resource_type": "encrypt-resource",
                "event_type": event,
                "summary": "支付成功",
                "resource": {
                    "original_type": "transaction",
                    "algorithm": "AEAD_AES_256_GCM",
                    "ciphertext": base64.b64encode(sealed).decode(),
                    "associated_data": about,
                    "nonce": nonce,
                },
            },
            ensure_ascii=False,
        )
        return self._signature(body, signer, serial, at), body.encode()

    def bill_row(self, reference: str, state: str = "SUCCESS") -> str:
        order = self.orders[reference]
        paid = f"{order.total / 100:.2f}"
        back = paid if state != "SUCCESS" else "0.00"
        values = [
            "2026-11-26 10:00:09", APP, MERCHANT, "0", "", order.transaction,
            reference, "oUpF8uMuAJO", order.kind, state, "OTHERS", "CNY",
            "0.00" if back == paid else paid, "0.00", "50300000012026", f"R{reference}",
            back, "0.00", "ORIGINAL", "SUCCESS", order.wish["description"], "",
            "0.00000", "0.60%", "0.00" if back == paid else paid, back, "",
        ]  # fmt: skip
        return "`" + ",`".join(values)

    def make_bill(self, *rows: str) -> None:
        feet = "`2,`1.00,`0.00,`0.00,`0.00000,`1.00,`0.00"
        self.bill = "\r\n".join(["\ufeff" + BILL_HEAD, *rows, BILL_FEET, feet, ""])

    def _serve(self, request: Request, connection: socket.socket) -> None:
        try:
            status, body = self._answer(request)
        except RefusedError as error:
            status = error.status
            body = {"code": error.code, "message": "as the documents have it"}
        faults = self.faults
        if faults.shown(connection):
            return
        if isinstance(body, bytes):  # a bill: not signed
            kind = "application/octet-stream"
            connection.sendall(answer(body, status, content_type=kind))
            return
        text = "" if body is None else json.dumps(body, ensure_ascii=False)
        headers: dict[str, str] = {}
        if not faults.unsigned and status < 300:
            headers = self._signature(text, faults.signer or THEIRS)
        named = {name.replace("-", "_"): value for name, value in headers.items()}
        connection.sendall(answer(text, status, **named))

    def _signature(
        self,
        body: str,
        signer: str,
        serial: str = PUBLIC_KEY_ID,
        at: float | None = None,
    ) -> dict[str, str]:
        stamp, nonce = str(int(time.time() if at is None else at)), "c5ac7061fccab6bf"
        return {
            "Wechatpay-Timestamp": stamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": serial,
            "Wechatpay-Signature": sign(signer, f"{stamp}\n{nonce}\n{body}\n"),
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        }

    def _answer(self, request: Request) -> tuple[int, dict[str, Any] | bytes | None]:
        self._check(request)
        url = urlsplit(request.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        wish = json.loads(request.body) if request.body else {}
        kind = url.path.rsplit("/", 1)[-1]
        one = re.fullmatch(
            r"/v3/pay/transactions/out-trade-no/([^/]+)(/\w+)?", url.path
        )
        if one is not None:
            kind = (one[2] or "/query").removeprefix("/")
        self.asked.append(kind)
        if code := self.faults.refusal.pop(kind, None):
            status, _, word = code.partition(" ")
            raise RefusedError(int(status), word)
        if one is not None and request.method == "GET" and kind == "query":
            if asked["mchid"] != MERCHANT:
                raise RefusedError(400, "PARAM_ERROR")
            return 200, self._told(one[1])
        if one is not None and request.method == "POST":
            if wish.pop("mchid") != MERCHANT:
                raise RefusedError(400, "PARAM_ERROR")
            return self._close(one[1]) if kind == "close" else self._reverse(one[1])
        if (request.method, url.path) == ("POST", "/v3/pay/transactions/native"):
            return 200, self._native(wish)
        if (request.method, url.path) == ("POST", "/v3/pay/transactions/codepay"):
            return 200, self._codepay(wish)
        if (request.method, url.path) == ("POST", "/v3/refund/domestic/refunds"):
            return 200, self._refund(wish)
        if (request.method, url.path) == ("GET", "/v3/bill/tradebill"):
            return 200, self._bill(asked)
        if (request.method, url.path) == ("GET", "/v3/billdownload/file"):
            assert self.bill is not None
            bill = self.bill.encode()
            if self.damaged:
                bill = bill.replace(b"45.60", b"95.60")
            return 200, gzip.compress(bill) if self.packed else bill
        raise RefusedError(404, "RESOURCE_NOT_EXISTS")

    def _check(self, request: Request) -> None:
        """Verify our signature, over method, path, time, nonce and body."""
        scheme, _, rest = request.headers["authorization"].partition(" ")
        told = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        lines = (
            request.method, request.path, told["timestamp"], told["nonce_str"],
            request.body.decode(),
        )  # fmt: skip
        good = (
            scheme == "WECHATPAY2-SHA256-RSA2048"
            and (told["mchid"], told["serial_no"]) == (MERCHANT, SERIAL)
            and abs(time.time() - int(told["timestamp"])) < 300
            and request.headers["accept"] == "application/json"
            and request.headers.get("wechatpay-serial") == PUBLIC_KEY_ID
            and signed_by(OURS, "\n".join([*lines, ""]), told["signature"])
        )
        if not good:
            raise RefusedError(401, "SIGN_ERROR")

    def _wished(self, wish: dict[str, Any]) -> str:
        reference, amount = wish["out_trade_no"], wish["amount"]
        good = (
            (wish["appid"], wish["mchid"]) == (APP, MERCHANT)
            and re.fullmatch(r"[0-9A-Za-z_|*-]{6,32}", reference)
            and 0 < len(wish["description"]) <= 127
            and type(amount["total"]) is int
            and amount["total"] > 0
            and amount["currency"] == "CNY"
        )
        if not good:
            raise RefusedError(400, "PARAM_ERROR")
        return str(reference)

    def _native(self, wish: dict[str, Any]) -> dict[str, Any]:
        reference = self._wished(wish)
        ends = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00"
        if not re.fullmatch(ends, wish["time_expire"]) or "?" in wish["notify_url"]:
            raise RefusedError(400, "PARAM_ERROR")
        order = self.orders.setdefault(reference, Order(wish))
        if order.wish != wish:
            raise RefusedError(403, "OUT_TRADE_NO_USED")
        if order.state != "NOTPAY":
            raise RefusedError(
                400, "ORDERPAID" if order.state == "SUCCESS" else "ORDER_CLOSED"
            )
        return {"code_url": f"weixin://wxpay/bizpayurl?pr={reference}"}

    def _codepay(self, wish: dict[str, Any]) -> dict[str, Any]:
        reference = self._wished(wish)
        code = wish["payer"]["auth_code"]
        if not re.fullmatch(r"1[0-5]\d{16}", code) or not wish["scene_info"]:
            raise RefusedError(400, "PARAM_ERROR")
        if reference in self.orders:
            paid = self.orders[reference].state == "SUCCESS"
            raise RefusedError(
                400 if paid else 403, "ORDERPAID" if paid else "OUT_TRADE_NO_USED"
            )
        if code == POOR:
            raise RefusedError(403, "NOT_ENOUGH")
        self.orders[reference] = Order(wish, "MICROPAY", "USERPAYING")
        if code == PLAIN:
            self.pay(reference)
        if code == ASKS:
            raise RefusedError(202, "USERPAYING")
        if code == UNSURE:
            raise RefusedError(500, "SYSTEM_ERROR")
        return self._told(reference)

    def _told(self, reference: str) -> dict[str, Any]:
        order = self.orders.get(reference)
        if order is None:
            raise RefusedError(404, "ORDER_NOT_EXIST")
        if order.state == "USERPAYING":
            return {"trade_state": "USERPAYING"}
        told: dict[str, Any] = {
            "appid": APP,
            "mchid": MERCHANT,
            "out_trade_no": reference,
            "trade_state": order.state,
            "trade_state_desc": "as the documents have it",
            "amount": {"total": order.total, "currency": "CNY"},
        }
        if order.transaction:
            told |= {
                "transaction_id": order.transaction,
                "trade_type": order.kind,
                "bank_type": "OTHERS",
                "success_time": order.paid_at,
                "payer": {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
            }
            told["amount"] |= {"payer_total": order.total, "payer_currency": "CNY"}
        return told | self.changes

    def _close(self, reference: str) -> tuple[int, None]:
        if self.faults.lose_race:
            self.faults.lose_race = False
            self.pay(reference)
        order = self.orders.get(reference)
        if order is None:
            raise RefusedError(404, "ORDER_NOT_EXIST")
        if order.state == "SUCCESS" or order.kind == "MICROPAY":
            raise RefusedError(400, "ORDERPAID")
        order.state = "CLOSED"
        return 204, None

    def _reverse(self, reference: str) -> tuple[int, dict[str, Any]]:
        order = self.orders.get(reference)
        if order is not None and order.kind == "MICROPAY" and self.reverse_works:
            order.state = "REVOKED"
        return 200, {"appid": APP, "mchid": MERCHANT, "out_trade_no": reference}

    def _refund(self, wish: dict[str, Any]) -> dict[str, Any]:
        order = self.orders.get(wish["out_trade_no"])
        amount, number = wish["amount"], wish["out_refund_no"]
        if order is None:
            raise RefusedError(404, "RESOURCE_NOT_EXISTS")
        if number not in order.refunds:
            done = sum(each["amount"]["refund"] for each in order.refunds.values())
            good = (
                order.state in ("SUCCESS", "REFUND")
                and amount["total"] == order.total
                and amount["currency"] == "CNY"
                and done + amount["refund"] <= order.total
            )
            if not good:
                raise RefusedError(400, "INVALID_REQUEST")
            order.refunds[number] = {
                "refund_id": f"50000{len(order.refunds):024}",
                "out_refund_no": number,
                "transaction_id": order.transaction,
                "out_trade_no": wish["out_trade_no"],
                "channel": "ORIGINAL",
                "create_time": now().isoformat(timespec="seconds"),
                "status": "PROCESSING",
                "amount": amount,
            }
            order.state = "REFUND"
        return order.refunds[number]

    def _bill(self, asked: dict[str, str]) -> dict[str, Any]:
        right = {"bill_type": "ALL", "tar_type": "GZIP"}
        if {name: asked[name] for name in right} != right:
            raise RefusedError(400, "PARAM_ERROR")
        if self.bill is None:
            raise RefusedError(400, "NO_STATEMENT_EXIST")
        host = self.bill_host or self.wire.url
        proof = hashlib.sha1(self.bill.encode(), usedforsecurity=False).hexdigest()
        return {
            "hash_type": "SHA1",
            "hash_value": proof,
            "download_url": f"{host}/v3/billdownload/file?token=xxx",
        }
