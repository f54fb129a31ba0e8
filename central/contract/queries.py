"""What a terminal asks central while the citizen waits, and what comes back.

`POST /v1/queries` takes a `Query` and gives a `QueryAnswer`. What a review shows is
decided here by central: a terminal lays out facts and tables, and knows no item.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from central.contract.model import Bilingual, Instant, ItemCode, Message
from central.contract.records import Applicant


class Query(Message):
    """One question about one citizen, for one item."""

    item: ItemCode
    applicant: Applicant


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


class QueryAnswer(Message):
    """What a department knows, ready to be shown.

    Attributes:
        found: False where the department has nothing on this person; the rest is
            then empty but for `note`, which says what to do.
        as_of: The day up to which the data is complete.
    """

    time: Instant
    found: bool
    department: Bilingual
    title: Bilingual
    as_of: Instant
    facts: tuple[Fact, ...] = ()
    table: DataTable | None = None
    note: Bilingual | None = None
