"""The first screen says and answers what the state machine will, once it is there."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import loader
from config.settings import load_settings
from kiosk import opening, setup
from kiosk.flow.events import Tapped
from kiosk.flow.machine import Mode, Setting, advance, initial, view
from kiosk.opening import Opening
from kiosk.runtime.assembly import snapshot_of
from view import (
    Attract,
    Back,
    Begin,
    Cancel,
    Choose,
    ChooseItem,
    Intent,
    Main,
    OpenService,
    SwitchLanguage,
    Tap,
    Touch,
    View,
)

SETTINGS = load_settings(loader.HOME / "demo.toml")
ITEMS = setup.catalogue()
SNAPSHOT = snapshot_of(SETTINGS, ITEMS)
SETTING = Setting(
    terminal=SNAPSHOT.terminal,
    place=SNAPSHOT.place,
    catalogue=ITEMS,
    language=SNAPSHOT.language,
    idle_s=60,
    prompt_s=30,
    way_out_s=5,
)

INTENTS: list[Intent] = [
    Begin("zh_CN"),
    Begin("en"),
    Back(),
    Cancel(),
    SwitchLanguage("en"),
    SwitchLanguage("zh_CN"),
    Choose(ITEMS[0].code),
    Main(),
    Touch(),
    OpenService(),
]


@given(st.lists(st.tuples(st.sampled_from(INTENTS), st.booleans()), max_size=8))
def test_it_answers_as_the_machine_does(said: list[tuple[Intent, bool]]) -> None:
    shown: list[View] = []
    front = Opening(SNAPSHOT, shown.append)
    state = initial(SETTING)
    assert shown[-1] == view(state)
    for intent, late in said:
        tap = Tap(shown[-1].stage - late, intent)
        front.tap(tap)
        state, _ = advance(state, Tapped(tap))
        if state.mode is Mode.SERVICE:  # which only the machine opens
            break
        assert shown[-1] == view(state)
    told = initial(SETTING)
    for tap in front.taps:
        told, _ = advance(told, Tapped(tap))
    assert told == state


def test_who_waits_for_the_service_mode_begins_nothing_else() -> None:
    shown: list[View] = []
    front = Opening(SNAPSHOT, shown.append)
    front.tap(Tap(0, OpenService()))
    front.tap(Tap(0, Begin("en")))
    assert isinstance(shown[-1].content, Attract)
    assert front.taps == (Tap(0, OpenService()), Tap(0, Begin("en")))


def test_what_is_kept_is_read_again_and_written_only_where_it_differs(
    tmp_path: Path,
) -> None:
    path = opening.beside(tmp_path / "cache.db")
    assert opening.read(path) is None
    opening.keep(path, SNAPSHOT)
    assert opening.read(path) == SNAPSHOT
    written = path.stat().st_mtime_ns, path.stat().st_ino
    opening.keep(path, SNAPSHOT)
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == written
    less = snapshot_of(SETTINGS, ITEMS[:2])
    opening.keep(path, less)
    assert opening.read(path) == less
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def _changed(**changes: Any) -> bytes:
    said = json.loads(json.dumps(asdict(SNAPSHOT)))
    return json.dumps(said | changes).encode()


@pytest.mark.parametrize(
    "left",
    [
        b"",
        b"\xff\x00",
        b"[]",
        b"7",
        b'{"items": {}}',
        b"[" * 100_000,
        _changed(language="fr"),
        _changed(width="wide"),
        _changed(height=0),
        _changed(width=10**9),
        _changed(fullscreen=1),
        _changed(place={"zh_CN": "x"}),
        _changed(place={"zh_CN": "x", "en": 3}),
        _changed(terminal=None),
        _changed(more="of it"),
        _changed(items=[{"code": "x"}]),
        _changed(items=[None]),
        _changed()[:-20],
    ],
)
def test_what_cannot_be_used_is_as_if_nothing_was_left(
    tmp_path: Path, left: bytes
) -> None:
    path = opening.beside(tmp_path / "cache.db")
    path.write_bytes(left)
    assert opening.read(path) is None


def test_nobody_can_choose_before_the_machine_is_there() -> None:
    shown: list[View] = []
    front = Opening(SNAPSHOT, shown.append)
    front.tap(Tap(0, Begin("zh_CN")))
    front.tap(Tap(1, Choose(ITEMS[0].code)))
    content = shown[-1].content
    assert isinstance(content, ChooseItem)
    assert not any(tile.availability == "open" for tile in content.tiles)
