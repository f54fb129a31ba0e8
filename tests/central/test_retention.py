"""What is about people goes by rule, and what is not finished never."""

import asyncio
import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs
from support.central import central_store
from support.finished import END, FINISHED, UNFINISHED, Make, document, result
from support.processes import ROOT

from central import cli, settings
from central.background import LaterError
from central.retention import Retention
from central.settings import RetentionSettings
from central.store import retention
from central.store.base import Base
from central.store.database import Store
from central.store.retention import NO_RULE, RULES
from central.store.schema import DocumentRow, PaymentRow, RecordRow
from config.errors import ConfigError
from contract.business_day import day_begins

DAYS = RetentionSettings()
AGES = timedelta(days=36_600)
NOTHING = {rule.name: 0 for rule in RULES}


def make(store: Store, *makes: Make) -> None:
    with store.writing() as session:
        for each in makes:
            each(session)


def swept(store: Store, at: datetime, days: RetentionSettings = DAYS) -> dict[str, int]:
    counts: Counter[str] = Counter(NOTHING)
    for rule, count in retention.sweep(store, days, at):
        counts[rule] += count
    assert store.scrub()
    return dict(counts)


def rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    """The whole database."""
    with store.reading() as session:
        return {
            name: [
                dict(row)
                for row in session.execute(
                    select(table).order_by(*table.primary_key)
                ).mappings()
            ]
            for name, table in Base.metadata.tables.items()
        }


def test_every_table_has_a_rule_or_a_reason() -> None:
    ruled = {rule.table.__tablename__ for rule in RULES}
    assert ruled | set(NO_RULE) == set(Base.metadata.tables)
    assert not ruled & set(NO_RULE)
    assert {rule.days for rule in RULES} == set(RetentionSettings.model_fields)


@pytest.mark.parametrize("what", FINISHED)
def test_what_ended_goes_at_its_day_and_not_before(store: Store, what: str) -> None:
    finished, after = FINISHED[what]
    make(store, finished)
    ended = datetime(2026, 11, 26, tzinfo=END.tzinfo).date()
    for days in sorted(set(after.values())):
        at = day_begins(ended + timedelta(days=days)).astimezone(UTC)
        before = rows(store)
        assert swept(store, at - timedelta(seconds=1)) == NOTHING
        assert rows(store) == before
        going = NOTHING | {rule: 1 for rule, day in after.items() if day == days}
        assert retention.due(store, DAYS, at) == going
        assert rows(store) == before
        assert swept(store, at) == going
        assert swept(store, at) == NOTHING


@pytest.mark.parametrize("what", UNFINISHED)
def test_what_is_not_finished_is_kept_whatever_its_age(store: Store, what: str) -> None:
    make(store, UNFINISHED[what])
    before = rows(store)
    assert swept(store, END + AGES) == NOTHING
    assert rows(store) == before


def test_of_what_goes_nothing_is_left_but_what_exactly_once_and_the_books_need(
    store: Store,
) -> None:
    make(store, *(finished for finished, _ in FINISHED.values()))
    before = rows(store)
    swept(store, END + AGES)
    after = rows(store)
    personal = {
        RecordRow: {"person", "slip_hash"},
        DocumentRow: {
            *("person", "slip_hash", "slip_code", "content", "pdf", "verification"),
        },
        PaymentRow: {"person", "settlement"},
    }
    for table, columns in personal.items():
        kept = (before[table.__tablename__], after[table.__tablename__])
        for old, new in zip(*kept, strict=True):
            assert not any(new[column] for column in columns)
            for column in set(old) - columns:
                assert new[column] == old[column], column
    for name in ("result", "wrong_codes"):
        assert after[name] == []


