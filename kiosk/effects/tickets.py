"""What a job of a device carries, and how its end is said in the machine's words.

A ticket may outlive its visit, where the disk is full, and so says nothing of a person.
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
    """A receipt that is written down and may be printed.

    Attributes:
        payment: Whose receipt it is; a slip that says "being confirmed" is none.
    """

    token: Token
    effect: UUID
    case: UUID
    item: str
    serial: str
    payment: UUID | None = None


@dataclass(frozen=True)
class ArmedDocument:
    """A document that is written down and may be printed.

    Attributes:
        serial: Reserved for the receipt.
        document_serial: Of the document itself.
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
    """A cell that is written down and may be opened.

    Attributes:
        serial: Reserved for the receipt.
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
    """A cell that is written down and may be opened for a clerk."""

    token: Token
    effect: UUID
    task: Task
    item: str
    holding: UUID
    cell: int


Armed = ArmedReceipt | ArmedDocument | ArmedRelease | ArmedCell


def settled(armed: ArmedReceipt, result: PrintResult) -> ReceiptSettled:
    """How a receipt ended, in the words of the state machine."""
    paper = PAPERS[result.outcome]
    trouble = None if paper is Paper.PRINTED else paper_trouble(result.reason)
    return ReceiptSettled(armed.token, armed.case, armed.serial, paper, trouble)


def document_settled(armed: ArmedDocument, result: PrintResult) -> DocumentSettled:
    """How a document ended, in the words of the state machine."""
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
    """How a release ended, in the words of the state machine."""
    return ReleaseSettled(armed.token, armed.case, armed.serial, outcome)


def document_result(ended: JobDone) -> PrintResult:
    """What a document's job came to."""
    if ended.reason is Reason.OK:
        return cast("PrintResult", ended.result)
    begun, not_begun = PrintOutcome.UNKNOWN, PrintOutcome.NOTHING_CAME_OUT
    return PrintResult(begun if ended.begun else not_begun, ended.reason)


def release_outcome(ended: JobDone) -> ReleaseOutcome:
    """What a cell's job came to; where it had not begun, provably nothing opened."""
    if ended.reason is Reason.OK:
        return cast("ReleaseOutcome", ended.result)
    return ReleaseOutcome.UNKNOWN if ended.begun else ReleaseOutcome.STUCK
