from collections.abc import Iterator
from pathlib import Path

import pytest
from support.cache import StandingClock, open_cache

from offline_cache.database import Cache


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with open_cache(tmp_path) as opened:
        yield opened


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()