def test_it_is_done_in_small_batches_between_which_others_write(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("central.store.retention.time.sleep", pauses.append)
    make(store, *[result] * 120)
    counts: dict[str, list[int]] = {}
    for rule, count in retention.sweep(store, DAYS, END + AGES):
        counts.setdefault(rule, []).append(count)
        with store.writing() as session:
            session.execute(text("UPDATE heartbeat SET body = ''"))
    assert counts["results"] == counts["requests"] == [0, 50, 50, 20]
    assert pauses == [retention.PAUSE_S] * 4


def test_what_came_to_be_wanted_meanwhile_stays(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was due when it was listed, and is not when its batch comes."""
    monkeypatch.setattr("central.store.retention.time.sleep", lambda _: None)
    make(store, *[FINISHED["approved payment"][0]] * 70)
    steps = retention.sweep(store, DAYS, END + AGES)
    assert ("payments", 50) in steps  # it has gone so far
    with store.writing() as session:
        session.execute(
            text("UPDATE payment SET receipt_printed = false WHERE person IS NOT NULL")
        )
    assert next(steps) == ("payments", 0)
    assert sum(row["person"] is not None for row in rows(store)["payment"]) == 20


async def rounds(store: Store, *moments: datetime) -> list[dict[str, Any]]:
    """What central logs when it looks at these moments."""
    left = list(moments)
    task = Retention(store, DAYS, lambda: left.pop(0))
    with capture_logs() as logs:
        for _ in moments:
            await task.round()
    return [dict(line) for line in logs]


def test_central_does_it_once_a_day_in_shanghai(store: Store) -> None:
    make(store, document)
    first = day_begins(datetime(2027, 2, 23, tzinfo=END.tzinfo).date())
    hours = [timedelta(hours=hour) for hour in (0, 1, 23, 24, 25)]
    logs = asyncio.run(rounds(store, *(first + hour for hour in hours)))
    assert [line["event"] for line in logs] == ["retention"] * 2
    assert [line["day"] for line in logs] == ["2027-02-23", "2027-02-24"]
    assert [line["documents"] for line in logs] == [0, 1]
    assert set(logs[0]) == {"event", "log_level", "day", *NOTHING}


def test_while_the_database_is_read_sqlites_log_is_tried_again(
    tmp_path: Path,
) -> None:
    with central_store(tmp_path) as store:
        make(store, document)
        task = Retention(store, DAYS, lambda: END + AGES)
        with capture_logs() as logs, store.reading() as session:
            session.execute(text("SELECT * FROM document")).all()
            with pytest.raises(LaterError):
                asyncio.run(task.round())
        assert [line["log_level"] for line in logs] == ["info"]
        with capture_logs() as logs:
            asyncio.run(task.round())
            asyncio.run(task.round())
        assert [line["log_level"] for line in logs] == ["info"]
        assert (tmp_path / "central.db-wal").stat().st_size == 0


def test_by_hand_with_a_trial_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*options: str) -> dict[str, Any]:
        database = f"sqlite:///{tmp_path / 'central.db'}"
        code = cli.main(["retention", "run", "--database", database, *options])
        said = capsys.readouterr()
        assert (code, said.err) == (0, "")
        if "--json" not in options:
            return dict(line.split() for line in said.out.splitlines())
        told: dict[str, Any] = json.loads(said.out)
        return told

    long_ago = END - AGES
    with central_store(tmp_path) as store:
        make(store, lambda session: result(session, collected_at=long_ago), document)
        before = rows(store)
        counts = NOTHING | {"results": 1, "requests": 1}
        tried = run("--dry-run", "--json")
        assert tried == {"dry_run": True, "counts": counts}
        assert rows(store) == before
        assert run() == {rule: str(count) for rule, count in counts.items()}
        assert run("--json") == {"dry_run": False, "counts": NOTHING}
        assert rows(store)["result"] == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("result_days = 0", "result_days"),
        ("result_days = '30 days'", "result_days"),
        ("paper_days = 3", "paper_days"),
        ("verification_days = 89", "allowed: at least 90"),
    ],
)
def test_wrong_days_are_refused(tmp_path: Path, said: str, told: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"[central_service.retention]\n{said}\n")
    with pytest.raises(ConfigError, match=re.escape(told)):
        settings.load(file, {})


def test_days_are_set_in_the_file_and_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[central_service.retention]\nresult_days = 7\npayment_days = 8\n")
    monkeypatch.setenv("ONETRIP_CENTRAL_SERVICE__RETENTION__PAYMENT_DAYS", "9")
    loaded = settings.load(file, {"port": 1}).retention
    assert loaded == RetentionSettings(result_days=7, payment_days=9)


def test_the_documentation_says_what_the_rules_say() -> None:
    page = (ROOT / "docs" / "retention.md").read_text(encoding="utf-8")
    flat = re.sub(r"\s+", " ", page)
    for rule in RULES:
        days = f"`{rule.days}`, {getattr(DAYS, rule.days)}"
        row = f"| {rule.name} | {rule.since} | {days} | {rule.erased} | {rule.kept} |"
        assert row in flat
    for name, why in NO_RULE.items():
        assert f"| `{name}` | {why} |" in flat
