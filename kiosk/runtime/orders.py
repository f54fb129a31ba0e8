"""PaymentOrders at central, asked for and followed; each call in a thread of its own.

They wait for nobody else's calls: an order must be closed at once, however many queries
hang. A call whose answer was lost is made again with the same key, which central knows.
What nobody knows then is said to be unclear where money may have gone, and never that
nothing was paid.
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
"""Of a call whose answer was lost: more would keep the citizen for half a minute."""
AGAIN_S = 1.0
"""Between them: what cut the first should be over."""
LOOK_FIRST_S = 0.2
"""Between two answers that say nothing new, where central does not hold the question.
It doubles while central does not answer …"""
LOOK_MOST_S = 5.0
"""… up to this, so that a payment is seen soon after the network is back."""

_NOT_OURS = HTTPStatus.INTERNAL_SERVER_ERROR
"""From this status on central has failed; below it has decided, and would again."""
_REFUSALS = {str(each): each for each in PayRefusal}

_log = structlog.get_logger()


class PaymentOrders:
    """The payment of a visit; used by the runtime's thread alone.

    Args:
        client: Asks central.
        ends: Where what came of it is told.
    """

    def __init__(self, client: CentralClient, ends: Ends) -> None:
        self._client = client
        self._ends = ends
        self._over = threading.Event()  # set when nobody follows any more
        self._item = ""  # code of what was last asked to be paid for

    def request(self, token: Token, request: PaymentRequest) -> None:
        """Open an order, or charge a citizen's own code.

        `PaymentNews`, `PaymentRefused` or `PaymentFailed`.
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
                    raise  # nobody can have paid
                _log.warning("payment_unclear", detail=error.detail)
                payment = _unknown(request)
            return PaymentNews(request.item, PaymentAnswered(token, payment))

        self._start("payment", call, lambda trouble: PaymentFailed(token, trouble))

    def close_order(self, token: Token, payment: UUID) -> None:
        """Close the visit's order: `PaymentNews` or `PaymentFailed`."""
        self.stop_following()
        item = self._item

        def call() -> Told:
            told = _Repeated(lambda: self._client.close_payment(payment))()
            return PaymentNews(item, PaymentAnswered(token, told))

        self._start(
            "payment_closing", call, lambda trouble: PaymentFailed(token, trouble)
        )

    def follow(self, token: Token, payment: UUID, state: PaymentState) -> None:
        """Tell as soon as it is not in `state` any more: `PaymentNews`."""
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
        """Nobody waits for a change any more."""
        self._over.set()

    def _changed(
        self, payment: UUID, state: PaymentState, over: threading.Event
    ) -> Payment | None:
        """The payment once it is in another state; None when nobody waits for it."""
        pause = LOOK_FIRST_S
        failing = False
        while not over.is_set():
            try:
                told = self._client.payment(payment, state)
            except CentralError as error:
                if over.is_set():
                    return None
                if not failing:  # once, and not all the time of a cut
                    _log.warning("payment_unseen", detail=error.detail)
                    self._ends.wake_agent()
                failing = True
                pause = min(2 * pause, LOOK_MOST_S)
            else:
                failing, pause = False, LOOK_FIRST_S
                if told.state is not state:
                    return None if over.is_set() else told
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
    """A call that central knows again by its key, and so may be made again.

    Attributes:
        lost: Whether central may have done what it never answered.
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
    """A payment of which nothing has been heard: nobody may pay again."""
    return Payment(
        time=nearest_instant(datetime.now(UTC)),
        payment=request.idempotency_key,
        case=request.case,
        state=PaymentState.UNKNOWN,
        amount=request.amount,
        provider=request.provider,
        reference="",
    )
