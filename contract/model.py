"""The base of every message: strict about what it says, frozen once made."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)


class Message(BaseModel):
    """A body or part of one; an unknown or misspelt field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:  # within a day of the first or the last year
        raise ValueError("a moment that UTC cannot say") from error


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A moment with its zone; written as ISO 8601 in UTC."""


def _without_nul(word: str) -> str:
    if "\0" in word:  # PostgreSQL has no such text
        raise ValueError("a NUL")
    return word


Word = Annotated[str, StringConstraints(max_length=64), AfterValidator(_without_nul)]
"""A short word or number: bounded, as all that a terminal sends must be."""

Fen = Annotated[int, Field(ge=-(2**53), le=2**53)]
"""An amount of money in fen; what is read exactly by every JSON reader."""

ItemCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$", max_length=100),
]
"""Code of a service item: `department.item`, as `social_security.statement`."""

TerminalName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,31}$")
]

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256, or an HMAC of it, in hexadecimal."""


class Bilingual(Message):
    """A text in both languages of the screens."""

    zh_CN: Annotated[str, StringConstraints(min_length=1)]  # noqa: N815 - Qt's name
    en: Annotated[str, StringConstraints(min_length=1)]

    def within(self, language: str) -> str:
        """The text in `language`, which is `zh_CN` or `en`."""
        return self.en if language == "en" else self.zh_CN


class Applicant(Message):
    """Who asks, from the card; whatever holds one may be logged."""

    number: Annotated[Word, Field(repr=False)]
    name: Annotated[str, StringConstraints(max_length=200), Field(repr=False)]


Answers = Annotated[dict[Word, Word], Field(max_length=20)]
"""What a form was filled in with: field name to its value, as `fields.check` gives."""
