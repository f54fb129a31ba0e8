"""A full or missing disk is a trouble of the terminal, and does not end it."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import structlog
from support.cache import StandingClock, enqueue
from support.flow import NAME, NUMBER, answer, item
from support.visits import FakeDevices, Folder, bodies, effects_of, unsealed

from contract.model import Applicant
from contract.records import RecordKind
from drivers.base import PrintOutcome, PrintResult
from kiosk.effects import ArmedReceipt, Effects
from kiosk.flow.actions import PrintReceipt
from kiosk.flow.events import Token
from kiosk.runtime import storage as storage_module
from kiosk.runtime.storage import ScreenReport, Storage
from offline_cache.clock import from_label, to_label, utc_now
from offline_cache.database import Cache
from offline_cache.errors import CacheError, CacheKeyError, DiskFullError
from offline_cache.journal import EffectState, Journal
from offline_cache.keyring import Keyring
from offline_cache.manifest import Manifest
from offline_cache.outbox import Outbox
from offline_cache.status import Status
from offline_cache.words import Fact, Stage
from view import Trouble

REPORT = ScreenReport(Stage.ATTRACT, [{"role": "receipt_printer", "state": "ready"}])
PRINTED = PrintResult(PrintOutcome.PRINTED)
NOTHING_WRONG: frozenset[Trouble] = frozenset()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    made.see(lambda cache: Manifest(cache).merge(bytes(32), ()))
    return made


@pytest.fixture
def devices() -> FakeDevices:
    return FakeDevices()


@pytest.fixture
def storage(folder: Folder, devices: FakeDevices) -> Iterator[Storage]:
    made = Storage(folder.open, lambda cache: effects_of(cache, devices), queue_limit=3)
    yield made
    made.close()


def print_one(storage: Storage, devices: FakeDevices) -> ArmedReceipt:
    who = Applicant(number=NUMBER, name=NAME)
    storage.effects().papers.print_receipt(
        PrintReceipt(
            *(Token(1, 1), item(), "en", who),
            case=None,
            entered=False,
            serial=None,
            answer=answer(),
        )
    )
    ticket: ArmedReceipt = devices.jobs[-1][0]
    return ticket


def the_disk_is_full(patch: pytest.MonkeyPatch) -> None:
    """Every write fails as SQLite fails on a full disk; reading goes on."""
    rows = Cache.rows

    def failing(self: Cache, sql: str, *values: object) -> Any:
        if sql.startswith(("INSERT", "UPDATE")):
            raise DiskFullError("SQLITE_FULL: database or disk is full")
        return rows(self, sql, *values)

    patch.setattr(Cache, "rows", failing)


# -- what is wrong ----------------------------------------------------------------


def test_nothing_is_wrong_with_a_new_disk(storage: Storage) -> None:
    assert storage.look(REPORT) == NOTHING_WRONG


@pytest.mark.parametrize("kind", ["full", "writes_fail", "no_folder"])
def test_a_disk_in_trouble_is_told_once_and_comes_back_by_itself(
    kind: str, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.look(REPORT)

    def usage(_path: Path) -> Any:
        if kind == "no_folder":
            raise FileNotFoundError(2, "No such file or directory")
        return shutil._ntuple_diskusage(100, 99, storage_module.FREE_BYTES - 1)

    with structlog.testing.capture_logs() as logged:
        with monkeypatch.context() as patch:
            if kind == "writes_fail":
                the_disk_is_full(patch)
            else:
                patch.setattr(shutil, "disk_usage", usage)
            for stage in (Stage.ATTRACT, Stage.REVIEW, Stage.PAY):
                report = ScreenReport(stage, [])
                assert storage.look(report) == {Trouble.STORAGE}
        assert storage.look(REPORT) == NOTHING_WRONG
    words = [each["event"] for each in logged]
    assert words == ([] if kind == "full" else ["cache_trouble", "cache_back"])


def test_a_cache_that_cannot_be_opened_is_told_once_and_opened_when_it_can_be(
    folder: Folder, devices: FakeDevices
) -> None:
    folder.see(lambda _: None)
    key = folder.path / "cache.key"
    key.rename(folder.path / "away")
    storage = Storage(
        folder.open, lambda cache: effects_of(cache, devices), queue_limit=3
    )
    with structlog.testing.capture_logs() as logged:
        for _ in range(3):
            assert storage.look(REPORT) == {Trouble.STORAGE}
        with pytest.raises(CacheKeyError):
            storage.effects()
        (folder.path / "away").rename(key)
        assert storage.look(REPORT) == NOTHING_WRONG
    storage.close()
    assert [each["event"] for each in logged] == ["cache_trouble", "cache_back"]


def test_a_queue_at_its_limit_is_full_also_with_quarantined_records(
    storage: Storage, folder: Folder
) -> None:
    def fill(cache: Cache) -> None:
        box = Outbox(cache)
        record = enqueue(cache, box)
        box.quarantine(record.idempotency_key, "refused")
        enqueue(cache, box)

    folder.see(fill)
    assert storage.look(REPORT) == NOTHING_WRONG
    folder.see(lambda cache: enqueue(cache, Outbox(cache)))
    assert storage.look(REPORT) == {Trouble.QUEUE_FULL}


def test_without_a_key_to_seal_to_nothing_is_begun(
    folder: Folder, devices: FakeDevices
) -> None:
    def keyless(cache: Cache) -> Effects:
        return effects_of(cache, devices, sealing_key=None)

    with closing(Storage(folder.open, keyless, queue_limit=3)) as storage:
        assert storage.look(REPORT) == {Trouble.SEALING_KEY}
        with pytest.raises(LookupError):
            print_one(storage, devices)
        assert not devices.jobs
        folder.see(lambda cache: Keyring(cache).put_sealing_keys((bytes(32),)))
        assert storage.look(REPORT) == NOTHING_WRONG


def test_what_was_written_cannot_be_read_here(
    folder: Folder, storage: Storage, devices: FakeDevices
) -> None:
    print_one(storage, devices)
    (kept,) = folder.see(lambda cache: Outbox(cache).records())
    assert NUMBER.encode() not in kept.body
    assert NUMBER.encode() in unsealed(kept)


@pytest.mark.parametrize("trouble", [Trouble.NETWORK, Trouble.CENTRAL])
def test_the_link_is_as_the_agent_says(
    trouble: Trouble, storage: Storage, folder: Folder
) -> None:
    folder.see(lambda cache: Status(cache).put("link", {"trouble": trouble}))
    assert storage.look(REPORT) == {trouble}
    folder.see(lambda cache: Status(cache).put("link", {"trouble": None}))
    assert storage.look(REPORT) == NOTHING_WRONG


def test_what_a_dead_agent_said_is_not_believed(
    storage: Storage, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.see(lambda cache: Status(cache).put("link", {"trouble": "network"}))
    monkeypatch.setattr(storage_module, "LINK_STALE_S", 0.0)
    assert storage.look(REPORT) == NOTHING_WRONG


# -- what the screen says ---------------------------------------------------------


def screen(cache: Cache) -> Any:
    return Status(cache).get("screen")


def test_the_time_is_centrals_once_it_was_heard(
    folder: Folder, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal whose clock is years ahead must not call a valid card expired."""
    real, decade = utc_now(), timedelta(days=3652)
    monkeypatch.setattr(storage_module, "utc_now", lambda: utc_now() + decade)
    storage.look(REPORT)
    assert storage.now() >= real + decade, "nobody has told it another one"
    folder.see(lambda cache: Status(cache).put(Fact.CENTRAL_TIME, to_label(real)))
    storage.look(REPORT)
    assert real <= storage.now() < real + timedelta(hours=1)
    another_boot = StandingClock()
    folder.see(
        lambda cache: Status(cache, another_boot).put(Fact.CENTRAL_TIME, to_label(real))
    )
    storage.look(REPORT)
    assert storage.now() >= real + decade, "how long ago it was told is not known"


