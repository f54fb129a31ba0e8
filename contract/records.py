"""Records that a terminal queues and central takes in exactly once.

A record's header is in clear; its body is bytes that the terminal keeps and sends as
it wrote them, and whose SHA-256 is the fingerprint. They are sealed to central
(`contract.sealing`) with the key that `key_id` names. A record without one is
of the contract's previous version, whose bodies were in clear; central takes it too.

`POST /v1/records` takes a `RecordBatch` and gives a `BatchAnswer` with one
`RecordAnswer` for each record, in the same order. Same key and fingerprint: the same
answer again. Same key and another fingerprint: `refused` with 422's reason.
"""

import hashlib
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Base64Bytes, Field

from contract.manifest import HoldingState
from contract.model import (
    Answers,
    Applicant,
    Fen,
    Instant,
    ItemCode,
    Language,
    Message,
    TerminalName,
    Word,
)

BATCH_LIMIT = 50
"""Records in one request: the agent's transactions touch no more rows than this."""

LARGEST_SEQ = 2**63 - 1
"""What a database's large integer can hold."""

NO_KEY = UUID(int=0)
"""In the answer to a record whose own key could not be read: match it by position."""


class RecordKind(StrEnum):
    """What a record asks of central."""

    REQUEST = "request"  # accepted offline: do it, and keep the result
    COMPLETION = "completion"  # about to be handed out at the terminal
    OUTCOME = "outcome"  # what became of a case's paper
    HOLDING = "holding"  # what became of a document in a cell
    RATING = "rating"  # 好差评 of a finished item


class Record(Message):
    """One intent of one visit, as written to the outbox.

    Attributes:
        idempotency_key: UUIDv4, made in the same commit as the intent.
        install: New with each new disk of a terminal.
        seq: Counts from 1 within (terminal, install), without gaps.
        key_id: Of the key that the body is sealed to.
        body: JSON of the kind's body (`BODIES`), UTF-8, sealed.
    """

    idempotency_key: UUID
    terminal: TerminalName
    install: UUID
    seq: Annotated[int, Field(ge=1, le=LARGEST_SEQ)]
    item: ItemCode
    kind: RecordKind
    created_at: Instant
    key_id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")] | None = None
    body: Base64Bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the body, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


class RequestBody(Message):
    """An item accepted at the terminal, to be done by central.

    While there was no network (已受理，待联网办理), or as an application that the step
    `submit` hands in.
    """

    applicant: Applicant | None = None
    slip_code: Annotated[Word, Field(repr=False)]
    language: Language
    form: Answers = Field(default_factory=dict, repr=False)
    options: Annotated[tuple[Word, ...], Field(max_length=100, repr=False)] = ()
    payment: UUID | None = None


class CompletionBody(Message):
    """An item answered at the terminal; written before its receipt is printed.

    Attributes:
        serial: Of the receipt.
        payment: What was paid for it, and how much the terminal took it to be, in fen.
    """

    applicant: Applicant | None = None
    serial: Word
    payment: UUID | None = None
    amount: Fen | None = None


class PaperKind(StrEnum):
    """Which paper."""

    RECEIPT = "receipt"
    DOCUMENT = "document"


class Paper(StrEnum):
    """What is known about a paper."""

    PRINTED = "printed"
    NOT_PRINTED = "not_printed"  # provably nothing came out
    UNCERTAIN = "uncertain"  # perhaps half of it: staff must look


class OutcomeBody(Message):
    """What became of the paper of the case `about` (a request or a completion).

    Attributes:
        document: Id of the document, where it is one.
    """

    about: UUID
    serial: Word
    paper: Paper
    kind: PaperKind = PaperKind.RECEIPT
    document: UUID | None = None


class HoldingBody(Message):
    """What became of a document in a cell.

    Attributes:
        about: The case, where a citizen came for it; None where a clerk did it.
        asked: Whether a person said so, where no sensor could tell.
    """

    holding: UUID
    cell: Annotated[int, Field(ge=1, le=255)]
    state: HoldingState
    about: UUID | None = None
    asked: bool = False


class Grade(StrEnum):
    """The five grades of 好差评, from best to worst."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    MOSTLY_SATISFIED = "mostly_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


class RatingReason(StrEnum):
    """Why a citizen was not satisfied."""

    HARD_TO_USE = "hard_to_use"
    TOO_SLOW = "too_slow"
    DEVICE_FAULT = "device_fault"
    WRONG_INFORMATION = "wrong_information"
    OTHER = "other"


class RatingBody(Message):
    """A citizen's rating of the case `about`, without the citizen's name."""

    about: UUID
    grade: Grade
    reasons: Annotated[tuple[RatingReason, ...], Field(max_length=5)] = ()


BODIES: dict[RecordKind, type[Message]] = {
    RecordKind.REQUEST: RequestBody,
    RecordKind.COMPLETION: CompletionBody,
    RecordKind.OUTCOME: OutcomeBody,
    RecordKind.HOLDING: HoldingBody,
    RecordKind.RATING: RatingBody,
}
"""What each kind's body must be."""


class RecordState(StrEnum):
    """What became of a record at central."""

    COMPLETED = "completed"  # done at the terminal and entered in the ledger
    READY = "ready"  # done at central; the result waits to be collected
    PENDING = "pending"  # taken in; the department has not answered yet
    RECORDED = "recorded"  # a rating or an outcome
    REFUSED = "refused"  # never taken in; the terminal puts it in quarantine


class Refusal(StrEnum):
    """Why a record is `refused`; a later version may know more words."""

    MALFORMED = "malformed"  # the record, or its body, is not what its kind asks for
    KEY_UNKNOWN = "key_unknown"  # sealed to a key that central does not have
    TERMINAL_MISMATCH = "terminal_mismatch"  # names another terminal than its sender
    KEY_REUSED = "key_reused"  # this key came before with something else (422)
    SEQUENCE_REUSED = "sequence_reused"  # a restored disk (409): alarm
    ITEM_UNKNOWN = "item_unknown"  # its department is here, and has no such item


class RecordAnswer(Message):
    """What central says of one record.

    Attributes:
        idempotency_key: The record's; `NO_KEY` where it could not be read.
        reason: A `Refusal` if the state is `refused`, else absent.
    """

    idempotency_key: UUID
    state: RecordState
    reason: str | None = None


class RecordBatch(Message):
    """Body of `POST /v1/records`.

    The records are checked one by one, so that a poisoned one costs only itself:
    they are validated into `Record` by the receiver, not here.
    """

    records: Annotated[tuple[object, ...], Field(max_length=BATCH_LIMIT)]


class BatchAnswer(Message):
    """Answer of `POST /v1/records`: one for each record, in the same order."""

    time: Instant
    answers: tuple[RecordAnswer, ...]


class LedgerEntry(Message):
    """One line of central's ledger, as `python -m central ledger --json` prints it."""

    idempotency_key: UUID
    terminal: TerminalName
    install: UUID
    seq: int
    item: ItemCode
    state: RecordState
    received_at: Instant
