import math
from pathlib import Path

from support.cache import NOON, StandingClock, open_cache

from offline_cache.database import Cache
from offline_cache.status import Status


def test_the_last_value_wins_and_the_other_process_reads_it(
    tmp_path: Path, cache: Cache, clock: StandingClock
) -> None:
    status = Status(cache, clock, lambda: NOON)
    assert status.get("screen") is None
    status.put("screen", "attract")
    status.put("screen", {"stage": "review", "devices": ["打印机"]})
    status.put("agent", None)
    with open_cache(tmp_path) as other:
        entry = Status(other, clock).get("screen")
        assert entry is not None
        assert entry.value == {"stage": "review", "devices": ["打印机"]}
        assert entry.updated_at == NOON
        assert list(Status(other, clock).all()) == ["agent", "screen"]


def test_age_is_counted_by_the_clock_that_nobody_can_set(
    cache: Cache, clock: StandingClock
) -> None:
    status = Status(cache, clock)
    status.put("screen", "attract")
    clock.advance(12.5)
    entry = status.get("screen")
    assert entry is not None
    assert entry.age == 12.5
    clock.reboot()
    assert status.all()["screen"].age == math.inf


def test_the_real_clock_goes_on_in_one_boot(cache: Cache) -> None:
    status = Status(cache)
    status.put("screen", "attract")
    entry = status.get("screen")
    assert entry is not None
    assert 0 <= entry.age < 60
