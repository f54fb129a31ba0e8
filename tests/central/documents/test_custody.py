"""A database is served with the keys that it lived with, or not at all."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from central.documents.custody import first_keys, keys_of
from central.documents.errors import KeyFilesError, KeysLostError
from central.documents.keys import (
    PEOPLE,
    RETIRED,
    SEAL,
    SEALING,
    SIGNING_KEY,
    Keys,
    make_sealing_key,
    open_keys,
)
from central.store.database import Store
from central.store.known_keys import known_keys
from central.store.schema import KnownKeyRow, PublishedRow, RecordRow

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
FILES = (SIGNING_KEY, SEAL, PEOPLE, "sealing/0001.key")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def take(folder: Path, name: str) -> None:
    (folder / name).unlink()


def forget(store: Store) -> None:
    """As a database of an earlier version."""
    with store.writing() as session:
        session.query(KnownKeyRow).delete()


def published(store: Store) -> None:
    with store.writing() as session:
        session.add(PublishedRow(code="a.b", version=1, toml=""))


def has_a_record(store: Store) -> None:
    with store.writing() as session:
        session.add(
            RecordRow(
                idempotency_key=UUID(int=1),
                terminal="demo-01",
                install=UUID(int=2),
                seq=1,
                item="a.b",
                kind="rating",
                fingerprint="f",
                answered="recorded",
                state="recorded",
                created_at=NOW,
                received_at=NOW,
                attempts=0,
            )
        )


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_new_database_is_given_its_first_keys(
    store: Store, folder: Path, demonstration: bool
) -> None:
    keys = keys_of(store, folder, NOW, demonstration=demonstration)
    again = keys_of(store, folder, NOW, demonstration=demonstration)
    assert again.public == keys.public
    assert again.people == keys.people
    assert again.sealing == keys.sealing


def test_a_new_database_takes_keys_that_are_there(store: Store, folder: Path) -> None:
    there = open_keys(folder)
    assert keys_of(store, folder, NOW).people == there.people


@pytest.mark.parametrize("demonstration", [True, False])
def test_with_its_keys_moved_away_it_is_refused_and_none_are_made(
    store: Store, folder: Path, demonstration: bool
) -> None:
    keys = keys_of(store, folder, NOW, demonstration=demonstration)
    away = folder.rename(folder.with_name("elsewhere"))
    for _ in range(2):
        with pytest.raises(KeysLostError, match="keys init") as caught:
            keys_of(store, folder, NOW, demonstration=demonstration)
        assert SIGNING_KEY in str(caught.value)
        assert str(folder) in str(caught.value)
        assert not folder.exists()
    away.rename(folder)
    found = keys_of(store, folder, NOW, demonstration=demonstration)
    assert found.people == keys.people


@pytest.mark.parametrize("name", FILES)
def test_one_that_is_gone_is_named(store: Store, folder: Path, name: str) -> None:
    keys_of(store, folder, NOW)
    take(folder, name)
    with pytest.raises(KeysLostError, match=name.split("/")[0]):
        keys_of(store, folder, NOW)
    assert not (folder / name).exists()


@pytest.mark.parametrize("name", FILES)
def test_anothers_in_its_place_is_no_better(
    store: Store, folder: Path, tmp_path: Path, name: str
) -> None:
    keys_of(store, folder, NOW)
    open_keys(tmp_path / "other")
    shutil.copy(tmp_path / "other" / name, folder / name)
    known = known_keys(store)
    with pytest.raises(KeysLostError, match=name.split("/")[0]):
        keys_of(store, folder, NOW)
    assert known_keys(store) == known


def test_an_earlier_sealing_key_is_missed_too(store: Store, folder: Path) -> None:
    keys_of(store, folder, NOW)
    make_sealing_key(folder)
    keys_of(store, folder, NOW)
    take(folder, "sealing/0001.key")
    with pytest.raises(KeysLostError, match=SEALING):
        keys_of(store, folder, NOW)


def test_another_central_of_the_same_database_needs_the_same_keys(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    keys_of(store, folder, NOW)
    with pytest.raises(KeysLostError):
        keys_of(store, tmp_path / "second", NOW)
    open_keys(tmp_path / "third")
    with pytest.raises(KeysLostError):
        keys_of(store, tmp_path / "third", NOW)


@pytest.mark.parametrize("lived", [published, has_a_record])
@pytest.mark.parametrize("name", [SIGNING_KEY, SEAL, PEOPLE])
def test_a_database_of_an_earlier_version_needs_its_keys_too(
    store: Store, folder: Path, name: str, lived: Callable[[Store], None]
) -> None:
    keys = keys_of(store, folder, NOW)
    forget(store)
    lived(store)
    away = (folder / name).rename(folder / "away")
    with pytest.raises(KeysLostError, match=name):
        keys_of(store, folder, NOW)
    away.rename(folder / name)
    assert keys_of(store, folder, NOW).people == keys.people
    assert known_keys(store)


def test_one_from_before_there_were_sealing_keys_is_given_its_first(
    store: Store, folder: Path
) -> None:
    keys_of(store, folder, NOW)
    forget(store)
    published(store)
    take(folder, "sealing/0001.key")
    assert keys_of(store, folder, NOW).sealing_keys


@pytest.mark.parametrize("name", FILES)
def test_new_ones_are_made_where_that_is_said(
    store: Store, folder: Path, name: str
) -> None:
    before = keys_of(store, folder, NOW)
    take(folder, name)
    made, given_up = first_keys(store, folder, NOW)
    assert given_up == {name.split("/")[0]}
    assert _same(keys_of(store, folder, NOW), made)
    assert not _same(before, made)
    assert first_keys(store, folder, NOW)[1] == frozenset()


def test_the_first_may_be_made_before_central_runs(store: Store, folder: Path) -> None:
    made, given_up = first_keys(store, folder, NOW)
    assert not given_up
    assert _same(keys_of(store, folder, NOW), made)


def test_a_key_that_is_changed_by_the_book_is_not_given_up(
    store: Store, folder: Path
) -> None:
    old = keys_of(store, folder, NOW)
    (folder / RETIRED).mkdir()
    (folder / RETIRED / "2026.pem").write_text(old.public.pem(), encoding="ascii")
    take(folder, SIGNING_KEY)
    take(folder, SEAL)
    new, given_up = first_keys(store, folder, NOW)
    assert not given_up
    assert set(old.verification_keys) < set(new.verification_keys)
    take(folder, f"{RETIRED}/2026.pem")
    with pytest.raises(KeysLostError):
        keys_of(store, folder, NOW)


def test_what_is_remembered_helps_nobody_to_a_key(store: Store, folder: Path) -> None:
    keys = keys_of(store, folder, NOW)
    said = repr(known_keys(store))
    for secret in (keys.people, *keys.sealing.values()):
        assert secret.hex() not in said


def test_a_demonstrations_sealing_key_is_never_missed(
    store: Store, folder: Path
) -> None:
    keys_of(store, folder, NOW, demonstration=True)
    assert keys_of(store, folder, NOW).sealing_keys, "a real central has its own"
    with pytest.raises(KeysLostError, match=SEALING):  # which a demonstration lacks
        keys_of(store, folder, NOW, demonstration=True)


def test_a_damaged_one_is_not_replaced(store: Store, folder: Path) -> None:
    keys_of(store, folder, NOW)
    (folder / PEOPLE).write_bytes(b"short")
    for act in (keys_of, first_keys):
        with pytest.raises(KeyFilesError, match="damaged"):
            act(store, folder, NOW)


def _same(one: Keys, other: Keys) -> bool:
    ours = (one.public, one.people, one.sealing)
    return ours == (other.public, other.people, other.sealing)
