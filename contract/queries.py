"""Queries that a terminal sends while the citizen waits, and their answers.

`POST /v1/queries` takes a `Query` and returns a `QueryAnswer`. Central decides what a
review shows; the terminal only lays out facts and tables.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from contract.model import (
    Answers,
    Applicant,
    Bilingual,
    Fen,
    Instant,
    ItemCode,
    Message,
    Word,
)


class Query(Message):
    """A query for one item, about one citizen unless the item needs no card.

    Attributes:
        code: A collection code, instead of the card.
    """

    item: ItemCode
    applicant: Applicant | None = None
    form: Answers = Field(default_factory=dict, repr=False)
    code: Annotated[Word | None, Field(repr=False)] = None


class Fact(Message):
    """A label and its value: "Months paid", "132"."""

    label: Bilingual
    value: Bilingual
    emphasised: bool = False


class Column(Message):
    """Heading and alignment of a column."""

    heading: Bilingual
    align: Literal["left", "right"] = "left"


class DataTable(Message):
    """A table for screen and paper; each row has one cell for each column."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=6)]
    rows: Annotated[tuple[tuple[Bilingual, ...], ...], Field(max_length=600)]

    @model_validator(mode="after")
    def _rows_fit(self) -> "DataTable":
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has not as many cells as there are columns")
        return self


class Option(Message):
    """One option of a choice, such as a traffic violation.

    Attributes:
        reference: The department's identifier of the option.
        amount: Price of the option, in fen.
        closed: Why it is not available here; None if it is available.
    """

    reference: Word
    title: Bilingual
    facts: Annotated[tuple[Fact, ...], Field(max_length=8)] = ()
    amount: Fen = 0
    closed: Bilingual | None = None


class PaymentMethod(Message):
    """A way to pay that central is configured for."""

    provider: Word
    name: Bilingual


class Bill(Message):
    """An amount to be paid.

    Attributes:
        reference: The department's identifier of the bill.
        amount: In fen; None if it is the sum of the chosen options.
        methods: Ways to pay; filled in by central.
    """

    reference: Word
    amount: Fen | None = None
    methods: tuple[PaymentMethod, ...] = ()


class WaitingDocument(Message):
    """A document that waits at central for this citizen; see `contract.documents`."""

    document: UUID
    item: ItemCode
    title: Bilingual


class QueryAnswer(Message):
    """A department's answer, ready to be shown.

    Attributes:
        found: False if the department has no data on this person; then everything
            but `note`, which says what to do, is empty.
        as_of: The day up to which the data is complete.
        options: For the step `choose`; references are unique.
        bill: For the step `pay`.
        holder: The citizen, if the query had a code and no card.
        documents: For the step `print`: documents issued before. If empty, `print`
            has one issued from this answer.
    """

    time: Instant
    found: bool
    department: Bilingual
    title: Bilingual
    as_of: Instant
    facts: Annotated[tuple[Fact, ...], Field(repr=False)] = ()
    table: Annotated[DataTable | None, Field(repr=False)] = None
    note: Bilingual | None = None
    options: Annotated[tuple[Option, ...], Field(max_length=100, repr=False)] = ()
    bill: Bill | None = None
    holder: Applicant | None = None
    documents: Annotated[tuple[WaitingDocument, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _choices_differ(self) -> "QueryAnswer":
        if len({each.reference for each in self.options}) != len(self.options):
            raise ValueError("two options have one reference")
        return self