def test_the_screen_says_what_it_shows_and_since_when(
    storage: Storage, folder: Folder
) -> None:
    storage.look(REPORT)
    first = folder.see(screen)
    assert first.value["stage"] == "attract"
    assert first.value["devices"] == REPORT.devices
    changed = ScreenReport(
        Stage.ATTRACT, [{"role": "receipt_printer", "state": "gone"}]
    )
    storage.look(changed)
    second = folder.see(screen)
    assert second.value["devices"] == changed.devices
    assert second.value["since"] == first.value["since"], "the same stage"
    storage.look(ScreenReport(Stage.REVIEW, []))
    third = folder.see(screen)
    assert from_label(third.value["since"]) > from_label(first.value["since"])


def test_an_unchanged_screen_spares_the_disk_and_yet_shows_that_it_lives(
    storage: Storage, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.look(REPORT)
    first = folder.see(screen)
    storage.look(REPORT)
    assert folder.see(screen).updated_at == first.updated_at
    monkeypatch.setattr(storage_module, "REPORT_EVERY_S", 0.0)
    storage.look(REPORT)
    assert folder.see(screen).updated_at > first.updated_at


# -- what could not be written ----------------------------------------------------


def settle(armed: ArmedReceipt, effects: Effects) -> None:
    effects.papers.settle(armed, PRINTED)


def test_an_outcome_is_written_when_the_disk_is_back(
    storage: Storage,
    folder: Folder,
    devices: FakeDevices,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    armed = [print_one(storage, devices) for _ in range(2)]
    with monkeypatch.context() as patch:
        the_disk_is_full(patch)
        for each in armed:
            with pytest.raises(CacheError):
                storage.effects().papers.settle(each, PRINTED)
            storage.write_later(partial(settle, each))
        assert storage.look(REPORT) == {Trouble.STORAGE}
    storage.look(REPORT)
    storage.look(REPORT)
    found: list[Any] = folder.see(lambda cache: list(Journal(cache).entries()))
    settled = [entry.effect for entry in found if entry.state is EffectState.CONFIRMED]
    assert settled == [each.effect for each in armed], "each once, in order"
    assert len(folder.see(lambda cache: bodies(cache, RecordKind.OUTCOME))) == 2


def test_an_outcome_that_waits_for_the_disk_says_nothing_of_the_citizen(
    storage: Storage, devices: FakeDevices
) -> None:
    """A visit's data is dropped with the visit, also while the disk is full."""
    armed = print_one(storage, devices)
    assert NAME not in str(vars(armed))


def test_opening_closes_what_a_crash_left(
    storage: Storage, folder: Folder, devices: FakeDevices
) -> None:
    armed = print_one(storage, devices)
    storage.close()
    again = Storage(
        folder.open, lambda cache: effects_of(cache, devices), queue_limit=3
    )
    again.look(REPORT)
    again.close()
    found: list[Any] = folder.see(lambda cache: list(Journal(cache).entries()))
    assert [(entry.effect, entry.state) for entry in found][1:] == [
        (armed.effect, EffectState.EFFECT_UNKNOWN)
    ]


def test_an_opening_that_fails_half_way_leaves_nothing_open(
    folder: Folder, devices: FakeDevices, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Cache] = []

    def open_cache() -> Cache:
        opened.append(folder.open())
        return opened[-1]

    storage = Storage(open_cache, lambda c: effects_of(c, devices), queue_limit=3)
    print_one(storage, devices)
    storage.close()
    with monkeypatch.context() as patch:
        the_disk_is_full(patch)
        assert storage.look(REPORT) == {Trouble.STORAGE}
    assert storage.look(REPORT) == NOTHING_WRONG
    assert [is_closed(cache) for cache in opened] == [True, True, False]
    storage.close()


def is_closed(cache: Cache) -> bool:
    try:
        cache.rows("SELECT 1")
    except Exception as error:  # noqa: BLE001 - sqlcipher's own, of whatever kind
        return "closed" in str(error)
    return False
