"""Payments at central, requested and followed, each call in a thread of its own.

They do not wait for other calls: an order must be closed at once, however many queries
hang. A call whose answer was lost is repeated with the same key, which central
recognises. If the result is still unknown and money may have been taken, the payment is
reported as unclear, never as unpaid.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import UUID

import structlog

from contract.model import nearest_instant
from contract.payment import Payment, PaymentRequest, PaymentState
from kiosk.errors import CentralError
from kiosk.flow.events import (
    PaymentAnswered,
    PaymentFailed,
    PaymentRefused,
    PayRefusal,
    Token,
)
from kiosk.runtime.queries import Ends, PaymentNews, Told
from kiosk.wire.client import CentralClient
from view import Trouble

TRIES = 2
"""Tries of a call whose answer was lost; more would delay the citizen half a minute."""
AGAIN_S = 1.0
"""Seconds between tries, for a short interruption to end."""
LOOK_FIRST_S = 0.2
"""Seconds between two unchanged answers, if central does not hold the request open.
Doubled while central does not answer …"""
LOOK_MOST_S = 5.0
"""… up to this, so that a payment is seen soon after the network returns."""

_NOT_OURS = HTTPStatus.INTERNAL_SERVER_ERROR
"""From this status on central has failed; below it, its decision is final."""
_REFUSALS = {str(each): each for each in PayRefusal}

_log = structlog.get_logger()


class PaymentOrders:
    """The payment of a visit; used by the runtime's thread only.

    Args:
        client: The client for central's API.
        ends: Receives the results.
    """

    def __init__(self, client: CentralClient, ends: Ends) -> None:
        self._client = client
        self._ends = ends
        self._over = threading.Event()  # set once following is stopped
        self._item = ""  # the service item of the last payment request

    def request(self, token: Token, request: PaymentRequest) -> None:
        """Open an order or charge a citizen's own payment code.

        The result is `PaymentNews`, `PaymentRefused` or `PaymentFailed`.
        """
        self._item = request.item
        asked = _Repeated(lambda: self._client.request_payment(request))

        def call() -> Told:
            try:
                payment = asked()
            except CentralError as error:
                if why := _REFUSALS.get(error.reason or ""):
                    return PaymentRefused(token, why)
                if request.payment_code is None or not asked.lost:
                    raise  # nothing can have been paid
                _log.warning("payment_unclear", detail=error.detail)
                payment = _unknown(request)
            return PaymentNews(request.item, PaymentAnswered(token, payment))

        self._start("payment", call, lambda trouble: PaymentFailed(token, trouble))

    def close_order(self, token: Token, payment: UUID) -> None:
        """Close the visit's order; the result is `PaymentNews` or `PaymentFailed`."""
        self.stop_following()
        item = self._item

        def call() -> Told:
            closed = _Repeated(lambda: self._client.close_payment(payment))()
            return PaymentNews(item, PaymentAnswered(token, closed))

        self._start(
            "payment_closing", call, lambda trouble: PaymentFailed(token, trouble)
        )

    def follow(self, token: Token, payment: UUID, state: PaymentState) -> None:
        """Report when a payment leaves `state`, as `PaymentNews`."""
        self.stop_following()
        item = self._item
        over = self._over = threading.Event()

        def call() -> Told | None:
            found = self._changed(payment, state, over)
            if found is None:
                return None
            return PaymentNews(item, PaymentAnswered(token, found))

        self._start(
            "payment_following", call, lambda trouble: PaymentFailed(token, trouble)
        )

    def stop_following(self) -> None:
        """Stop following the payment."""
        self._over.set()

    def _changed(
        self, payment: UUID, state: PaymentState, over: threading.Event
    ) -> Payment | None:
        """Return the payment once its state differs, or None after `stop_following`."""
        pause = LOOK_FIRST_S
        failing = False
        while not over.is_set():
            try:
                found = self._client.payment(payment, state)
            except CentralError as error:
                if over.is_set():
                    return None
                if not failing:  # logged once per interruption
                    _log.warning("payment_unseen", detail=error.detail)
                    self._ends.wake_agent()
                failing = True
                pause = min(2 * pause, LOOK_MOST_S)
            else:
                failing, pause = False, LOOK_FIRST_S
                if found.state is not state:
                    return None if over.is_set() else found
            over.wait(pause)
        return None

    def _start(
        self,
        what: str,
        call: Callable[[], Told | None],
        failed: Callable[[Trouble], Told],
    ) -> None:
        threading.Thread(
            target=self._ends.ask, args=(what, call, failed), name=what, daemon=True
        ).start()


class _Repeated:
    """A call with an idempotency key, which may therefore be repeated.

    Attributes:
        lost: Whether central may have acted without its answer arriving.
    """

    def __init__(self, call: Callable[[], Payment]) -> None:
        self._call = call
        self.lost = False

    def __call__(self) -> Payment:
        for left in reversed(range(TRIES)):
            try:
                return self._call()
            except CentralError as error:
                refused = error.status is not None and error.status < _NOT_OURS
                self.lost = self.lost or not (error.unsent or refused)
                if refused or not left:
                    raise
            time.sleep(AGAIN_S)
        raise AssertionError("unreachable")


def _unknown(request: PaymentRequest) -> Payment:
    """Return a payment with an unknown result: it must not be paid again."""
    return Payment(
        time=nearest_instant(datetime.now(UTC)),
        payment=request.idempotency_key,
        case=request.case,
        state=PaymentState.UNKNOWN,
        amount=request.amount,
        provider=request.provider,
        reference="",
    )
