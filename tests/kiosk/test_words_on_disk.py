"""A file in the words of an earlier version, and in unknown words."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
import sqlcipher3
import structlog
from sqlite_utils import Database
from support.cache import NOON
from support.effects import WHO
from support.visits import FakeDevices, Folder, bodies, effects_of

from contract.manifest import HoldingState
from contract.payment import PaymentState
from contract.records import Paper, PaperKind, RecordKind
from kiosk.effects import cells, clerk, payments
from kiosk.flow.service.actions import ClerkAnswer
from kiosk.flow.tokens import ReleaseOutcome
from kiosk.runtime import storage
from kiosk.runtime.storage import ScreenReport, Storage
from offline_cache import chain, words
from offline_cache.clock import boot_time, to_label
from offline_cache.database import Cache
from offline_cache.journal import EffectState, Journal
from offline_cache.key import load_or_make_key
from offline_cache.manifest import Manifest
from offline_cache.migrations import MIGRATIONS
from offline_cache.outbox import Outbox
from offline_cache.words import Stage, report_unknown
from view import Task, Trouble
from view.screen import Content

CASE, DOCUMENT = str(uuid4()), str(uuid4())
CELLS = {name: uuid4() for name in ("release", "load", "look", "teleport", "beam")}

ARMED: list[tuple[str, str | None, str | None, dict[str, Any]]] = [
    ("receipt", "a.b", "R-1", {"case": CASE}),
    ("document", "a.b", "D-1", {"case": CASE, "document": DOCUMENT, "receipt": "R-2"}),
    (
        "release",
        "a.b",
        "R-3",
        {"case": CASE, "holding": str(CELLS["release"]), "cell": 3},
    ),
    ("load", "a.b", None, {"holding": str(CELLS["load"]), "cell": 4}),
    ("look", "a.b", None, {"holding": str(CELLS["look"]), "cell": 5}),
    # Unknown: a kind, a kind that opened a cell, and known kinds with broken details.
    ("fireworks", "a.b", None, {}),
    ("fireworks", None, None, {"case": 7}),
    ("teleport", "a.b", None, {"where": str(CELLS["teleport"])}),
    ("beam", None, None, {"cell": 8}),
    ("receipt", "a.b", None, {"case": CASE}),
    ("receipt", "a.b", "R-4", {"case": "the one of yesterday"}),
    ("document", "a.b", "D-2", {"case": CASE, "document": 7}),
    ("release", "a.b", "R-5", {"cell": 3}),
    ("look", "a.b", None, {"holding": str(uuid4()), "cell": "upper left"}),
]
IN_CELLS = {"release": 3, "look": 5, "teleport": 7, "load": None, "beam": None}

STATUS: dict[str, Any] = {
    "link": {"trouble": "seasick"},
    "screen": {"scene": "ballroom"},
    "central_time": "half past ten",
    "journal": {"fault": None, "seq": 1},
}


def insert(db: Any, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    db.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})",  # noqa: S608 - ours
        list(row.values()),
    )


def make_old(folder: Path) -> dict[str, str]:
    """Write a file as the version before did; return each effect's kind by number."""
    key = load_or_make_key(folder / "cache.key", folder / "cache.db")
    effects: dict[str, str] = {}
    with closing(
        sqlcipher3.connect(str(folder / "cache.db"), isolation_level=None)
    ) as db:
        db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        db.execute("PRAGMA journal_mode = WAL")
        MIGRATIONS.apply(Database(db), stop_before="0015_acknowledged")
        ((install,),) = db.execute("SELECT install FROM terminal").fetchall()
        last = chain.start(UUID(install))
        for seq, (kind, item, serial, detail) in enumerate(ARMED, 1):
            effect = str(uuid4())
            effects[effect] = kind
            row: dict[str, Any] = {
                "seq": seq,
                "at": to_label(NOON),
                "visit": "v-1",
                "kind": kind,
                "effect": effect,
                "state": "armed",
                "item": item,
                "serial": serial,
                "detail": json.dumps(detail),
            }
            last = row["hash"] = chain.link(last, row)
            insert(db, "journal", row)
        for name, cell in IN_CELLS.items():
            opening = next(each for each, kind in effects.items() if kind == name)
            insert(
                db,
                "manifest",
                {
                    "holding": str(CELLS[name]),
                    "item": "a.b",
                    "label": name,
                    "title_zh": "证",
                    "title_en": "card",
                    "person": "p",
                    "code": "c",
                    "state": "loaded" if cell else "expected",
                    "cell": cell,
                    "until": to_label(NOON),
                    "opening": opening,
                },
            )
        now = boot_time()
        for name, value in STATUS.items():
            insert(
                db,
                "status",
                {
                    "name": name,
                    "value": json.dumps(value),
                    "updated_at": to_label(NOON),
                    "boot": now.boot,
                    "seconds": now.seconds,
                },
            )
    return effects


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    report_unknown.cache_clear()
    make_old(tmp_path)
    return Folder(tmp_path)


