"""`python -m drivers.simulators.payment_provider`: a payment provider without money.

It behaves like the real ones, over HTTP with signatures in both directions: orders with
a code that a phone's browser can open and pay, charges of the citizen's own code, late
approval, no answers, duplicate callbacks, payments during a close, refunds. It also
receives the departments' messages to phones (`POST /messages`).

Signed: `X-Sandbox-Time` (seconds) and `X-Sandbox-Signature`, the hexadecimal
HMAC-SHA256 of method, path with query, time and body, the first three with a line feed.
"""

import asyncio
import hashlib
import hmac
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

import requests
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from drivers.simulators.control import (
    BadRequestError,
    ControlServer,
    announce,
    argument_parser,
    until_stopped,
)
from drivers.simulators.payment_page import page
from drivers.simulators.payment_till import (
    CODES,
    Order,
    RefusedError,
    Till,
    UnsureError,
)

MOST_AGE_S = 300
NOTIFY_PAUSES_S = (0.0, 1.0, 3.0, 10.0)
"""Before each attempt to call back, until it is acknowledged."""

NOTIFY_TIMEOUT_S = 5.0


def signature(key: str, method: str, path: str, at: str, body: bytes) -> str:
    """Return the signature of a request, in either direction."""
    text = f"{method}\n{path}\n{at}\n".encode() + body
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()


class PaymentProvider:
    """The provider, its control socket, and its callbacks.

    Args:
        key: Key of the signatures.
    """

    def __init__(self, key: str) -> None:
        self.url = ""
        self._key = key
        self._till = Till()
        self._messages: list[dict[str, str]] = []
        self._speaking = asyncio.Event()
        self._speaking.set()
        self._calls: set[asyncio.Task[None]] = set()
        self.control = ControlServer(
            {
                "state": self._state,
                "pay": self._pay,
                "disarm": lambda: self._till.armed.clear(),
                "pay_late": lambda: self._arm("pay_late"),
                "lose_race": lambda: self._arm("lose_race"),
                "silence": self._silence,
                "duplicate": self._duplicate,
                "decline": self._decline,
                "unknown_then_paid": self._unknown_then_paid,
                "codes": lambda: {"codes": CODES},
                "messages": lambda: {"messages": self._messages},
            }
        )
        self.app = Starlette(
            routes=[
                Route("/v1/orders", self._order, methods=["POST"]),
                Route("/v1/charges", self._charge, methods=["POST"]),
                Route("/v1/orders/{reference}", self._query),
                Route("/v1/orders/{reference}/close", self._close, methods=["POST"]),
                Route("/v1/refunds", self._refund, methods=["POST"]),
                Route("/v1/statement", self._statement),
                Route("/messages", self._message, methods=["POST"]),
                Route("/pay/{token}", self._page, methods=["GET", "POST"]),
            ]
        )

    def close(self) -> None:
        """Cancel the callbacks that were not acknowledged."""
        for call in self._calls:
            call.cancel()

    # -- for central ----------------------------------------------------------------

    async def _asked(self, request: Request) -> dict[str, Any]:
        """Return the request's content after checking its signature; may be silent."""
        await self._speaking.wait()
        body = await request.body()
        at = request.headers.get("x-sandbox-time", "0")
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        right = signature(self._key, request.method, path, at, body)
        given = request.headers.get("x-sandbox-signature", "")
        old = not at.isdecimal() or abs(time.time() - int(at)) > MOST_AGE_S
        if old or not hmac.compare_digest(right, given):
            raise RefusedError("SIGN_ERROR")
        asked: dict[str, Any] = json.loads(body) if body else {}
        return asked

    async def _order(self, request: Request) -> Response:
        try:
            order = self._till.order(await self._asked(request))
        except RefusedError as error:
            return _refused(error)
        self._tell("order", order)
        url = f"{self.url}/pay/{order.token}"
        return JSONResponse({"state": order.state, "code_url": url})

    async def _charge(self, request: Request) -> Response:
        try:
            order = self._till.charge(await self._asked(request))
        except RefusedError as error:
            return _refused(error, HTTPStatus.PAYMENT_REQUIRED)
        except UnsureError as error:
            self._tell("order", error.order)
            code = {"code": str(error)}
            return JSONResponse(code, HTTPStatus.INTERNAL_SERVER_ERROR)
        self._tell("order", order)
        if order.state == "paying":  # the same answer as WeChat Pay's
            return JSONResponse({"code": "USERPAYING"}, HTTPStatus.ACCEPTED)
        if order.state == "paid":
            self._came(order)
        return JSONResponse(order.trade())

    async def _query(self, request: Request) -> Response:
        try:
            await self._asked(request)
            order = self._known(request)
        except RefusedError as error:
            return _refused(error)
        return JSONResponse(order.trade())

    async def _close(self, request: Request) -> Response:
        try:
            await self._asked(request)
            order = self._known(request)
        except RefusedError as error:
            return _refused(error)
        late = self._till.close(order)
        answer = JSONResponse(order.trade())
        self._tell(order.state, order)
        if late:
            self._till.paid(order)
            self._came(order)
        elif order.state == "paid":
            self._came(order)
        return answer

    async def _refund(self, request: Request) -> Response:
        try:
            order = self._till.refund(await self._asked(request))
        except RefusedError as error:
            return _refused(error)
        self._tell("refunded", order)
        return JSONResponse({"state": "done"})

    async def _statement(self, request: Request) -> Response:
        try:
            await self._asked(request)
        except RefusedError as error:
            return _refused(error)
        day = date.fromisoformat(request.query_params["day"])
        return JSONResponse({"lines": self._till.statement(day)})

    async def _message(self, request: Request) -> Response:
        try:
            asked = await self._asked(request)
        except RefusedError as error:
            return _refused(error)
        message = {
            "number": str(asked["number"]),
            "text": str(asked["text"]),
            "at": datetime.now(UTC).isoformat(),
        }
        self._messages.append(message)
        self.control.tell("message", **message)
        return JSONResponse({})

    def _known(self, request: Request) -> Order:
        order = self._till.orders.get(request.path_params["reference"])
        if order is None:
            raise RefusedError("ORDER_NOT_EXIST")
        return order

    # -- for a phone ------------------------------------------------------------------

    async def _page(self, request: Request) -> Response:
        order = self._till.of_token(request.path_params["token"])
        if order is not None and request.method == "POST" and order.state == "open":
            self._till.paid(order)
            self._came(order)
        status = HTTPStatus.NOT_FOUND if order is None else HTTPStatus.OK
        return HTMLResponse(page(order), status)

    # -- for the panel and for tests --------------------------------------------------

    def _state(self) -> dict[str, Any]:
        orders = [
            order.trade()
            | {"title": order.title, "code_url": f"{self.url}/pay/{order.token}"}
            for order in self._till.orders.values()
        ]
        return {
            "state": {
                "orders": orders,
                "messages": self._messages,
                "payable": self._till.newest("open", "paying") is not None,
                "paid": self._till.newest("paid") is not None,
                "silent": not self._speaking.is_set(),
                "armed": sorted(self._till.armed),
            }
        }

    def _chosen(self, reference: str | None, *states: str) -> Order:
        if reference is None:
            order = self._till.newest(*states)
        else:
            order = self._till.orders.get(reference)
        if order is None or order.state not in states:
            raise BadRequestError(f"no order is {' or '.join(states)}")
        return order

    def _pay(self, reference: str | None = None) -> None:
        order = self._chosen(reference, "open", "paying")
        self._till.paid(order)
        self._came(order)

    def _decline(self, reference: str | None = None) -> None:
        order = self._chosen(reference, "open", "paying")
        order.state = "declined"
        self._came(order)

    def _duplicate(self, reference: str | None = None) -> None:
        order = self._chosen(reference, "paid")
        for _ in range(2):
            self._call_back(order)

    def _unknown_then_paid(self) -> None:
        order = self._chosen(None, "open", "paying")
        self._silence(on=True)
        self._till.paid(order)
        self._came(order)

    def _arm(self, what: str) -> None:
        self._till.armed = {what}

    def _silence(self, *, on: bool) -> None:
        if on:
            self._speaking.clear()
        else:
            self._speaking.set()
        self.control.tell("silence", on=on)

    def _tell(self, event: str, order: Order) -> None:
        self.control.tell(event, reference=order.reference, amount=order.amount)

    def _came(self, order: Order) -> None:
        self._tell(order.state, order)
        self._call_back(order)

    def _call_back(self, order: Order) -> None:
        task = asyncio.get_running_loop().create_task(
            self._notify(order.notify_url, order.trade())
        )
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _notify(self, url: str, trade: dict[str, Any]) -> None:
        body = json.dumps(trade).encode()
        path = "/" + url.split("://", 1)[-1].partition("/")[2]
        for pause in NOTIFY_PAUSES_S:
            await asyncio.sleep(pause)
            await self._speaking.wait()
            at = str(int(time.time()))
            headers = {
                "Content-Type": "application/json",
                "X-Sandbox-Time": at,
                "X-Sandbox-Signature": signature(self._key, "POST", path, at, body),
            }
            if await asyncio.to_thread(_post, url, body, headers):
                return


