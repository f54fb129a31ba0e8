from collections.abc import Iterator
from pathlib import Path

import pytest
from support.visits import FakeDevices, Folder, effects_of

from kiosk.effects import Effects
from offline_cache.database import Cache


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def cache(folder: Folder) -> Iterator[Cache]:
    with folder.open() as opened:
        yield opened


@pytest.fixture
def devices() -> FakeDevices:
    return FakeDevices()


@pytest.fixture
def effects(cache: Cache, devices: FakeDevices) -> Effects:
    return effects_of(cache, devices)
