"""`python -m kiosk …`: JSON on standard output, errors in plain words."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from support.documents import item
from support.sealed import toml
from support.visits import unsealed

from config import loader
from config.settings import load_settings
from kiosk import setup
from kiosk.demo.processes import ROOT
from offline_cache.catalogue import Catalogue, Definition
from offline_cache.outbox import Outbox

DEMO = loader.HOME / "demo.toml"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONETRIP_CACHE__PATH", str(tmp_path / "cache.db"))
    monkeypatch.setenv("ONETRIP_CACHE__KEY_FILE", str(tmp_path / "cache.key"))
    # The discard port has no listener.
    monkeypatch.setenv("ONETRIP_CENTRAL__URL", "http://127.0.0.1:9")


def kiosk(*arguments: str, config: Path = DEMO) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "kiosk", *arguments, "--config", str(config)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def queue(count: int) -> None:
    with setup.open_cache(load_settings(DEMO)) as cache:
        for _ in range(count):
            with cache.transaction():
                Outbox(cache).enqueue(
                    uuid4(), "social_security.x", "rating", b"{}", datetime.now(UTC)
                )


def test_services_are_listed() -> None:
    listed = json.loads(kiosk("services", "list", "--json").stdout)
    assert len(listed) == 9
    statement = listed[0]
    assert set(statement) == {"code", "department", "name", "steps", "offline"}
    assert statement["code"] == "social_security.contribution_statement"
    steps = ["identify", "form", "fetch", "review", "print", "rate"]
    assert statement["steps"] == steps
    assert statement["offline"] == "queue"


def test_the_services_of_a_terminal_are_those_that_central_has_published() -> None:
    renewed = item("paper_office.paper", "print").model_copy(update={"version": 7})
    broken = Definition("paper_office.later", 1, "words = 'of a later version'", b"")
    with setup.open_cache(load_settings(DEMO)) as cache:
        published = Definition(renewed.code, 7, toml(renewed), b"")
        Catalogue(cache).put([published, broken])
    assert [each.code for each in setup.items_in_use(load_settings(DEMO))] == [
        renewed.code
    ]
    (listed,) = json.loads(kiosk("services", "list", "--json").stdout)
    assert listed["code"] == renewed.code
    assert listed["department"] == renewed.department.code


def test_listing_services_makes_no_cache(tmp_path: Path) -> None:
    assert kiosk("services", "list").returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_the_outbox_is_counted_and_listed() -> None:
    queue(3)
    status = json.loads(kiosk("outbox", "status", "--json").stdout)
    assert status.pop("oldest").endswith("Z")
    assert status == {"queued": 3, "leased": 0, "quarantined": 0, "acknowledged": 0}
    listed = json.loads(kiosk("outbox", "list", "--json").stdout)
    assert [record["seq"] for record in listed] == [1, 2, 3]
    exported = json.loads(kiosk("outbox", "export", "--json").stdout)
    assert exported == listed
    assert "body" not in listed[0]


def test_a_queue_of_days_can_be_made_up_in_demonstrations_alone(tmp_path: Path) -> None:
    made = kiosk("outbox", "simulate", "100")
    assert (made.returncode, made.stdout) == (0, "100 queued\n")
    assert json.loads(kiosk("outbox", "status", "--json").stdout)["queued"] == 100
    with setup.open_cache(load_settings(DEMO)) as cache:
        records = Outbox(cache).records()
    bodies = [unsealed(each) for each in records]
    assert bodies[0] not in [each.body for each in records]
    assert [each.created_at for each in records] == sorted(
        each.created_at for each in records
    )
    real = tmp_path / "real.toml"
    real.write_text('[terminal]\nname = "hall-01"\n', encoding="utf-8")
    refused = kiosk("outbox", "simulate", "1", config=real)
    assert refused.returncode == 2
    assert "demonstrations alone" in refused.stderr
    for nonsense in ("0", "-1", "x", "1e3"):
        assert kiosk("outbox", "simulate", nonsense).returncode == 2


def test_an_empty_outbox_says_so_without_an_oldest() -> None:
    assert "oldest" not in json.loads(kiosk("outbox", "status", "--json").stdout)
    assert kiosk("agent", "--until-drained", "--timeout", "5").returncode == 0


def test_a_drain_that_does_not_end_in_time_says_so() -> None:
    queue(1)
    done = kiosk("agent", "--until-drained", "--timeout", "1")
    assert done.returncode == 3
    assert done.stdout == ""


def test_a_quarantined_record_can_be_queued_again() -> None:
    queue(2)
    with setup.open_cache(load_settings(DEMO)) as cache:
        outbox = Outbox(cache)
        key = outbox.records()[0].idempotency_key
        outbox.quarantine(key, "refused")
    assert kiosk("outbox", "retry", str(uuid4())).returncode == 1
    assert kiosk("outbox", "retry", "nonsense").returncode == 2
    done = kiosk("outbox", "retry", str(key), "--json")
    assert json.loads(done.stdout) == {"queued": 1}


def test_broken_settings_are_refused_with_their_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('[log]\nformat = "jsn"\n', encoding="utf-8")
    done = kiosk("run", config=broken)
    assert done.returncode == 2
    assert f"{broken}:2: log.format" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_lost_key_is_named_and_nothing_is_overwritten(tmp_path: Path) -> None:
    queue(1)
    (tmp_path / "cache.key").unlink()
    before = (tmp_path / "cache.db").read_bytes()
    done = kiosk("outbox", "status")
    assert done.returncode == 1
    assert "key" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "cache.db").read_bytes() == before
