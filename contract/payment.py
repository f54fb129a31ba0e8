"""Payments: a state machine at central; a terminal mirrors its state.

`POST /v1/payments` takes a `PaymentRequest`, asks the department for the bill once more
and opens an order at the provider; the same key and content give the same payment.
`GET /v1/payments/{id}?unlike=STATE` answers at once if the state is another one, else
as soon as it changes, within `LONGEST_WAIT_S`. `POST /v1/payments/{id}/close` closes
the order *before* a citizen is told that nothing was paid: it may come back approved,
since a close can lose its race, or unknown.

Refused with 409: `bill_changed` (another amount than the one shown), `bill_paid`,
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
"""That a question about a payment is held while nothing changes."""


class PaymentState(StrEnum):
    """Where a payment stands; `MOVES` says what may follow."""

    INTENT = "intent"  # written down; the provider was not asked yet
    REQUESTED = "requested"  # there is an order that can be paid
    APPROVED = "approved"  # the money came
    DECLINED = "declined"  # the provider refused; nothing was paid
    CLOSED = "closed"  # the order can no longer be paid
    UNKNOWN = (
        "unknown"  # nobody knows yet: nothing is handed out, and nobody pays again
    )
    STAFF = "staff"  # a clerk must look
    LATE_APPROVED = "late_approved"  # the money came after all
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
"""What may follow each state. Never backwards: anything else is 409 `not_allowed`."""


OPEN = (PaymentState.INTENT, PaymentState.REQUESTED, PaymentState.UNKNOWN)
"""Nobody knows yet whether the money comes."""

OVER = (PaymentState.DECLINED, PaymentState.CLOSED)
"""The citizen was told that nothing was paid: what comes all the same goes back."""

FREE = (*OVER, PaymentState.REFUNDED)
"""In these the bill may be paid by another payment."""


class PaymentRequest(Message):
    """One intent to pay.

    Attributes:
        idempotency_key: Also the payment's id.
        case: What it is paid for, at the terminal.
        options: References of what was chosen.
        amount: In fen, as it was shown to the citizen.
        provider: One of the bill's methods.
        payment_code: The citizen's own code, as the scanner read it; without one an
            order with a code for the citizen to scan is opened.
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
    """A payment as it stands.

    Attributes:
        reference: Our order number at the provider (`out_trade_no`).
        transaction: The provider's own number, once there is one.
        code_url: What the QR code holds while it can be paid.
        seconds_left: Until central closes the order, while it can be paid.
        receipt_url: Where a phone finds the receipt, once approved.
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
