"""What a terminal asks central while the citizen waits, and what comes back.

`POST /v1/queries` takes a `Query` and gives a `QueryAnswer`. What a review shows is
decided here by central: a terminal lays out facts and tables, and knows no item.
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
    """One question for one item, about one citizen unless the item needs none.

    Attributes:
        code: A collection code, in place of the card.
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
    """Heading of a column, and the side on which its cells stand."""

    heading: Bilingual
    align: Literal["left", "right"] = "left"


class DataTable(Message):
    """A table for the screen and for the paper; each row has a cell a column."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=6)]
    rows: Annotated[tuple[tuple[Bilingual, ...], ...], Field(max_length=600)]

    @model_validator(mode="after")
    def _rows_fit(self) -> "DataTable":
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has not as many cells as there are columns")
        return self


class Option(Message):
    """One of several things to choose from, as a violation.

    Attributes:
        reference: The department's own number for it.
        amount: What choosing it costs, in fen.
        closed: Why it cannot be done here; None if it can.
    """

    reference: Word
    title: Bilingual
    facts: Annotated[tuple[Fact, ...], Field(max_length=8)] = ()
    amount: Fen = 0
    closed: Bilingual | None = None


class PaymentMethod(Message):
    """A way to pay, as central has it configured."""

    provider: Word
    name: Bilingual


class Bill(Message):
    """What is to be paid.

    Attributes:
        reference: The department's own number for it.
        amount: In fen; None where it is the sum of what is chosen.
        methods: The ways to pay it; central fills them in.
    """

    reference: Word
    amount: Fen | None = None
    methods: tuple[PaymentMethod, ...] = ()


class WaitingDocument(Message):
    """A document that central holds for this citizen; see `contract.documents`."""

    document: UUID
    item: ItemCode
    title: Bilingual


class QueryAnswer(Message):
    """What a department knows, ready to be shown.

    Attributes:
        found: False where the department has nothing on this person; the rest is
            then empty but for `note`, which says what to do.
        as_of: The day up to which the data is complete.
        options: For the step `choose`; no two have one reference.
        bill: For the step `pay`.
        holder: Who it is about, where a code and no card was given.
        documents: For the step `print`, where they were made before; without any,
            `print` has one made of this answer.
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