@pytest.fixture
def cache(folder: Folder) -> Iterator[Cache]:
    with folder.open() as opened:
        yield opened


def test_recovery_closes_all_and_repeats_nothing(cache: Cache) -> None:
    devices = FakeDevices()
    effects = effects_of(cache, devices)
    with structlog.testing.capture_logs() as logged:
        assert effects.recover() == len(ARMED)
        assert effects.recover() == 0
    journal = Journal(cache)
    assert journal.unsettled() == []
    assert journal.verify() is None
    closed = [each for each in journal.entries() if each.seq > len(ARMED)]
    assert {each.state for each in closed} == {EffectState.EFFECT_UNKNOWN}
    assert [each.kind for each in closed] == [kind for kind, *_ in ARMED]
    assert (devices.jobs, devices.submitted) == ([], [])
    unknown = [each for each in logged if each["event"] == "word_unknown"]
    assert len(unknown) == len(ARMED) - 5, "one line each"


def test_central_is_told_what_is_understood(cache: Cache) -> None:
    effects_of(cache, FakeDevices()).recover()
    papers = [body for _, body in bodies(cache, RecordKind.OUTCOME)]
    assert {(each.serial, each.kind, each.paper) for each in papers} == {
        ("R-1", PaperKind.RECEIPT, Paper.UNCERTAIN),
        ("D-1", PaperKind.DOCUMENT, Paper.UNCERTAIN),
    }
    told = {body.holding: body for _, body in bodies(cache, RecordKind.HOLDING)}
    where = {name: told[CELLS[name]].cell for name in CELLS}
    assert where == {"release": 3, "load": 4, "look": 5, "teleport": 7, "beam": 8}
    assert {each.state for each in told.values()} == {HoldingState.UNCLEAR}
    assert [name for name in CELLS if told[CELLS[name]].about] == ["release"]
    manifest = Manifest(cache)
    assert not manifest.opening(), "cells can be opened again"
    assert {each.state for each in manifest.all()} == {"unclear"}
    assert Outbox(cache).counts().queued == len(papers) + len(told)


def test_the_screen_starts_and_ignores_what_it_does_not_know(folder: Folder) -> None:
    made = Storage(
        folder.open, lambda cache: effects_of(cache, FakeDevices()), queue_limit=99
    )
    with structlog.testing.capture_logs() as logged, closing(made):
        for _ in range(3):
            found = made.look(ScreenReport(Stage.ATTRACT, []))
            assert found == {Trouble.MANIFEST}
    unknown = [each["what"] for each in logged if each["event"] == "word_unknown"]
    assert sorted(unknown)[:2] == ["Link", "central_time"]
    assert len(set(unknown)) == 3, "effects, the link, and central's time"


def begun(cache: Cache, state: str, detail: str | None) -> UUID:
    payment, person = uuid4(), effects_of(cache, FakeDevices())._ledger.person(WHO)
    row = {
        "payment": str(payment),
        "case_key": CASE,
        "person": person,
        "item": "a.b",
        "title_zh": "税",
        "title_en": "tax",
        "state": state,
        "detail": detail,
        "begun_at": to_label(NOON),
    }
    insert(cache.db.conn, "payment", row)
    return payment


@pytest.mark.parametrize("detail", [None, "{}", '{"sum": 7}', "paid in shells"])
def test_a_payment_in_unknown_words_is_left_to_central(
    cache: Cache, detail: str | None
) -> None:
    begun(cache, "approved", detail)
    begun(cache, "bartered", None)
    assert effects_of(cache, FakeDevices()).payments.coming(WHO) == ()


@pytest.mark.parametrize("name", ["document", "payment"])
@pytest.mark.parametrize("value", [7, None, "the one of yesterday", ["a"], {}])
def test_paper_that_came_out_under_an_unknown_name_is_not_recognised(
    cache: Cache, name: str, value: object
) -> None:
    journal, outbox = Journal(cache), Outbox(cache)
    known = uuid4()
    with cache.transaction():
        for detail in ({name: value}, {name: str(known)}):
            effect = uuid4()
            outbox.enqueue(uuid4(), "a.b", "outcome", b"x", NOON)
            journal.arm(effect, "document", item="a.b", serial="D", detail=detail)
            journal.settle(effect, EffectState.CONFIRMED)
    assert effects_of(cache, FakeDevices()).papers.handed_out() == {known}


def test_every_word_of_ours_has_one_on_the_disk() -> None:
    assert set(storage.STAGES) == set(get_args(Content))
    assert set(storage.STAGES.values()) == set(Stage)
    assert set(cells.ENDED) == set(ReleaseOutcome)
    assert set(clerk.KINDS) == set(Task)
    assert set(clerk._ANSWERS) == set(ClerkAnswer)
    assert set(payments._WORDS) == set(PaymentState)
    assert set(payments._STATES) == set(words.Payment)
    assert set(storage.LINK_TROUBLES) == set(words.Link)
