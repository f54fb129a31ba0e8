"""Central countersigns the journal, and detects entries that have gone missing."""

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from structlog.testing import capture_logs
from support.cache import open_cache
from support.central import central_app, central_store
from support.signing import STRANGER_KEY, signer

from central.documents.keys import Keys, open_keys
from central.settings import DEMO_TERMINAL
from central.store.database import Store
from central.store.schema import CheckpointRow
from contract.checkpoint import JournalHead, Place, countersign, sign_head
from kiosk.agent.checkpoints import CONTRADICTED, Checkpoints
from kiosk.wire.client import CentralClient
from offline_cache.database import Cache
from offline_cache.journal import Journal
from offline_cache.keyring import Keyring
from offline_cache.status import Status
from offline_cache.words import Fact


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return open_keys(tmp_path / "keys", demonstration=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "central").mkdir()
    with central_store(tmp_path / "central") as made:
        yield made


@pytest.fixture
def central(store: Store, keys: Keys) -> Iterator[httpx.Client]:
    with central_app(store, keys=keys) as client:
        yield client


@pytest.fixture
def client(central: httpx.Client) -> Iterator[CentralClient]:
    made = CentralClient(
        *(str(central.base_url), signer()),
        connect_timeout_s=60,
        answer_timeout_s=60,
    )
    yield made
    made.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "terminal").mkdir()
    return tmp_path / "terminal"


def write(cache: Cache, entries: int = 3) -> None:
    with cache.transaction():
        for _ in range(entries):
            Journal(cache).append("visit_began")


def sync(cache: Cache, client: CentralClient, keys: Keys) -> str | None:
    """Run one round of the agent; return the fault of the journal afterwards."""
    Keyring(cache).put_verification_keys(keys.verification_keys)
    Checkpoints(cache, client, signer()).countersign()
    said = Status(cache).get(Fact.JOURNAL)
    fault: str | None = None if said is None else said.value["fault"]
    return fault


def test_what_was_written_is_countersigned_and_grows(
    home: Path, client: CentralClient, keys: Keys, store: Store
) -> None:
    with open_cache(home) as cache:
        assert sync(cache, client, keys) is None
        assert Journal(cache).checkpoint() is None, "nothing has happened yet"
        for expected in (3, 6, 9):
            write(cache)
            assert sync(cache, client, keys) is None
            seen = Journal(cache).checkpoint()
            assert seen is not None
            assert seen.seq == expected
        with store.reading() as session:
            kept = session.get(CheckpointRow, (DEMO_TERMINAL, cache.install))
            assert kept is not None
            assert (kept.seq, kept.hash) == (9, Journal(cache).head().hash.hex())


@pytest.mark.parametrize("since", [0, 1, 6, 20])
def test_yesterdays_file_put_back_is_found_at_the_next_sync(
    home: Path, client: CentralClient, keys: Keys, since: int
) -> None:
    with open_cache(home) as cache:
        write(cache)
        sync(cache, client, keys)
    yesterday = home.parent / "yesterday"
    shutil.copytree(home, yesterday)
    with open_cache(home) as cache:
        write(cache, 6)
        assert sync(cache, client, keys) is None
    shutil.rmtree(home)
    shutil.copytree(yesterday, home)
    with open_cache(home) as cache:
        write(cache, since + 1)
        assert Journal(cache).verify() is None, "by itself it cannot know"
        with capture_logs() as logs:
            assert sync(cache, client, keys) == CONTRADICTED
        assert "journal_broken" in {each["event"] for each in logs}


def test_an_answer_that_was_lost_is_no_contradiction(
    home: Path, client: CentralClient, keys: Keys, central: httpx.Client
) -> None:
    with open_cache(home) as cache:
        write(cache)
        head = Journal(cache).send_checkpoint()
        assert head is not None
        last = Place(seq=head.seq, hash=head.hash.hex())
        report = JournalHead(
            install=cache.install,
            last=last,
            signature=encoded(own(cache.install, last)),
        )
        path = f"/v1/terminals/{DEMO_TERMINAL}/checkpoint"
        lost = central.put(path, json=report.model_dump(mode="json", exclude_none=True))
        assert lost.status_code == 200
        write(cache)
        assert sync(cache, client, keys) is None
        assert sync(cache, client, keys) is None
        seen = Journal(cache).checkpoint()
        assert seen is not None
        assert seen.seq == 6


def test_a_central_that_was_restored_takes_the_terminals_word_if_it_signed_it(
    home: Path, client: CentralClient, keys: Keys, store: Store
) -> None:
    with open_cache(home) as cache:
        write(cache)
        sync(cache, client, keys)
        forget(store, cache)
        write(cache)
        assert sync(cache, client, keys) is None


