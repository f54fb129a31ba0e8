"""What a device's job carries, and its outcome as the state machine's events.

A ticket may outlive its visit if the disk is full, so it holds no personal data.
"""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from contract.records import Paper
from drivers.base import PrintOutcome, PrintResult
from drivers.errors import Reason
from drivers.supervisor import JobDone
from kiosk.flow.events import (
    DocumentSettled,
    ReceiptSettled,
    ReleaseOutcome,
    ReleaseSettled,
    Token,
)
from kiosk.health import paper_trouble
from offline_cache.journal import EffectState
from view import Task, Trouble

PAPERS = {
    PrintOutcome.PRINTED: Paper.PRINTED,
    PrintOutcome.NOTHING_CAME_OUT: Paper.NOT_PRINTED,
    PrintOutcome.UNKNOWN: Paper.UNCERTAIN,
}
STATES = {
    PrintOutcome.PRINTED: EffectState.CONFIRMED,
    PrintOutcome.NOTHING_CAME_OUT: EffectState.FAILED,
    PrintOutcome.UNKNOWN: EffectState.EFFECT_UNKNOWN,
}


@dataclass(frozen=True)
class ArmedReceipt:
    """A receipt that has been recorded and may be printed.

    Attributes:
        payment: The payment it is a receipt for; None on a slip for an unclear payment.
    """

    token: Token
    effect: UUID
    case: UUID
    item: str
    serial: str
    payment: UUID | None = None


@dataclass(frozen=True)
class ArmedDocument:
    """A document that has been recorded and may be printed.

    Attributes:
        serial: The serial reserved for the receipt.
        document_serial: The document's own serial.
    """

    token: Token
    effect: UUID
    case: UUID
    item: str
    serial: str
    document: UUID
    document_serial: str


@dataclass(frozen=True)
class ArmedRelease:
    """A release that has been recorded; its cell may be opened.

    Attributes:
        serial: The serial reserved for the receipt.
    """

    token: Token
    effect: UUID
    case: UUID
    item: str
    serial: str
    holding: UUID
    cell: int


@dataclass(frozen=True)
class ArmedCell:
    """A clerk's task that has been recorded; its cell may be opened."""

    token: Token
    effect: UUID
    task: Task
    item: str
    holding: UUID
    cell: int


def settled(armed: ArmedReceipt, result: PrintResult) -> ReceiptSettled:
    """Return a receipt's outcome as an event of the state machine."""
    paper = PAPERS[result.outcome]
    trouble = None if paper is Paper.PRINTED else paper_trouble(result.reason)
    return ReceiptSettled(armed.token, armed.case, armed.serial, paper, trouble)


def document_settled(armed: ArmedDocument, result: PrintResult) -> DocumentSettled:
    """Return a document's outcome as an event of the state machine."""
    paper = PAPERS[result.outcome]
    return DocumentSettled(
        token=armed.token,
        case=armed.case,
        serial=armed.serial,
        document=armed.document,
        paper=paper,
        trouble=None if paper is Paper.PRINTED else Trouble.DOCUMENT_PRINTER,
    )


def release_settled(armed: ArmedRelease, outcome: ReleaseOutcome) -> ReleaseSettled:
    """Return a release's outcome as an event of the state machine."""
    return ReleaseSettled(armed.token, armed.case, armed.serial, outcome)


def document_result(ended: JobDone) -> PrintResult:
    """Return the print result of a document's job."""
    if ended.reason is Reason.OK:
        return cast("PrintResult", ended.result)
    begun, not_begun = PrintOutcome.UNKNOWN, PrintOutcome.NOTHING_CAME_OUT
    return PrintResult(begun if ended.begun else not_begun, ended.reason)


def release_outcome(ended: JobDone) -> ReleaseOutcome:
    """Return the outcome of a cell's job; if it did not begin, nothing opened."""
    if ended.reason is Reason.OK:
        return cast("ReleaseOutcome", ended.result)
    return ReleaseOutcome.UNKNOWN if ended.begun else ReleaseOutcome.STUCK
