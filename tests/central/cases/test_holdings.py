"""What lies in terminals' cells: manifests, and what terminals tell of them."""

# ruff: noqa: ARG002 - the protocol of departments asks for the arguments

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from support.central import CHEN, LI_NA, central_app, eventually, record
from support.signing import Signing, signer

from central.departments.base import Deposit, QueriesOnly
from central.store.database import Store
from central.store.terminals import add_terminal
from contract.manifest import Manifest, code_hash, person_hash
from contract.model import Bilingual
from contract.queries import Query, QueryAnswer
from contract.records import RecordKind

PASSPORT = "exit_entry.passport_pickup"
NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
UNTIL = datetime(2026, 12, 26, 2, tzinfo=UTC)
HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
CODE = "402915"


def deposit(holding: UUID, terminal: str, number: str = LI_NA["number"]) -> Deposit:
    return Deposit(
        holding=holding,
        terminal=terminal,
        item=PASSPORT,
        label=f"EE{holding.int:08}",
        title=Bilingual(zh_CN="护照", en="Passport"),
        number=number,
        code=CODE,
        until=UNTIL,
    )


@dataclass
class PassportOffice(QueriesOnly):
    """Has a passport for each of two terminals."""

    code: str = "exit_entry"
    items: frozenset[str] = frozenset({PASSPORT})
    has: tuple[Deposit, ...] = (
        deposit(HERE, "demo-01"),
        deposit(ELSEWHERE, "hall-02", CHEN["number"]),
    )
    away: bool = False
    told: list[tuple[UUID, str]] = field(default_factory=list)

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        raise AssertionError("it is not asked")

    def deposits(self, now: datetime) -> tuple[Deposit, ...]:
        if self.away:
            raise ConnectionError
        return self.has

    def loaded(self, holding: UUID, place: Bilingual, now: datetime) -> None:
        self.told.append((holding, place.en))
        if len(self.told) == 1:
            raise ConnectionError


@pytest.fixture
def department() -> PassportOffice:
    return PassportOffice()


@pytest.fixture
def client(store: Store, department: PassportOffice) -> Iterator[httpx.Client]:
    with central_app(store, department) as client:
        yield client


@pytest.fixture
def other(client: httpx.Client, store: Store) -> Iterator[httpx.Client]:
    """The terminal hall-02."""
    auth = Signing(signer(add_terminal(store, "hall-02", NOW), "hall-02"))
    with httpx.Client(
        base_url=client.base_url, auth=auth, timeout=60, trust_env=False
    ) as other:
        yield other


def manifest(client: httpx.Client) -> Manifest:
    answered = client.get("/v1/manifest")
    assert answered.status_code == 200, answered.text
    return Manifest.model_validate_json(answered.content)


def states(client: httpx.Client) -> dict[UUID, tuple[str, int | None]]:
    return {one.holding: (one.state, one.cell) for one in manifest(client).entries}


class Cells:
    """A terminal that tells what became of a document.

    Args:
        client: Of the terminal.
        name: The terminal's.
    """

    def __init__(self, client: httpx.Client, name: str = "demo-01") -> None:
        self._client = client
        self._name = name
        self._install = str(uuid4())
        self._seq = 0

    def record(self, state: str, holding: UUID = HERE) -> dict[str, object]:
        self._seq += 1
        body = {"holding": str(holding), "cell": 7, "state": state, "asked": True}
        return record(
            self._seq,
            RecordKind.HOLDING,
            body,
            item=PASSPORT,
            terminal=self._name,
            install=self._install,
        )

    def send(self, *records: dict[str, object]) -> None:
        answered = self._client.post("/v1/records", json={"records": records})
        assert [one["state"] for one in answered.json()["answers"]] == [
            "recorded"
        ] * len(records)

    def tell(self, *states: str) -> None:
        self.send(*(self.record(state) for state in states))