def forget(store: Store, cache: Cache) -> None:
    store.write(
        lambda session: session.delete(
            session.get_one(CheckpointRow, (DEMO_TERMINAL, cache.install))
        )
    )


def test_a_broken_chain_is_told_and_not_sent(
    home: Path, client: CentralClient, keys: Keys, store: Store
) -> None:
    with open_cache(home) as cache:
        write(cache)
        cache.rows("DROP TRIGGER journal_is_not_rewritten")
        cache.rows("UPDATE journal SET kind = 'x' WHERE seq = 2")
        assert sync(cache, client, keys) == "altered"
        with store.reading() as session:
            assert session.get(CheckpointRow, (DEMO_TERMINAL, cache.install)) is None


def test_a_signature_that_is_not_centrals_is_not_kept(
    home: Path, client: CentralClient, tmp_path: Path
) -> None:
    stranger = open_keys(tmp_path / "stranger", demonstration=True)
    with open_cache(home) as cache, capture_logs() as logs:
        write(cache)
        sync(cache, client, stranger)
        assert Journal(cache).checkpoint() is None
    assert "checkpoint_not_signed_by_central" in {each["event"] for each in logs}


@pytest.mark.parametrize(
    "change",
    [
        {"before": None},
        {"before_seq": 2},
        {"before_hash": "b" * 64},
        {"last_seq": 3},
        {"signature": bytes(64)},
    ],
    ids=str,
)
def test_what_does_not_follow_is_refused(
    home: Path,
    client: CentralClient,
    keys: Keys,
    central: httpx.Client,
    change: dict[str, Any],
) -> None:
    with open_cache(home) as cache:
        write(cache)
        sync(cache, client, keys)
        seen = Journal(cache).checkpoint()
    assert seen is not None
    place = Place(
        seq=change.get("before_seq", seen.seq),
        hash=change.get("before_hash", seen.hash.hex()),
    )
    signature = change.get(
        "signature",
        countersign(keys.signing_key, DEMO_TERMINAL, cache.install, place),
    )
    before = place.model_dump() | {"signature": encoded(signature)}
    body = {
        "install": str(cache.install),
        "last": {"seq": change.get("last_seq", 5), "hash": "c" * 64},
        "before": before,
    }
    body["signature"] = encoded(own(cache.install, Place.model_validate(body["last"])))
    path = f"/v1/terminals/{DEMO_TERMINAL}/checkpoint"
    if "before" in change:
        del body["before"]
    refused = central.put(path, json=body)
    assert refused.status_code == 409
    assert refused.json()["reason"] == "journal_contradicts"
    body["before"] = {
        "seq": seen.seq,
        "hash": seen.hash.hex(),
        "signature": encoded(seen.signature),
    }
    body["last"] = {"seq": 5, "hash": "c" * 64}
    body["signature"] = encoded(own(cache.install, Place.model_validate(body["last"])))
    assert central.put(path, json=body).status_code == 200


def own(install: UUID, last: Place) -> bytes:
    """The terminal's signature of its journal's head."""
    return sign_head(signer().key, DEMO_TERMINAL, install, last)


def test_a_head_that_the_terminal_has_not_signed_is_not_kept(
    home: Path, central: httpx.Client, store: Store
) -> None:
    last = Place(seq=5, hash="c" * 64)
    path = f"/v1/terminals/{DEMO_TERMINAL}/checkpoint"
    with open_cache(home) as cache:
        install = cache.install
    for signature in (
        own(install, Place(seq=4, hash="c" * 64)),
        own(UUID(int=install.int ^ 1), last),
        sign_head(signer(STRANGER_KEY).key, DEMO_TERMINAL, install, last),
    ):
        head = JournalHead(
            install=install, last=last, signature=encoded(signature).encode()
        )
        refused = central.put(
            path, json=head.model_dump(mode="json", exclude_none=True)
        )
        assert refused.status_code == 422
        assert refused.json()["reason"] == "head_not_signed"
    with store.reading() as session:
        assert session.get(CheckpointRow, (DEMO_TERMINAL, install)) is None


def encoded(raw: bytes) -> str:

    return base64.b64encode(raw).decode()


def test_another_terminals_journal_is_not_its_business(central: httpx.Client) -> None:
    head = {"install": "1d1c7a53-8a4e-4a3a-9d55-0f8e6a3d5b11"}
    body = head | {"last": {"seq": 1, "hash": "c" * 64}, "signature": "A" * 86 + "=="}
    refused = central.put("/v1/terminals/hall-02/checkpoint", json=body)
    assert refused.status_code == 403
