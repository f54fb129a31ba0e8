"""The contents of the cache."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from support.doctor import DEMO, Findings

from config.settings import load_settings
from kiosk import setup
from offline_cache.outbox import Outbox


def test_a_refused_record_is_named(alone: Path, findings: Findings) -> None:
    found = findings()
    assert "outbox" not in found
    settings = load_settings(DEMO)
    with setup.open_cache(settings) as cache:
        with cache.transaction():
            key = uuid4()
            Outbox(cache).enqueue(key, "a.b", "rating", b"{}", datetime.now(UTC))
        Outbox(cache).quarantine(key, "refused")
    found = findings()
    assert not found["outbox"]["ok"]
    assert "quarantined 1" in found["outbox"]["detail"]