def _post(url: str, body: bytes, headers: dict[str, str]) -> bool:
    with requests.Session() as session:
        session.trust_env = False
        try:
            answer = session.post(
                url, data=body, headers=headers, timeout=NOTIFY_TIMEOUT_S
            )
        except requests.RequestException:
            return False  # the next attempt comes
        return answer.ok


def _refused(
    error: RefusedError, status: HTTPStatus = HTTPStatus.CONFLICT
) -> JSONResponse:
    code = str(error)
    if code == "ORDER_NOT_EXIST":
        status = HTTPStatus.NOT_FOUND
    elif code == "SIGN_ERROR":
        status = HTTPStatus.UNAUTHORIZED
    return JSONResponse({"code": code}, status)


class _Server(uvicorn.Server):
    """Leaves signals to `until_stopped`, and reports when it serves."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.serves = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.serves.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _run() -> None:
    parser = argument_parser("Simulate a payment provider that takes no money.")
    parser.add_argument("--key", required=True, help="of the signatures")
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    provider = PaymentProvider(arguments.key)
    control = await provider.control.start(arguments.control_port)
    config = uvicorn.Config(
        provider.app, port=arguments.port, log_level="warning", lifespan="off"
    )
    server = _Server(config)
    listener = config.bind_socket()
    provider.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    serving = asyncio.create_task(server.serve([listener]))
    await server.serves.wait()
    announce(url=provider.url, control=control)
    await until_stopped(follow_stdin=arguments.follow_stdin)
    provider.close()
    serving.cancel()  # do not wait for requests that are held by silence
    with suppress(asyncio.CancelledError):
        await serving
    listener.close()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_run())
