"""The cache file and its key."""

from pathlib import Path

from support.doctor import DEMO, Findings

from config.settings import load_settings
from kiosk import setup


def test_a_lost_key_is_named_and_nothing_is_overwritten(
    alone: Path, findings: Findings
) -> None:
    with setup.open_cache(load_settings(DEMO)):
        pass
    key, database = alone / "cache.key", alone / "cache.db"
    key.unlink()
    before = database.read_bytes()
    found = findings()
    assert not found["cache"]["ok"]
    assert "lost" in found["cache"]["detail"]
    assert str(key) in found["cache"]["remedy"]
    assert not key.exists()
    assert database.read_bytes() == before
