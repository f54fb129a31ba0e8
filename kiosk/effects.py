"""What a visit leaves behind: records for central, and paper, each written down first.

The only caller of drivers that print. An effect is `ARMED` in the electronic journal,
in the same commit as the record that central gets about it, before the printer sees a
byte; its outcome follows once a status has spoken. What is still armed after a crash
is `EFFECT_UNKNOWN`, for staff, and is never repeated by itself.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

import structlog

from central.contract.model import Bilingual
from central.contract.records import (
    CompletionBody,
    OutcomeBody,
    Paper,
    RatingBody,
    RecordKind,
    RequestBody,
)
from central.contract.service_item import ServiceItem
from drivers.base import PrintOutcome, PrintResult, Receipt
from kiosk import receipts
from kiosk.business_day import local
from kiosk.flow.actions import PrintReceipt, QueueRequest, StoreRating
from kiosk.flow.events import ReceiptSettled, RecordStored, Token
from kiosk.health import paper_trouble
from offline_cache.database import Cache
from offline_cache.journal import EffectState, Journal
from offline_cache.outbox import Outbox

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that can be taken for a digit."""

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

_log = structlog.get_logger()


class Printing(Protocol):
    """The part of the devices' supervisor that is needed here."""

    def print(self, ticket: object, receipt: Receipt) -> None:
        """Print; the end is told elsewhere, with this ticket."""


@dataclass(frozen=True)
class Armed:
    """A receipt that is written down and may be printed; a print job's ticket.

    It may outlive the visit, where the disk is full, and so says nothing of a person.
    """

    token: Token
    effect: UUID
    case: UUID
    item: str
    serial: str


def settled(armed: Armed, result: PrintResult) -> ReceiptSettled:
    """How a print ended, in the words of the state machine."""
    paper = PAPERS[result.outcome]
    trouble = None if paper is Paper.PRINTED else paper_trouble(result.reason)
    return ReceiptSettled(armed.token, armed.case, armed.serial, paper, trouble)


class Effects:
    """Writes down what is about to be done, has it done, and writes down how it ended.

    Every call is one commit and raises `offline_cache.errors.CacheError` if there was
    none; then nothing was done either.

    Args:
        cache: The connection of the runtime's thread.
        printer: Prints receipts.
        terminal: The terminal's name, part of every serial.
        place: Where it stands, for the receipt's head.
        demonstration: Whether 演示 stands on the paper.
        clock: The wall clock, for labels alone.
    """

    def __init__(
        self,
        cache: Cache,
        printer: Printing,
        *,
        terminal: str,
        place: Bilingual,
        demonstration: bool,
        clock: Callable[[], datetime],
    ) -> None:
        self._cache = cache
        self._outbox = Outbox(cache)
        self._journal = Journal(cache)
        self._printer = printer
        self._terminal = terminal
        self._place = place
        self._demonstration = demonstration
        self._clock = clock
        # Visits are counted from 1 by each process: this tells their labels apart.
        self._process = secrets.token_hex(4)

    def queue_request(self, action: QueueRequest) -> RecordStored:
        """Accept a request for later, with a code to collect its result."""
        case = uuid4()
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))
        slip_code = f"{code[:4]}-{code[4:]}"
        body = RequestBody(
            applicant=action.applicant,
            slip_code=slip_code,
            language=action.language,
            form=action.form,
            options=action.options,
            payment=action.payment,
        )
        with self._cache.transaction():
            self._enqueue(case, action.item.code, RecordKind.REQUEST, body)
            self._journal.append(
                "request_accepted",
                visit=self._visit(action.token),
                item=action.item.code,
                detail={"case": str(case)},
            )
        return RecordStored(action.token, case, slip_code)

    def store_rating(self, action: StoreRating) -> RecordStored:
        """Queue a rating."""
        key = uuid4()
        with self._cache.transaction():
            self._enqueue(key, action.item.code, RecordKind.RATING, action.rating)
        return RecordStored(action.token, key, None)

    def print_receipt(self, action: PrintReceipt) -> None:
        """Arm a receipt, and hand it to the printer; `settle` hears the end."""
        now = self._clock()
        with self._cache.transaction():
            serial = action.serial or self._serial(now)
            case = action.case or uuid4()
            if not action.entered:
                self._complete(action, case, serial)
            receipt = self._receipt(action, serial, now)
            effect = uuid4()
            self._journal.arm(
                effect,
                "receipt",
                visit=self._visit(action.token),
                item=action.item.code,
                serial=serial,
                detail={"case": str(case)},
            )
        armed = Armed(action.token, effect, case, action.item.code, serial)
        self._printer.print(armed, receipt)

    def settle(self, armed: Armed, result: PrintResult) -> None:
        """Write down how a print ended."""
        state, paper = STATES[result.outcome], PAPERS[result.outcome]
        with self._cache.transaction():
            self._journal.settle(armed.effect, state, {"reason": str(result.reason)})
            self._tell_outcome(armed.case, armed.item, armed.serial, paper)

    def recover(self) -> int:
        """Close what a crash left armed: nobody knows whether it came out.

        Returns:
            How many effects wait for staff because of it.
        """
        with self._cache.transaction():
            unsettled = self._journal.unsettled()
            for entry in unsettled:
                if entry.effect is None or entry.item is None or entry.serial is None:
                    raise LookupError(f"journal entry {entry.seq} is no effect of ours")
                unknown = EffectState.EFFECT_UNKNOWN
                self._journal.settle(entry.effect, unknown, {"reason": "crash"})
                case = UUID(entry.detail["case"])
                self._tell_outcome(case, entry.item, entry.serial, Paper.UNCERTAIN)
        if unsettled:
            _log.warning("effects_unknown_after_crash", count=len(unsettled))
        return len(unsettled)

    def _complete(self, action: PrintReceipt, case: UUID, serial: str) -> None:
        body = CompletionBody(applicant=action.applicant, serial=serial)
        self._enqueue(case, action.item.code, RecordKind.COMPLETION, body)

    def _tell_outcome(self, case: UUID, item: str, serial: str, paper: Paper) -> None:
        body = OutcomeBody(about=case, serial=serial, paper=paper)
        self._enqueue(uuid4(), item, RecordKind.OUTCOME, body)

    def _enqueue(
        self,
        key: UUID,
        item: str,
        kind: RecordKind,
        body: RequestBody | CompletionBody | OutcomeBody | RatingBody,
    ) -> None:
        content = body.model_dump_json().encode()
        self._outbox.enqueue(key, item, kind, content, self._clock())

    def _visit(self, token: Token) -> str:
        return f"{self._process}-{token.visit}"

    def _serial(self, now: datetime) -> str:
        day = local(now).strftime("%Y%m%d")
        number = self._journal.next_serial("receipt")
        return f"{self._terminal}-{day}-{number:05d}"

    def _receipt(self, action: PrintReceipt, serial: str, now: datetime) -> Receipt:
        heading = receipts.Heading(
            self._terminal, self._place, now, serial, self._demonstration
        )
        item: ServiceItem = action.item
        if action.slip_code is not None:
            return receipts.slip(
                heading, item, action.applicant, action.slip_code, action.language
            )
        if action.answer is None:
            raise LookupError("a receipt about nothing")
        return receipts.statement(
            heading, item, action.applicant, action.answer, action.language
        )
