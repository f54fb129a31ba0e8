"""The base class of every message, strict and frozen, and the types they share."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)


class Message(BaseModel):
    """A body or a part of one; an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of a machine whose clock battery is empty."""

LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def _bounded(moment: datetime) -> datetime:
    # Compare before converting: the last day of year 9999 cannot be converted to UTC.
    if not EARLIEST <= moment <= LATEST:
        raise ValueError(f"a moment before {EARLIEST:%Y} or after {LATEST:%Y}")
    return moment.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_bounded)]
"""A moment with a time zone, between `EARLIEST` and `LATEST`; ISO 8601 in UTC."""

LONGEST_S = (LATEST - EARLIEST) / timedelta(seconds=1)
"""The largest difference between two clocks, in seconds."""


def nearest_instant(moment: datetime) -> datetime:
    """Return the `Instant` nearest to the time of a clock that may be wrong."""
    return min(max(moment, EARLIEST), LATEST)


def _without_nul(word: str) -> str:
    if "\0" in word:  # PostgreSQL cannot store it
        raise ValueError("a NUL")
    return word


Word = Annotated[str, StringConstraints(max_length=64), AfterValidator(_without_nul)]
"""A short word or number, bounded like everything that a terminal sends."""

Fen = Annotated[int, Field(strict=True, ge=-(2**53), le=2**53)]
"""An amount in fen, within the range that every JSON parser reads exactly."""

ItemCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$", max_length=100),
]
"""Code of a service item: `department.item`, such as `social_security.statement`."""

TerminalName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,31}$")
]

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256, or an HMAC of it, in hexadecimal."""


Language = Literal["zh_CN", "en"]
"""Language of the screens, the paper and the operators' page."""


class Bilingual(Message):
    """A text in both languages of the screens."""

    zh_CN: Annotated[str, StringConstraints(min_length=1)]  # noqa: N815 - Qt's name
    en: Annotated[str, StringConstraints(min_length=1)]

    def within(self, language: Language) -> str:
        """Return the text in the given language."""
        return self.en if language == "en" else self.zh_CN


class Applicant(Message):
    """The citizen, as identified by the card; never written to a log."""

    number: Annotated[Word, Field(repr=False)]
    name: Annotated[str, StringConstraints(max_length=200), Field(repr=False)]


Answers = Annotated[dict[Word, Word], Field(max_length=20)]
"""A completed form: field name to value, normalised by `fields.check`."""
