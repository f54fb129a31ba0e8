"""Calls of the terminal's client in tests, and how they fail."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from contract.model import Applicant
from contract.queries import Query
from contract.records import Record
from kiosk.errors import CentralError
from kiosk.wire.client import CentralClient
from support.flow import NAME, NUMBER
from support.flow import answer as query_answer
from support.wire import Wire, answer

QUERY = Query(
    item="social_security.contribution_statement",
    applicant=Applicant(number=NUMBER, name=NAME),
)

GOOD = query_answer().model_dump_json().encode()

Client = Callable[..., CentralClient]

Start = Callable[..., Wire]


def chain(error: BaseException) -> list[BaseException]:
    """The exception with everything chained to it, shown or not."""
    found: list[BaseException] = []
    queue: list[BaseException | None] = [error]
    while queue:
        each = queue.pop()
        if each is not None and each not in found:
            found.append(each)
            queue += [each.__cause__, each.__context__]
    return found


def failure(client: CentralClient) -> CentralError:
    """The end of a query; it must not contain the citizen's data."""
    with pytest.raises(CentralError) as caught:
        client.query(QUERY)
    for each in chain(caught.value):
        told = f"{each} {each!r} {vars(each)}"
        assert NAME not in told
        assert NUMBER not in told
    return caught.value


def record(**changes: Any) -> Record:
    values: dict[str, Any] = {
        "idempotency_key": uuid4(),
        "terminal": "demo-01",
        "install": uuid4(),
        "seq": 1,
        "item": "social_security.contribution_statement",
        "kind": "completion",
        "created_at": datetime(2026, 11, 22, tzinfo=UTC),
        "body": b"e30=",
    }
    return Record.model_validate(values | changes)


def batch(*keys: UUID) -> bytes:
    answers = [{"idempotency_key": str(key), "state": "completed"} for key in keys]
    return answer({"time": "2026-11-22T00:00:00Z", "answers": answers})
