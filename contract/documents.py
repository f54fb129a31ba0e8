"""Documents (certificates): made and signed at central, printed at a terminal.

`POST /v1/documents` takes a `DocumentRequest` and has one made: the same key and
content give the same document again, another content 422 `key_reused`.
`POST /v1/documents/{id}/collection` takes a `Collection` and gives one that waits; once
it was printed, what comes is marked as a copy (副本). What became of the paper comes
back as an outcome record.
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
"""Bytes. A statement of 40 years has some 300,000."""


class DocumentRequest(Message):
    """Have a document made of what the department answers now.

    Attributes:
        idempotency_key: Of the case that the document belongs to.
        payment: Where the item is paid before: it must be approved.
    """

    idempotency_key: UUID
    item: ItemCode
    applicant: Applicant
    form: Answers = Field(default_factory=dict, repr=False)
    payment: UUID | None = None


class Collection(Message):
    """Who collects: by the card, or by the code of a slip."""

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
        serial: Unique over all of central; a copy keeps it.
        pages: Sheets of A4, one-sided.
        copy_of: Whether 副本 COPY stands on it, since it was printed before.
        sha256: Of `pdf`.
        verification: The text of its QR code; see `contract.verification`.
        code: A collection code by which it can be had at any terminal.
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
