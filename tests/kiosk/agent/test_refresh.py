"""The manifest and the catalogue on their way from central into the cache."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import structlog
from support.agents import Terminal
from support.flow import item
from support.sealed import ANOTHER, PUBLIC, catalogue, published

from contract.manifest import HoldingState, Manifest, ManifestEntry
from kiosk import catalogue as definitions
from kiosk.agent.refresh import Refresh
from offline_cache import manifest
from offline_cache.catalogue import Catalogue
from offline_cache.keyring import Keyring

NOW = datetime(2026, 11, 22, 6, 5, 9, tzinfo=UTC)
HOLDING = UUID(int=7)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path)
    yield made
    made.close()


def cells(**changes: Any) -> str:
    values: dict[str, Any] = {
        "holding": HOLDING,
        "item": "exit_entry.passport_pickup",
        "label": "EE2026-000001",
        "title": {"zh_CN": "护照", "en": "passport"},
        "person": "a" * 64,
        "code": "b" * 64,
        "state": HoldingState.LOADED,
        "cell": 3,
        "until": NOW + timedelta(days=30),
    }
    entry = ManifestEntry.model_validate(values | changes)
    told = Manifest(time=NOW, key=b"A" * 43 + b"=", entries=(entry,))
    return told.model_dump_json()


def publish(terminal: Terminal, *items: Any) -> None:
    terminal.central.published["catalogue"] = catalogue(*items).model_dump_json()


def look(terminal: Terminal) -> bool:
    changed: bool = terminal.folder.see(
        lambda cache: Refresh(cache, terminal.client).look()
    )
    return changed


def versions(terminal: Terminal) -> dict[str, int]:
    found = terminal.folder.see(lambda cache: Catalogue(cache).definitions())
    return {each.code: each.version for each in found}


def test_what_lies_in_the_cells_comes_into_the_cache(terminal: Terminal) -> None:
    terminal.central.published["manifest"] = cells()
    publish(terminal)
    assert look(terminal)
    (kept,) = terminal.folder.see(lambda cache: manifest.Manifest(cache).all())
    assert (kept.holding, kept.label, kept.cell) == (HOLDING, "EE2026-000001", 3)
    assert (kept.state, kept.person, kept.code) == ("loaded", "a" * 64, "b" * 64)
    assert (kept.title_zh, kept.until) == ("护照", NOW + timedelta(days=30))
    assert not look(terminal), "nothing is new"


def test_a_published_item_comes_into_the_cache_with_the_keys(
    terminal: Terminal,
) -> None:
    terminal.central.published["manifest"] = cells()
    publish(terminal, published(item(version=2)))
    look(terminal)
    assert versions(terminal) == {item().code: 2}
    keys = terminal.folder.see(lambda cache: Keyring(cache).verification_keys())
    assert keys == (PUBLIC,)


def test_the_keys_that_records_are_sealed_to_come_with_the_items(
    terminal: Terminal,
) -> None:
    terminal.central.published["manifest"] = cells()
    keys = (b"n" * 32, b"o" * 32)
    told = catalogue().model_copy(update={"sealing_keys": keys})
    terminal.central.published["catalogue"] = told.model_dump_json()
    assert look(terminal)
    assert terminal.folder.see(lambda cache: Keyring(cache).sealing_keys()) == keys
    assert not look(terminal)


@pytest.mark.parametrize(
    "bad",
    [
        published(item(version=3), key=ANOTHER),
        published(item(version=3), toml='code = "a.b"\nversion = 3\nsteps = ["dance"]'),
        published(item(version=3), toml="code = ["),
    ],
    ids=["signed by another", "not an item", "no TOML"],
)
def test_a_bad_definition_is_refused_and_the_version_in_use_stays(
    terminal: Terminal, bad: Any
) -> None:
    terminal.central.published["manifest"] = cells()
    publish(terminal, published(item(version=2)))
    look(terminal)
    publish(terminal, bad)
    with structlog.testing.capture_logs() as logged:
        refresh = terminal.folder.see(
            lambda cache: [Refresh(cache, terminal.client).look()]
        )
    assert refresh == [False]
    assert versions(terminal) == {item().code: 2}
    (told,) = [each for each in logged if each["event"] == "not_refreshed"]
    assert told["what"] == item().code
    assert told["log_level"] == "error"


def test_an_item_that_is_published_no_more_goes(terminal: Terminal) -> None:
    terminal.central.published["manifest"] = cells()
    publish(terminal, published(item(version=2)))
    look(terminal)
    publish(terminal)
    assert look(terminal)
    assert versions(terminal) == {}


def test_without_one_the_other_still_comes(terminal: Terminal) -> None:
    publish(terminal, published(item(version=2)))
    with structlog.testing.capture_logs() as logged:
        assert look(terminal)
    assert [each["what"] for each in logged if each["log_level"] == "error"] == [
        "manifest"
    ]
    kept = terminal.folder.see(
        lambda cache: definitions.item_of(Catalogue(cache).definitions()[0])
    )
    assert kept == item(version=2)


def test_the_agent_looks_again_and_wakes_the_screen_when_something_is_new(
    terminal: Terminal,
) -> None:
    def becomes(expected: dict[str, int]) -> None:
        while versions(terminal) != expected:
            assert terminal.screen.wait(60), "not woken"

    publish(terminal, published(item(version=2)))
    with terminal.serving(refresh_s=0.05):
        becomes({item().code: 2})
        publish(terminal, published(item(version=3)))
        becomes({item().code: 3})
        terminal.central.status = 503
        beats = len(terminal.wire.requests)
        terminal.central.wait(lambda: len(terminal.wire.requests) > beats + 5)
        assert versions(terminal) == {item().code: 3}, "kept while central is away"
