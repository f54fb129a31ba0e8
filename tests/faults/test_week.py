"""Promise 4: a week without network loses nothing."""

import time
from pathlib import Path

import pytest
from faults.books import arrived
from faults.system import whole_system
from faults.terminal import Writer

from kiosk.demo.citizen import Visit
from offline_cache.outbox import Outbox

STATEMENT = Visit("social_security.contribution_statement", False, "li_na")
OFFLINE = Visit(STATEMENT.service, True, "chen_rare")


@pytest.mark.parametrize(
    ("records", "batch"),
    [(1600, 5), pytest.param(14_000, 50, marks=pytest.mark.long)],
)
def test_what_has_waited_is_drained_while_a_visit_goes_on(
    tmp_path: Path, records: int, batch: int
) -> None:
    with whole_system(tmp_path, agent__batch_size=batch) as whole:
        whole.controls["network"].do("cut")
        with whole.cache() as cache:
            Writer(cache).visits(records)
            whole.screen()
            whole.screens.begin(OFFLINE)
            assert whole.screens.over()
            assert Outbox(cache).counts().acknowledged == 0
            whole.controls["network"].do("restore")
            whole.screens.begin(STATEMENT)
            assert Outbox(cache).counts().queued, "it was drained before the visit"
            assert whole.screens.over()
            whole.screens.end()
            whole.delivered()
            assert len(arrived(cache, whole.system.database)) > records
    assert len(list(whole.out.glob("printed-*.pdf"))) == 1


def test_a_full_queue_refuses_before_anything_is_typed_or_paid(tmp_path: Path) -> None:
    with whole_system(tmp_path, cache__queue_limit=40) as whole:
        whole.controls["network"].do("cut")
        with whole.cache() as cache:
            Writer(cache).visits(40)
            whole.screen()
            deadline = time.monotonic() + 60
            while "QUEUE_FULL" not in (shown := whole.screens.shown()):
                assert time.monotonic() < deadline, shown
            assert shown.startswith("OutOfService")
            whole.controls["network"].do("restore")
            whole.screens.begin(STATEMENT)  # by itself, once there is room
            assert whole.screens.over()
            whole.screens.end()
            whole.delivered()
            arrived(cache, whole.system.database)
