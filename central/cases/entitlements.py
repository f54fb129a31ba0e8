"""A citizen's entitlements: derived from documents and payments, never stored.

An entitlement is a document that is not known to be printed, a payment whose receipt
is not known to be printed, or a payment whose outcome is unknown.
"""

from datetime import datetime

from starlette.concurrency import run_in_threadpool

from central.documents.certificate import Certificate
from central.payments.office import Payments
from central.store.collection import Waiting, collect
from central.store.database import Store
from central.store.payments import KeptPayment, payments_of
from central.store.persons import Persons
from contract.documents import Collection
from contract.entitlements import Entitlement, EntitlementKind, Entitlements
from contract.model import Bilingual
from contract.payment import PaymentState
from contract.queries import WaitingDocument

UNCLEAR = (PaymentState.UNKNOWN, PaymentState.STAFF)

MOST = 50


async def entitlements(
    store: Store,
    persons: Persons,
    payments: Payments,
    by: Collection,
    now: datetime,
) -> Entitlements:
    """Return all entitlements of the holder of a card or a slip, oldest first.

    A slip's code finds documents only: its bearer need not be the payer.
    """
    found = await run_in_threadpool(collect, store, persons, by)
    coming = [_document(each) for each in found.documents]
    if by.applicant is not None:
        person = persons.hash(by.applicant.number)
        kept = await run_in_threadpool(payments_of, store, person)
        coming += [_payment(each, payments) for each in kept if _is_coming(each)]
    coming.sort(key=lambda each: each.since)
    holder = None
    if by.code is not None and found.documents:
        holder = Certificate.model_validate_json(found.documents[0].content).holder
    return Entitlements(time=now, holder=holder, entitlements=tuple(coming[:MOST]))


def _is_coming(kept: KeptPayment) -> bool:
    if kept.state is PaymentState.APPROVED:
        return not kept.receipt_printed
    return kept.state in UNCLEAR


def _document(waiting: Waiting) -> Entitlement:
    return Entitlement(
        kind=EntitlementKind.DOCUMENT,
        case=waiting.key,
        item=waiting.item,
        title=waiting.title,
        since=waiting.issued_at,
        document=WaitingDocument(
            document=waiting.id, item=waiting.item, title=waiting.title
        ),
    )


def _payment(kept: KeptPayment, payments: Payments) -> Entitlement:
    approved = kept.state is PaymentState.APPROVED
    return Entitlement(
        kind=EntitlementKind.RECEIPT if approved else EntitlementKind.UNCLEAR_PAYMENT,
        case=kept.case,
        item=kept.item,
        title=Bilingual(zh_CN=kept.title_zh, en=kept.title_en),
        since=kept.approved_at or kept.created_at,
        payment=payments.told(kept),
        serial=kept.receipt_serial,
    )
