"""Every moment of the contract is one that clocks can show, pages and databases too."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from support.central import heartbeat

import contract
from contract.business_day import local
from contract.heartbeat import Heartbeat
from contract.model import (
    EARLIEST,
    LATEST,
    LONGEST_S,
    Instant,
    Message,
    nearest_instant,
)

INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)
SECOND = timedelta(seconds=1)
FIRST, LAST = "1970-01-01T00:00:00Z", "2100-01-01T00:00:00Z"
IMPOSSIBLE = (
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+23:59",
    "1969-12-31T23:59:59.999999Z",
    "2100-01-01T00:00:00.000001Z",
    "9999-12-31T16:00:00Z",
    "9999-12-31T23:59:59.999999-23:59",
    "2026-11-30T12:00:00",
    "-1",
    "99999999999999",
)


def messages(of: type[Message] = Message) -> Iterator[type[Message]]:
    for each in of.__subclasses__():
        yield each
        yield from messages(each)


def moments() -> list[tuple[str, FieldInfo]]:
    """All fields of the contract that hold a moment."""
    for module in pkgutil.iter_modules(contract.__path__):
        importlib.import_module(f"contract.{module.name}")
    return [
        (f"{message.__name__}.{name}", field)
        for message in messages()
        if message.__module__.startswith(contract.__name__)
        for name, field in message.model_fields.items()
        if "datetime" in repr(field).lower()
    ]


@pytest.mark.parametrize("text", [FIRST, LAST, "2100-01-01T08:00:00+08:00"])
def test_the_limits_belong_to_it(text: str) -> None:
    assert INSTANT.validate_python(text) in (EARLIEST, LATEST)
    assert local(INSTANT.validate_python(text))


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_a_moment_that_no_clock_shows_is_none(text: str) -> None:
    with pytest.raises(ValidationError):
        INSTANT.validate_python(text)


def test_every_moment_of_the_contract_is_bounded() -> None:
    found = moments()
    assert len(found) > 15
    for name, field in found:
        bounded: Any = Annotated[field.annotation, *field.metadata, "a field"]
        adapter: TypeAdapter[Any] = TypeAdapter(bounded)
        adapter.validate_python(LAST)
        for text in IMPOSSIBLE:
            with pytest.raises(ValidationError):
                pytest.fail(f"{name}: {adapter.validate_python(text)}")


@pytest.mark.parametrize("seconds", ["1e999", "NaN", str(LONGEST_S * 2), "-1e300"])
def test_no_clock_is_off_by_more_than_that(seconds: str) -> None:
    link = {"lost": 0, "of": 1, "clock_off_s": 1.5}
    text = Heartbeat.model_validate(heartbeat(link=link)).model_dump_json()
    assert "1.5" in text
    with pytest.raises(ValidationError):
        Heartbeat.model_validate_json(text.replace("1.5", seconds))


@pytest.mark.parametrize(
    ("shown", "nearest"),
    [
        (datetime.min.replace(tzinfo=UTC), EARLIEST),
        (EARLIEST - SECOND, EARLIEST),
        (EARLIEST + SECOND, EARLIEST + SECOND),
        (LATEST - SECOND, LATEST - SECOND),
        (LATEST + SECOND, LATEST),
        (datetime.max.replace(tzinfo=timezone(-8 * timedelta(hours=1))), LATEST),
    ],
)
def test_a_wrong_clock_says_the_nearest(shown: datetime, nearest: datetime) -> None:
    assert nearest_instant(shown) == nearest
    assert INSTANT.validate_python(nearest_instant(shown)) == nearest
