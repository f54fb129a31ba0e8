"""Documents (certificates): issued and signed by central, printed by a terminal.

`POST /v1/documents` takes a `DocumentRequest` and issues a document. The same key and
content return the same document again; other content is 422 `key_reused`.
`POST /v1/documents/{id}/collection` takes a `Collection` and returns an issued
document. Once a document has been printed, it is returned marked as a copy (副本). The
terminal reports the result of printing as an outcome record.
"""

from typing import Annotated
from uuid import UUID

from pydantic import Base64Bytes, Field, model_validator

from contract.model import (
    Answers,
    Applicant,
    Bilingual,
    Digest,
    Instant,
    ItemCode,
    Message,
    Word,
)

LARGEST_PDF = 4_000_000
"""Bytes. A statement of 40 years has about 300,000."""


class DocumentRequest(Message):
    """A request to issue a document from the department's present answer.

    Attributes:
        idempotency_key: The case that the document belongs to.
        payment: An approved payment, if the item is paid before printing.
    """

    idempotency_key: UUID
    item: ItemCode
    applicant: Applicant
    form: Answers = Field(default_factory=dict, repr=False)
    payment: UUID | None = None


class Collection(Message):
    """The person who collects, identified by a card or by the code of a slip."""

    applicant: Applicant | None = None
    code: Annotated[Word | None, Field(repr=False)] = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "Collection":
        if (self.applicant is None) == (self.code is None):
            raise ValueError("either an applicant or a code")
        return self


class IssuedDocument(Message):
    """A document to be printed.

    Attributes:
        serial: Unique within central; a copy has the serial of the original.
        pages: Sheets of A4, one-sided.
        copy_of: Whether it is marked 副本 COPY because it was printed before.
        sha256: SHA-256 of `pdf`.
        verification: The text of its QR code; see `contract.verification`.
        code: A collection code, valid at any terminal.
    """

    time: Instant
    document: UUID
    item: ItemCode
    title: Bilingual
    serial: Word
    pages: Annotated[int, Field(ge=1, le=200)]
    copy_of: bool
    sha256: Digest
    pdf: Annotated[Base64Bytes, Field(max_length=LARGEST_PDF, repr=False)]
    verification: Annotated[str, Field(max_length=2000, repr=False)]
    code: Annotated[str, Field(max_length=64, repr=False)]
