"""Receipts and documents: armed, printed, and their outcome recorded."""

from uuid import UUID, uuid4

from contract.records import OutcomeBody, Paper, PaperKind, RecordKind
from drivers.base import DocumentPrinter, PrintResult, Role
from kiosk.effects.ledger import Devices, Ledger
from kiosk.effects.tickets import (
    PAPERS,
    STATES,
    ArmedDocument,
    ArmedReceipt,
    document_settled,
    settled,
)
from kiosk.flow.actions import PrintDocument, PrintReceipt
from kiosk.flow.events import DocumentSettled, ReceiptSettled
from kiosk.receipts import receipt as receipts
from offline_cache.journal import JournalEntry
from offline_cache.words import Kind

_HANDED_OUT = ("document", "payment")
_PAPER_KINDS: dict[str, PaperKind] = {
    Kind.RECEIPT: PaperKind.RECEIPT,
    Kind.DOCUMENT: PaperKind.DOCUMENT,
}

DOCUMENT_S = 400.0
"""Seconds until the document printer counts as hung: the longest document, plus the
time its driver needs to cancel it."""


class Papers:
    """Prints receipts and documents."""

    def __init__(self, ledger: Ledger, devices: Devices) -> None:
        self._ledger = ledger
        self._devices = devices

    def print_receipt(self, action: PrintReceipt) -> None:
        """Arm a receipt and send it to the printer; `settle` records the outcome."""
        # A slip for a payment being confirmed is no receipt: nothing is paid yet.
        paid = action.paid
        mine = None if paid is None or paid.unclear else paid.payment
        with self._ledger.cache.transaction():
            case, serial = self._ledger.entered(action, mine)
            heading = receipts.Heading(
                self._ledger.terminal,
                self._ledger.place,
                self._ledger.clock(),
                serial,
                self._ledger.demonstration,
            )
            receipt = receipts.receipt(heading, action)
            effect = uuid4()
            detail = {"case": str(case)}
            if mine is not None:
                detail["payment"] = str(mine.payment)
            self._ledger.journal.arm(
                effect,
                Kind.RECEIPT,
                visit=self._ledger.visit_label(action.token),
                item=action.item.code,
                serial=serial,
                detail=detail,
            )
        armed = ArmedReceipt(
            token=action.token,
            effect=effect,
            case=case,
            item=action.item.code,
            serial=serial,
            payment=mine.payment if mine else None,
        )
        self._devices.print(armed, receipt)

    def settle(self, armed: ArmedReceipt, result: PrintResult) -> ReceiptSettled:
        """Record the outcome of a receipt."""
        paper = PAPERS[result.outcome]
        with self._ledger.cache.transaction():
            self._ledger.journal.settle(
                armed.effect, STATES[result.outcome], {"reason": str(result.reason)}
            )
            body = OutcomeBody(about=armed.case, serial=armed.serial, paper=paper)
            self._ledger.enqueue(uuid4(), armed.item, RecordKind.OUTCOME, body)
            if paper is Paper.PRINTED and armed.payment is not None:
                self._ledger.entitlements.payment_over(armed.payment)
        return settled(armed, result)

    def print_document(self, action: PrintDocument) -> None:
        """Arm and print a document; `settle_document` records the outcome."""
        document = action.document
        effect = uuid4()
        with self._ledger.cache.transaction():
            case, serial = self._ledger.entered(action, action.payment)
            self._ledger.journal.arm(
                effect,
                Kind.DOCUMENT,
                visit=self._ledger.visit_label(action.token),
                item=action.item.code,
                serial=document.serial,
                detail={
                    "case": str(case),
                    "document": str(document.document),
                    "receipt": serial,
                },
            )
        armed = ArmedDocument(
            token=action.token,
            effect=effect,
            case=case,
            item=action.item.code,
            serial=serial,
            document=document.document,
            document_serial=document.serial,
        )
        pdf, title = document.pdf, document.serial

        def job(printer: DocumentPrinter) -> PrintResult:
            return printer.print(pdf, title)

        self._devices.submit(Role.DOCUMENT_PRINTER, job, armed, DOCUMENT_S)

    def settle_document(
        self, armed: ArmedDocument, result: PrintResult
    ) -> DocumentSettled:
        """Record the outcome of a document."""
        with self._ledger.cache.transaction():
            self._ledger.journal.settle(
                armed.effect, STATES[result.outcome], {"reason": str(result.reason)}
            )
            body = OutcomeBody(
                about=armed.case,
                serial=armed.document_serial,
                paper=PAPERS[result.outcome],
                kind=PaperKind.DOCUMENT,
                document=armed.document,
            )
            self._ledger.enqueue(uuid4(), armed.item, RecordKind.OUTCOME, body)
        return document_settled(armed, result)

    def handed_out(self) -> frozenset[UUID]:
        """Return documents and paid receipts that certainly came out here.

        Only those that central may not know of yet, and would therefore offer again.
        Every paper that came out has left a record, so there are no more papers to
        check than unacknowledged records.
        """
        papers = self._ledger.journal.confirmed(self._ledger.outbox.unheard())
        named = (entry.detail.get(key) for entry in papers for key in _HANDED_OUT)
        return frozenset(UUID(each) for each in named if _is_name(each))


def left_paper(entry: JournalEntry) -> OutcomeBody:
    """Return the record for a paper that may or may not have come out.

    Raises:
        LookupError, ValueError, TypeError: The entry does not have this version's form.
    """
    document = entry.detail.get("document")
    if entry.serial is None:
        raise LookupError("a paper without a serial")
    return OutcomeBody(
        about=UUID(entry.detail["case"]),
        serial=entry.serial,
        paper=Paper.UNCERTAIN,
        kind=_PAPER_KINDS[entry.kind],
        document=UUID(document) if document else None,
    )


def _is_name(text: object) -> bool:
    try:
        UUID(text)  # type: ignore[arg-type]  # whatever stands on the disk
    except (AttributeError, TypeError, ValueError):
        return False
    return True
