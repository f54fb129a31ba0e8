"""Entitlements of a citizen: kept by central, queried by the step `identify`.

`POST /v1/entitlements` takes a `documents.Collection` and returns `Entitlements`: a
document that was issued but not printed, a payment whose receipt was not printed, a
payment that is still being confirmed. Anything finished, or known to be in the
citizen's hands, is not included.
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
    """The kind of an entitlement."""

    DOCUMENT = "document"  # issued, not printed yet
    RECEIPT = "receipt"  # paid, receipt not printed yet
    UNCLEAR_PAYMENT = "unclear_payment"  # being confirmed: do not pay again


class Entitlement(Message):
    """One thing that the citizen can still collect.

    Attributes:
        case: The case that it belongs to.
        document: Set for a document.
        payment: Set for a receipt or an unclear payment.
        serial: Serial of a receipt that was issued before; a copy keeps it.
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
    """All entitlements of a citizen, oldest first."""

    time: Instant
    holder: Applicant | None = None
    entitlements: Annotated[tuple[Entitlement, ...], Field(max_length=50)] = ()
