import hashlib
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.cache import Worker, enqueue, open_cache

from offline_cache.database import Cache
from offline_cache.errors import CacheBusyError, CacheKeyError, DiskError
from offline_cache.key import CREDENTIAL, load_or_make_key, rekey
from offline_cache.outbox import Outbox

DATA = ("cache.db", "cache.db-wal", "cache.db-journal", "cache.key")


def fingerprints(folder: Path) -> dict[str, str]:
    """Of all files that hold anything (`-shm` is an index that all rebuild)."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name in DATA
    }


def crashed(folder: Path) -> None:
    """Leave a cache as a killed process does: records in the WAL alone."""
    worker = Worker("write", folder, 1000)
    for _ in range(5):
        worker.line()
    worker.kill()
    assert (folder / "cache.db-wal").stat().st_size > 0


def closed(folder: Path) -> None:
    """Leave a cache as a process does that ended well."""
    with open_cache(folder) as cache:
        enqueue(cache, Outbox(cache))
    assert not (folder / "cache.db-wal").exists()


@pytest.mark.parametrize("left", [crashed, closed])
def test_a_wrong_key_is_told_and_changes_nothing(
    tmp_path: Path, left: Callable[[Path], None]
) -> None:
    left(tmp_path)
    before = fingerprints(tmp_path)
    with pytest.raises(CacheKeyError):
        Cache.open(tmp_path / "cache.db", bytes(32))
    assert fingerprints(tmp_path) == before
    with open_cache(tmp_path) as cache:
        assert Outbox(cache).counts().queued >= 1


@pytest.mark.parametrize("left", [crashed, closed])
def test_a_lost_key_is_told_and_changes_nothing(
    tmp_path: Path, left: Callable[[Path], None]
) -> None:
    left(tmp_path)
    kept = (tmp_path / "cache.key").read_bytes()
    (tmp_path / "cache.key").unlink()
    before = fingerprints(tmp_path)
    with pytest.raises(CacheKeyError, match="lost"):
        open_cache(tmp_path)
    assert fingerprints(tmp_path) == before
    (tmp_path / "cache.key").write_bytes(kept)
    (tmp_path / "cache.key").chmod(0o600)
    with open_cache(tmp_path) as cache:
        assert Outbox(cache).counts().queued >= 1


def test_a_file_that_is_no_cache_of_ours_is_left_alone(tmp_path: Path) -> None:
    key = load_or_make_key(tmp_path / "cache.key", tmp_path / "cache.db")
    plain = sqlite3.connect(tmp_path / "cache.db")
    plain.execute("CREATE TABLE t (a)")
    plain.commit()
    plain.close()
    before = fingerprints(tmp_path)
    with pytest.raises(CacheKeyError):
        Cache.open(tmp_path / "cache.db", key)
    assert fingerprints(tmp_path) == before


def test_the_key_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "cache.key"
    key = load_or_make_key(path, tmp_path / "cache.db")
    assert len(key) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_or_make_key(path, tmp_path / "cache.db") == key
    assert [file.name for file in tmp_path.iterdir()] == ["cache.key"]


def test_many_that_make_the_key_at_once_agree_on_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = pool.map(
            lambda _: load_or_make_key(tmp_path / "k", tmp_path / "cache.db"),
            range(200),
        )
        assert len(set(keys)) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    load_or_make_key(tmp_path / "k", tmp_path / "cache.db")
    (tmp_path / "k").chmod(mode)
    with pytest.raises(CacheKeyError, match="mode"):
        load_or_make_key(tmp_path / "k", tmp_path / "cache.db")


@pytest.mark.parametrize("content", [b"", b"ab" * 31, b"ab" * 33, b"z" * 64, b"\xff"])
def test_what_is_no_key_is_refused_and_not_quoted(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "k").write_bytes(content)
    (tmp_path / "k").chmod(0o600)
    with pytest.raises(CacheKeyError) as caught:
        load_or_make_key(tmp_path / "k", tmp_path / "cache.db")
    assert "abab" not in str(caught.value)
    assert "zz" not in str(caught.value)
    assert (tmp_path / "k").read_bytes() == content


def test_a_missing_folder_is_a_disk_error(tmp_path: Path) -> None:
    with pytest.raises(DiskError):
        load_or_make_key(tmp_path / "not-mounted" / "k", tmp_path / "cache.db")


def test_a_short_key_never_reaches_the_file(tmp_path: Path) -> None:
    with pytest.raises(CacheKeyError):
        Cache.open(tmp_path / "cache.db", b"passphrase")
    assert list(tmp_path.iterdir()) == []


# -- another key ------------------------------------------------------------------


def change(folder: Path) -> None:
    rekey(folder / "cache.key", folder / "cache.db")


@pytest.mark.parametrize("left", [crashed, closed])
def test_another_key_opens_all_that_was_there_and_the_old_one_nothing(
    tmp_path: Path, left: Callable[[Path], None]
) -> None:
    left(tmp_path)
    old = load_or_make_key(tmp_path / "cache.key", tmp_path / "cache.db")
    with open_cache(tmp_path) as cache:
        before = Outbox(cache).records()
    change(tmp_path)
    assert load_or_make_key(tmp_path / "cache.key", tmp_path / "cache.db") != old
    with open_cache(tmp_path) as cache:
        assert Outbox(cache).records() == before
        assert cache.rows("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
    with pytest.raises(CacheKeyError):
        Cache.open(tmp_path / "cache.db", old)
    assert {path.name for path in tmp_path.iterdir()} <= {*DATA, "cache.db.lock"}
    assert (tmp_path / "cache.key").stat().st_mode & 0o777 == 0o600


def test_a_key_is_not_changed_under_anybody(tmp_path: Path) -> None:
    with open_cache(tmp_path) as cache:
        enqueue(cache, Outbox(cache))
        before = (tmp_path / "cache.key").read_text()
        with pytest.raises(CacheBusyError):
            change(tmp_path)
        enqueue(cache, Outbox(cache))
    assert (tmp_path / "cache.key").read_text() == before
    with open_cache(tmp_path) as cache:
        assert Outbox(cache).counts().queued == 2


def test_a_next_key_that_fits_nothing_is_dropped(tmp_path: Path) -> None:
    closed(tmp_path)
    left = tmp_path / "cache.key.next"
    for text in ("", "5a" * 20, "5a" * 32):
        left.write_text(text)
        left.chmod(0o600)
        with open_cache(tmp_path) as cache:
            assert Outbox(cache).counts().queued == 1
        assert not left.exists()


def test_two_keys_of_which_none_fits_are_told_and_kept(tmp_path: Path) -> None:
    closed(tmp_path)
    for name in ("cache.key", "cache.key.next"):
        (tmp_path / name).write_text("5a" * 32)
        (tmp_path / name).chmod(0o600)
    with pytest.raises(CacheKeyError):
        open_cache(tmp_path)
    assert (tmp_path / "cache.key.next").exists()


# -- a credential of systemd ------------------------------------------------------


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "credentials"
    folder.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return folder / CREDENTIAL


def test_a_credential_is_the_key_and_no_file_is_made(
    tmp_path: Path, given: Path
) -> None:
    given.write_text("5a" * 32 + "\n")
    given.chmod(0o440)  # as systemd may leave it
    closed(tmp_path)
    assert not (tmp_path / "cache.key").exists()
    Cache.open(tmp_path / "cache.db", bytes.fromhex("5a" * 32)).close()
    with pytest.raises(CacheKeyError, match=CREDENTIAL):
        change(tmp_path)


def test_a_credential_that_does_not_fit_is_told_and_changes_nothing(
    tmp_path: Path, given: Path
) -> None:
    closed(tmp_path)
    before = fingerprints(tmp_path)
    for text in ("5a" * 32, "5a", "密码", ""):
        given.write_text(text)
        with pytest.raises(CacheKeyError):
            open_cache(tmp_path)
        assert fingerprints(tmp_path) == before
    given.unlink()  # the key file counts again
    with open_cache(tmp_path) as cache:
        assert Outbox(cache).counts().queued == 1
