"""Payments: central runs the state machine, a terminal mirrors its state.

`POST /v1/payments` takes a `PaymentRequest`, queries the department for the bill again
and opens an order at the provider; the same key and content return the same payment.
`GET /v1/payments/{id}?unlike=STATE` answers at once if the state differs, else as soon
as it changes, within `LONGEST_WAIT_S`. `POST /v1/payments/{id}/close` closes the order
*before* the citizen is told that nothing was paid. The result may be approved, since
the payment may arrive before the close, or unknown.

Refused with 409: `bill_changed` (the amount differs from the one shown), `bill_paid`,
`payment_unclear` (an earlier payment of this bill is being confirmed), and with 422:
`amount_refused` (0, negative or over the limit), `key_reused`.
"""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contract.model import (
    Answers,
    Applicant,
    Fen,
    Instant,
    ItemCode,
    Message,
    Word,
)

LONGEST_WAIT_S = 5.0
"""How long central holds a request for a payment that does not change."""


class PaymentState(StrEnum):
    """The state of a payment; `MOVES` lists the allowed transitions."""

    INTENT = "intent"  # recorded; no order requested from the provider yet
    REQUESTED = "requested"  # an order is open and can be paid
    APPROVED = "approved"  # paid
    DECLINED = "declined"  # the provider refused; nothing was paid
    CLOSED = "closed"  # the order can no longer be paid
    UNKNOWN = "unknown"  # not confirmed yet: nothing is handed out, no second payment
    STAFF = "staff"  # a clerk must decide
    LATE_APPROVED = "late_approved"  # paid after it was declined or closed
    REFUND_PENDING = "refund_pending"
    REFUNDED = "refunded"


MOVES: dict[PaymentState, frozenset[PaymentState]] = {
    PaymentState.INTENT: frozenset(
        {PaymentState.REQUESTED, PaymentState.CLOSED, PaymentState.UNKNOWN}
    ),
    PaymentState.REQUESTED: frozenset(
        {
            PaymentState.APPROVED,
            PaymentState.DECLINED,
            PaymentState.CLOSED,
            PaymentState.UNKNOWN,
        }
    ),
    PaymentState.UNKNOWN: frozenset(
        {
            PaymentState.APPROVED,
            PaymentState.DECLINED,
            PaymentState.CLOSED,
            PaymentState.STAFF,
        }
    ),
    PaymentState.DECLINED: frozenset({PaymentState.LATE_APPROVED}),
    PaymentState.CLOSED: frozenset({PaymentState.LATE_APPROVED}),
    PaymentState.LATE_APPROVED: frozenset({PaymentState.REFUND_PENDING}),
    PaymentState.STAFF: frozenset(
        {PaymentState.APPROVED, PaymentState.CLOSED, PaymentState.REFUND_PENDING}
    ),
    PaymentState.APPROVED: frozenset({PaymentState.REFUND_PENDING}),
    PaymentState.REFUND_PENDING: frozenset({PaymentState.REFUNDED, PaymentState.STAFF}),
    PaymentState.REFUNDED: frozenset(),
}
"""The states that may follow each state; anything else is 409 `not_allowed`."""


OPEN = (PaymentState.INTENT, PaymentState.REQUESTED, PaymentState.UNKNOWN)
"""Whether the money arrives is not decided yet."""

OVER = (PaymentState.DECLINED, PaymentState.CLOSED)
"""The citizen was told that nothing was paid: money that still arrives is refunded."""

FREE = (*OVER, PaymentState.REFUNDED)
"""In these states another payment of the same bill is allowed."""


class PaymentRequest(Message):
    """A request to start a payment.

    Attributes:
        idempotency_key: Becomes the payment's id.
        case: The terminal's case that the payment is for.
        options: References of the chosen options.
        amount: In fen, as shown to the citizen.
        provider: One of the bill's methods.
        payment_code: The citizen's payment code, as read by the scanner. Without it
            an order is opened with a code for the citizen to scan.
    """

    idempotency_key: UUID
    case: UUID
    item: ItemCode
    applicant: Applicant | None = None
    form: Answers = Field(default_factory=dict, repr=False)
    options: Annotated[tuple[Word, ...], Field(max_length=100, repr=False)] = ()
    amount: Fen
    provider: Word
    payment_code: Annotated[Word | None, Field(repr=False)] = None


class Payment(Message):
    """The present state of a payment.

    Attributes:
        reference: Order number at the provider (`out_trade_no`), assigned by central.
        transaction: The provider's transaction number, once there is one.
        code_url: Content of the QR code, while the order can be paid.
        seconds_left: Until central closes the order, while it can be paid.
        receipt_url: Address of the receipt for a phone, once approved.
    """

    time: Instant
    payment: UUID
    case: UUID
    state: PaymentState
    amount: Fen
    provider: Word
    reference: Word
    transaction: Word | None = None
    code_url: Annotated[str, Field(max_length=512)] | None = None
    seconds_left: Annotated[int, Field(ge=0)] | None = None
    approved_at: Instant | None = None
    receipt_url: Annotated[str, Field(max_length=512)] | None = None
