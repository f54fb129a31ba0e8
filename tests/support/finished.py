"""Rows of central's database about one person, finished or not."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from central.store.schema import (
    DocumentRow,
    PaymentRow,
    RecordRow,
    ResultRow,
    WrongCodesRow,
)
from contract.payment import PaymentState
from contract.records import Paper, RecordState

END = datetime(2026, 11, 26, 15, 59, tzinfo=UTC)
"""One minute before the day ends in Shanghai."""


def request(session: Session, state: RecordState, **changes: Any) -> UUID:
    """Make a record of a request."""
    key = uuid4()
    values: dict[str, Any] = {
        "idempotency_key": key,
        "terminal": "demo-01",
        "install": key,
        "seq": 1,
        "item": "paper_office.paper",
        "kind": "request",
        "fingerprint": "f" * 64,
        "answered": "pending",
        "state": state,
        "created_at": END,
        "received_at": END,
        "body": b"{}" if state is RecordState.PENDING else None,
        "attempts": 0,
        "person": "p" * 64,
        "slip_hash": "s" * 64,
    }
    session.add(RecordRow(**values | changes))
    session.flush()
    return key


def result(session: Session, **changes: Any) -> UUID:
    """Make a request that was answered without a document."""
    key = request(session, RecordState.READY)
    values = {"record": key, "answer": "{}", "ready_at": END, "collected_at": END}
    session.add(ResultRow(**values | changes))
    return key


def document(session: Session, printed: str = Paper.PRINTED, **changes: Any) -> UUID:
    """Make a document; its time of printing is `END`, if it was printed."""
    key = uuid4()
    values: dict[str, Any] = {
        "id": key,
        "idempotency_key": key,
        "fingerprint": "f" * 64,
        "item": "paper_office.paper",
        "serial": key.hex,
        "title_zh": "证明",
        "title_en": "Certificate",
        "person": "p" * 64,
        "slip_hash": "s" * 64,
        "slip_code": "7KQ2-M9XD",
        "content": "{}",
        "pdf": b"%PDF",
        "pages": 1,
        "sha256": "a" * 64,
        "verification": "OT1:X",
        "terminal": "demo-01",
        "issued_at": END,
        "printed": printed,
        "printed_at": END if printed == Paper.PRINTED else None,
    }
    session.add(DocumentRow(**values | changes))
    return key


def payment(session: Session, state: PaymentState, **changes: Any) -> UUID:
    """Make a payment with nothing more to do, whose receipt was printed."""
    key = uuid4()
    values: dict[str, Any] = {
        "id": key,
        "fingerprint": "f" * 64,
        "terminal": "demo-01",
        "case": uuid4(),
        "item": "one_stop.bill_payment",
        "title_zh": "缴费",
        "title_en": "Payment",
        "person": "p" * 64,
        "provider": "sandbox",
        "reference": key.hex,
        "amount": 12_00,
        "state": state,
        "settlement": None if state is PaymentState.APPROVED else "{}",
        "settled": "entered" if state is PaymentState.APPROVED else "",
        "created_at": END,
        "deadline_at": END,
        "changed_at": END,
        "look_at": None,
        "receipt_token": key.hex,
        "receipt_printed": True,
    }
    session.add(PaymentRow(**values | changes))
    return key


def wrong_code(session: Session) -> None:
    session.add(WrongCodesRow(terminal="hall-01", tried={"s": 1.0}, last_at=END))


Make = Callable[[Session], object]

FINISHED: dict[str, tuple[Make, dict[str, int]]] = {
    "result": (result, {"results": 30, "requests": 30}),
    "document": (document, {"documents": 90, "verifications": 365}),
    "request with a document": (
        lambda session: document(
            session, idempotency_key=request(session, RecordState.READY)
        ),
        {"documents": 90, "verifications": 365, "requests": 90},
    ),
    **{
        f"{state} payment": (
            partial(payment, state=state),
            {"payments": 90},
        )
        for state in (
            PaymentState.APPROVED,
            PaymentState.DECLINED,
            PaymentState.CLOSED,
            PaymentState.REFUNDED,
        )
    },
    "wrong code": (wrong_code, {"wrong_codes": 1}),
}
"""What ended at `END`, and after how many days each rule takes its part."""


def _unprinted(session: Session) -> None:
    paid = payment(session, PaymentState.APPROVED)
    document(session, Paper.UNCERTAIN, payment=paid)


UNFINISHED: dict[str, Make] = {
    "pending request": lambda session: request(session, RecordState.PENDING),
    "result that nobody collected": lambda session: result(session, collected_at=None),
    "request whose document waits": lambda session: document(
        session, "", idempotency_key=request(session, RecordState.READY)
    ),
    **{
        f"document {printed or 'that waits'}": partial(document, printed=printed)
        for printed in ("", Paper.NOT_PRINTED, Paper.UNCERTAIN)
    },
    **{
        f"{state} payment": partial(payment, state=state)
        for state in (
            PaymentState.INTENT,
            PaymentState.REQUESTED,
            PaymentState.UNKNOWN,
            PaymentState.STAFF,
            PaymentState.LATE_APPROVED,
            PaymentState.REFUND_PENDING,
        )
    },
    "payment without a receipt": lambda session: payment(
        session, PaymentState.APPROVED, receipt_printed=False
    ),
    "payment not settled": lambda session: payment(
        session, PaymentState.APPROVED, settled="", settlement="{}"
    ),
    "closed payment to be looked at": lambda session: payment(
        session, PaymentState.CLOSED, look_at=END
    ),
    "payment of a paper that waits": _unprinted,
    "payment of a pending request": lambda session: payment(
        session,
        PaymentState.APPROVED,
        case=request(session, RecordState.PENDING),
    ),
}
"""What must be kept whatever its age."""
