"""What a citizen still has coming: kept by central, asked for by `identify`.

`POST /v1/entitlements` takes a `documents.Collection` and gives `Entitlements`: a paper
that was made and not printed, a payment whose receipt was not printed, a payment that
is still being confirmed. What is finished, or known to be in the citizen's hands, is
not among them.
"""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contract.model import (
    Applicant,
    Bilingual,
    Instant,
    ItemCode,
    Message,
    Word,
)
from contract.payment import Payment
from contract.queries import WaitingDocument


class EntitlementKind(StrEnum):
    """What it is."""

    DOCUMENT = "document"  # a document waits to be printed
    RECEIPT = "receipt"  # paid, and no receipt was printed
    UNCLEAR_PAYMENT = "unclear_payment"  # being confirmed: do not pay again


class Entitlement(Message):
    """One thing that is still coming.

    Attributes:
        case: The case that it belongs to.
        document: Of a document.
        payment: Of a receipt or an unclear payment.
        serial: Of a receipt that was written before: a copy keeps it.
    """

    kind: EntitlementKind
    case: UUID
    item: ItemCode
    title: Bilingual
    since: Instant
    document: WaitingDocument | None = None
    payment: Payment | None = None
    serial: Word | None = None


class Entitlements(Message):
    """Everything that is coming, oldest first."""

    time: Instant
    holder: Applicant | None = None
    entitlements: Annotated[tuple[Entitlement, ...], Field(max_length=50)] = ()
