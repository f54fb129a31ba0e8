"""Violations as a source may list them: in any order, and more than once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import uuid4

import pytest
from pydantic import ValidationError

from central.demo.people import LI_NA, NAMES
from central.demo.traffic_police import VIOLATIONS as KNOWN
from central.departments.base import Settled, Settlement
from central.departments.pickup import Pickup
from central.departments.traffic_police import VIOLATIONS, TrafficPolice, Violation
from contract.model import Bilingual
from contract.queries import Option, Query, QueryAnswer

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
FIRST, SECOND, _ = KNOWN[LI_NA]
NO_PICKUP = cast("Pickup", None)


class Listed:
    def __init__(self, *given: Violation) -> None:
        self._given = given

    def owner(self, number: str) -> str | None:
        return NAMES[number]

    def violations(self, number: str) -> tuple[Violation, ...]:  # noqa: ARG002
        return self._given


def ask(*given: Violation) -> QueryAnswer:
    who = {"number": LI_NA, "name": NAMES[LI_NA]}
    query = Query.model_validate({"item": VIOLATIONS, "applicant": who})
    return TrafficPolice(Listed(*given), NO_PICKUP).answer(query, NOW)


def test_they_are_listed_oldest_first_whatever_the_source_says() -> None:
    at_once = replace(FIRST, number="0000")
    said = [each.reference for each in ask(SECOND, FIRST, at_once).options]
    assert said == ["0000", FIRST.number, SECOND.number]


def test_the_same_row_twice_is_one_violation() -> None:
    options = ask(FIRST, SECOND, FIRST).options
    assert [each.reference for each in options] == [FIRST.number, SECOND.number]
    assert not any(each.closed for each in options)


@pytest.mark.parametrize(
    "other",
    [
        replace(FIRST, fine=FIRST.fine + 1),
        replace(FIRST, plate="川A00001"),
        replace(FIRST, at=FIRST.at + timedelta(days=1)),
    ],
)
def test_rows_of_one_number_that_differ_are_for_the_counter(other: Violation) -> None:
    first, second = ask(other, FIRST, SECOND).options
    assert first.closed is not None
    assert second.closed is None


def test_one_that_has_lapsed_from_the_source_is_not_settled() -> None:
    department = TrafficPolice(Listed(FIRST), NO_PICKUP)
    who = Query.model_validate(
        {"item": VIOLATIONS, "applicant": {"number": LI_NA, "name": NAMES[LI_NA]}}
    ).applicant
    for number, expected in (
        (FIRST.number, Settled.ENTERED),
        (SECOND.number, Settled.REFUSED),
    ):
        paid = Settlement(uuid4(), VIOLATIONS, "violations", (number,), 1, who)
        assert department.settle(paid, NOW) is expected


def test_an_answer_never_has_two_choices_of_one_reference() -> None:
    words = Bilingual(zh_CN="一", en="one")
    option = Option(reference="1", title=words, amount=1)
    with pytest.raises(ValidationError, match="one reference"):
        QueryAnswer(
            time=NOW,
            found=True,
            department=words,
            title=words,
            as_of=NOW,
            options=(option, option.model_copy(update={"amount": 2})),
        )
