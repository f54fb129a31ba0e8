"""Records sealed to central: opened with the key they name, refused one by one."""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from support.central import central_app, completion_body, eventually, record

from central.demo.social_security import DemoAccounts
from central.departments.social_security import SocialSecurity
from central.documents.keys import make_sealing_key, open_keys
from central.store.database import Store
from central.store.ledger import ledger
from contract import sealing
from contract.records import RecordKind


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def central(store: Store, folder: Path) -> Iterator[httpx.Client]:
    open_keys(folder)
    make_sealing_key(folder)
    with central_app(
        store, SocialSecurity(DemoAccounts()), keys=open_keys(folder)
    ) as client:
        yield client


def sealed(public: bytes, plain: dict[str, object]) -> dict[str, object]:
    """A record with its body sealed."""
    body = sealing.seal(json.dumps(plain["content"]).encode(), public)
    key_id = plain.get("key_id", sealing.key_id(public))
    made = record(int(str(plain["seq"])), RecordKind.COMPLETION)
    return made | {"body": b64encode(body).decode(), "key_id": key_id}


def answers(client: httpx.Client, *records: object) -> list[tuple[str, str | None]]:
    given = client.post("/v1/records", json={"records": records}).json()["answers"]
    return [(each["state"], each.get("reason")) for each in given]


def test_the_newest_key_and_each_earlier_one_open(
    central: httpx.Client, store: Store, folder: Path
) -> None:
    newest, oldest = open_keys(folder).sealing_keys
    assert newest != oldest
    told = answers(
        central,
        sealed(newest, {"seq": 1, "content": completion_body()}),
        sealed(oldest, {"seq": 2, "content": completion_body()}),
    )
    assert told == [("completed", None), ("completed", None)]
    assert len(list(ledger(store))) == 2


def test_the_contracts_previous_version_is_taken_too(central: httpx.Client) -> None:
    assert answers(central, record(1)) == [("completed", None)]


def test_what_cannot_be_opened_costs_only_itself(
    central: httpx.Client, store: Store, folder: Path
) -> None:
    key, other = open_keys(folder).sealing_keys
    stranger = sealing.public_key(b"somebody else's key, not central")
    good = sealed(key, {"seq": 5, "content": completion_body()})
    cut = sealed(key, {"seq": 3, "content": completion_body()})
    cut["body"] = str(cut["body"])[:-8]
    told = answers(
        central,
        sealed(stranger, {"seq": 1, "content": completion_body()}),
        sealed(
            key,
            {"seq": 2, "content": completion_body(), "key_id": sealing.key_id(other)},
        ),
        cut,
        sealed(key, {"seq": 4, "content": {"serial": 7}}),
        good,
    )
    assert told == [
        ("refused", "key_unknown"),
        ("refused", "malformed"),
        ("refused", "malformed"),
        ("refused", "malformed"),
        ("completed", None),
    ]
    assert [entry.seq for entry in ledger(store)] == [5]


def test_the_same_sealed_bytes_are_the_same_record_and_others_are_not(
    central: httpx.Client, store: Store, folder: Path
) -> None:
    key, _ = open_keys(folder).sealing_keys
    first = sealed(key, {"seq": 1, "content": completion_body()})
    again = first | {
        "body": sealed(key, {"seq": 1, "content": completion_body()})["body"]
    }
    assert answers(central, first, first) == [("completed", None)] * 2
    assert answers(central, again) == [("refused", "key_reused")]
    eventually(lambda: len(list(ledger(store))) == 1, "one effect")


def test_a_terminal_is_told_the_keys_newest_first(
    central: httpx.Client, folder: Path
) -> None:
    published = central.get("/v1/catalogue").json()["sealing_keys"]
    keys = open_keys(folder).sealing_keys
    assert published == [b64encode(key).decode() for key in keys]
