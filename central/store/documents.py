"""Stored documents: each once, under the key of its case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.exc import IntegrityError

from central.store.database import Store
from central.store.pending import slip_hash
from central.store.schema import DocumentRow, PaymentRow
from contract.model import Bilingual


@dataclass(frozen=True, repr=False)
class KeptDocument:
    """One document; see `schema.DocumentRow`."""

    id: UUID
    idempotency_key: UUID
    fingerprint: str
    item: str
    serial: str
    title: Bilingual
    person: str
    slip_code: str
    content: str
    pdf: bytes
    pages: int
    sha256: str
    verification: str
    terminal: str
    payment: UUID | None
    issued_at: datetime
    printed: str = ""
    copies: int = 0

    @property
    def deleted(self) -> bool:
        """Return whether its content was deleted (`store.retention`)."""
        return not self.pdf


def document_of_key(store: Store, key: UUID) -> KeptDocument | None:
    """Return the document of a case."""
    return _find(store, DocumentRow.idempotency_key == key)


def document_of_id(store: Store, document: UUID) -> KeptDocument | None:
    """Return the document of an id, as terminals use it."""
    return _find(store, DocumentRow.id == document)


def document_of_serial(store: Store, serial: str) -> KeptDocument | None:
    """Return the document of a serial, as printed on the paper."""
    return _find(store, DocumentRow.serial == serial)


def kept_documents(store: Store) -> Iterator[KeptDocument]:
    """Return every document whose content still exists, in the order of making."""
    with store.reading() as session:
        order = (DocumentRow.issued_at, DocumentRow.serial)
        ids = session.scalars(select(DocumentRow.id).order_by(*order)).all()
    for each in ids:
        document = document_of_id(store, each)
        if document is not None and not document.deleted:
            yield document


def keep(store: Store, document: KeptDocument) -> bool:
    """Store a new one; return False if its key or its serial is taken."""
    fields = {name: getattr(document, name) for name in _SAME}
    row = DocumentRow(
        **fields,
        title_zh=document.title.zh_CN,
        title_en=document.title.en,
        slip_hash=slip_hash(document.slip_code),
    )
    try:
        with store.writing() as session:
            session.add(row)
    except IntegrityError:
        return False
    return True


def last_serial(store: Store, prefix: str) -> str | None:
    """Return the greatest serial with this prefix, where all have the same length."""
    with store.reading() as session:
        return session.scalar(
            select(func.max(DocumentRow.serial)).where(
                DocumentRow.serial.startswith(prefix, autoescape=True)
            )
        )


def count_copy(store: Store, document: UUID) -> None:
    """Count one more copy."""
    with store.writing() as session:
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id == document)
            .values(copies=DocumentRow.copies + 1)
        )


@dataclass(frozen=True)
class PaidFor:
    """How a payment relates to a document.

    Attributes:
        state: Of the payment.
        used_by: Key of the document that it has already paid for.
    """

    item: str
    state: str
    used_by: UUID | None


def paid_for(store: Store, payment: UUID) -> PaidFor | None:
    """Look a payment up."""
    with store.reading() as session:
        row = session.execute(
            select(PaymentRow.item, PaymentRow.state).where(PaymentRow.id == payment)
        ).one_or_none()
        if row is None:
            return None
        used_by = session.scalar(
            select(DocumentRow.idempotency_key).where(DocumentRow.payment == payment)
        )
    return PaidFor(row.item, row.state, used_by)


_SAME = tuple(name for name in KeptDocument.__annotations__ if name != "title")
"""Fields that the table has under the same names."""


def _find(store: Store, condition: ColumnElement[bool]) -> KeptDocument | None:
    with store.reading() as session:
        row = session.scalar(select(DocumentRow).where(condition))
        if row is None:
            return None
        fields = {name: getattr(row, name) for name in _SAME}
        return KeptDocument(
            title=Bilingual(zh_CN=row.title_zh, en=row.title_en), **fields
        )
