"""Records that a terminal queues and central accepts exactly once.

A record's header is in clear text. Its body is bytes that the terminal stores and sends
unchanged; their SHA-256 is the fingerprint. The body is sealed to central
(`contract.sealing`) with the key named by `key_id`. A record without `key_id` is from
the contract's previous version, with a body in clear text; central accepts it too.

`POST /v1/records` takes a `RecordBatch` and returns a `BatchAnswer` with one
`RecordAnswer` for each record, in the same order. The same key and fingerprint get the
same answer again. The same key with another fingerprint is `refused` (422).
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
"""Records in one request; it also bounds the rows in the agent's transactions."""

LARGEST_SEQ = 2**63 - 1
"""The largest 64-bit integer of a database."""

NO_KEY = UUID(int=0)
"""In the answer to a record whose key is unreadable: match it by position."""


class RecordKind(StrEnum):
    """The purpose of a record."""

    REQUEST = "request"  # accepted offline: central does it and keeps the result
    COMPLETION = "completion"  # about to be handed out at the terminal
    OUTCOME = "outcome"  # result of printing a case's paper
    HOLDING = "holding"  # change of a document in a cell
    RATING = "rating"  # 好差评 of a finished item


class Record(Message):
    """One intent of one visit, as stored in the outbox.

    Attributes:
        idempotency_key: UUIDv4, created in the same commit as the intent.
        install: Id of the installation; each new disk gets a new one.
        seq: Counts from 1 within (terminal, install), without gaps.
        key_id: Id of the key that the body is sealed to.
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
        """Return the SHA-256 of the body, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


class RequestBody(Message):
    """An item accepted at the terminal, to be completed by central.

    It was accepted offline (已受理，待联网办理), or is an application from the step
    `submit`.
    """

    applicant: Applicant | None = None
    slip_code: Annotated[Word, Field(repr=False)]
    language: Language
    form: Answers = Field(default_factory=dict, repr=False)
    options: Annotated[tuple[Word, ...], Field(max_length=100, repr=False)] = ()
    payment: UUID | None = None


class CompletionBody(Message):
    """An item completed at the terminal; recorded before its receipt is printed.

    Attributes:
        serial: Serial of the receipt.
        payment: The payment of the item.
        amount: The amount paid, as known to the terminal, in fen.
    """

    applicant: Applicant | None = None
    serial: Word
    payment: UUID | None = None
    amount: Fen | None = None


class PaperKind(StrEnum):
    """The kind of a paper."""

    RECEIPT = "receipt"
    DOCUMENT = "document"


class Paper(StrEnum):
    """What is known about the printing of a paper."""

    PRINTED = "printed"
    NOT_PRINTED = "not_printed"  # certainly nothing came out
    UNCERTAIN = "uncertain"  # possibly partly printed: staff must check


class OutcomeBody(Message):
    """The result of printing for the case `about` (a request or a completion).

    Attributes:
        document: Id of the document, if the paper is one.
    """

    about: UUID
    serial: Word
    paper: Paper
    kind: PaperKind = PaperKind.RECEIPT
    document: UUID | None = None


class HoldingBody(Message):
    """A change of a document in a cell.

    Attributes:
        about: The case of the citizen who picked it up; None for a clerk's work.
        asked: Whether a person confirmed it because there is no sensor.
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
"""The model of each kind's body."""


class RecordState(StrEnum):
    """The state of a record at central."""

    COMPLETED = "completed"  # done at the terminal and entered in the ledger
    READY = "ready"  # done at central; the result can be collected
    PENDING = "pending"  # accepted; the department has not answered yet
    RECORDED = "recorded"  # a rating or an outcome
    REFUSED = "refused"  # not accepted; the terminal puts it in quarantine


class Refusal(StrEnum):
    """Why a record is `refused`; later versions may add words."""

    MALFORMED = "malformed"  # the record or its body does not match its model
    KEY_UNKNOWN = "key_unknown"  # sealed to a key that central does not have
    TERMINAL_MISMATCH = "terminal_mismatch"  # names another terminal than the sender
    KEY_REUSED = "key_reused"  # the same key came with another content (422)
    SEQUENCE_REUSED = "sequence_reused"  # a restored disk (409): alarm
    ITEM_UNKNOWN = "item_unknown"  # the department is known, but has no such item


class RecordAnswer(Message):
    """Central's answer to one record.

    Attributes:
        idempotency_key: Key of the record; `NO_KEY` if it was unreadable.
        reason: A `Refusal` if the state is `refused`, else absent.
    """

    idempotency_key: UUID
    state: RecordState
    reason: str | None = None


class RecordBatch(Message):
    """Body of `POST /v1/records`.

    The receiver validates each record into `Record` by itself, so that one malformed
    record does not spoil the batch.
    """

    records: Annotated[tuple[object, ...], Field(max_length=BATCH_LIMIT)]


class BatchAnswer(Message):
    """Answer to `POST /v1/records`: one for each record, in the same order."""

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