def test_a_manifest_is_the_terminals_own_and_names_nobody(
    client: httpx.Client, other: httpx.Client
) -> None:
    here, there = manifest(client), manifest(other)
    assert [one.holding for one in here.entries] == [HERE]
    assert [one.holding for one in there.entries] == [ELSEWHERE]
    (entry,) = here.entries
    assert entry.person == person_hash(here.key, LI_NA["number"])
    assert entry.code == code_hash(here.key, HERE, CODE)
    assert (entry.state, entry.cell, entry.until) == ("expected", None, UNTIL)
    raw = client.get("/v1/manifest").text
    assert LI_NA["number"] not in raw
    assert CODE not in raw
    assert len(here.key) == 32
    assert here.key != there.key
    assert manifest(client).key == here.key


def test_the_key_outlives_a_restart(store: Store) -> None:
    with central_app(store, PassportOffice()) as client:
        before = manifest(client)
    with central_app(store, PassportOffice()) as client:
        assert manifest(client).entries == before.entries


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (["loaded"], "loaded"),
        (["loaded", "released"], "released"),
        (["loaded", "recalled"], "recalled"),
        (["loaded", "recalled", "loaded"], "loaded"),
        (["loaded", "released", "unclear"], "unclear"),
        (["loaded", "released", "unclear", "released"], "released"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_what_a_terminal_has_told_last_counts(
    client: httpx.Client, told: list[str], state: str
) -> None:
    cells = Cells(client)
    for one in told:
        cells.tell(one)
    assert states(client) == {HERE: (state, 7)}
    together = Cells(client)
    together.tell(*told)
    assert states(client) == {HERE: (state, 7)}


def test_last_is_what_the_terminal_has_numbered_last(client: httpx.Client) -> None:
    cells = Cells(client)
    loaded, released = cells.record("loaded"), cells.record("released")
    cells.send(released)
    cells.send(loaded)
    assert states(client) == {HERE: ("released", 7)}
    cells.send(loaded, released)
    assert states(client) == {HERE: ("released", 7)}


def test_what_was_loaded_elsewhere_is_no_longer_here(
    client: httpx.Client, other: httpx.Client
) -> None:
    here, there = Cells(client), Cells(other, "hall-02")
    here.tell("loaded")
    there.send(there.record("loaded"))
    assert states(client) == {}
    assert states(other)[HERE] == ("loaded", 7)
    here.tell("recalled")  # which it had not been able to tell before
    assert states(client) == {}
    assert states(other)[HERE] == ("loaded", 7)


def test_departments_hear_what_was_loaded_until_they_have_heard(
    client: httpx.Client, department: PassportOffice
) -> None:
    cells = Cells(client)
    cells.tell("loaded")
    heard = (HERE, "terminal demo-01")
    eventually(lambda: department.told == [heard] * 2, "told again after a failure")
    cells.tell("recalled", "loaded")
    eventually(lambda: department.told == [heard] * 3, "told of the second loading")
    cells.tell("loaded")
    cells.send(cells.record("loaded", ELSEWHERE))
    eventually(lambda: len(department.told) == 4, "told of the other one")
    assert department.told[-1][0] == ELSEWHERE


def test_while_a_department_is_away_there_is_no_manifest(
    client: httpx.Client, department: PassportOffice
) -> None:
    department.away = True
    refused = client.get("/v1/manifest")
    assert refused.status_code == 502
    assert refused.json()["reason"] == "department_failed"
    department.away = False
    assert states(client) == {HERE: ("expected", None)}


def test_a_deposit_that_is_listed_twice_is_one_entry(
    client: httpx.Client, department: PassportOffice
) -> None:
    (first, elsewhere) = department.has
    contradicts = replace(first, label="EE999", until=UNTIL + timedelta(days=9))
    department.has = (elsewhere, first, first, contradicts)
    (entry,) = manifest(client).entries
    assert (entry.holding, entry.label, entry.until) == (HERE, first.label, UNTIL)


def test_one_bad_deposit_costs_only_itself(
    client: httpx.Client, department: PassportOffice
) -> None:
    department.has += (replace(deposit(UUID(int=3), "demo-01"), label="x" * 99),)
    assert states(client) == {HERE: ("expected", None)}
