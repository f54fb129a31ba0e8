"""Promise 6: a wrong clock changes labels, and nothing else."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from faults.books import arrived
from faults.clock import DECADE, HOUR
from faults.reconcile import reconcile
from faults.system import whole_system
from faults.terminal import Terminal, Writer
from support.central import central_process

from kiosk.demo.citizen import Visit

ONLINE = (
    Visit("social_security.contribution_statement", False, "ho_ka_yan"),
    Visit("one_stop.bill_payment", False, "li_na", "51041120260000010018"),
    Visit("exit_entry.passport_pickup", False, "li_na"),
)
OFFLINE = Visit("social_security.contribution_statement", True, "chen_rare")
STEPS = (HOUR, -HOUR, DECADE, -DECADE, timedelta())


def test_the_clock_jumps_in_every_state_of_a_visit(tmp_path: Path) -> None:
    with whole_system(tmp_path) as whole:
        whole.screen()
        for visit in ONLINE:
            whole.screens.begin(visit, clock_steps=True)
            assert whole.screens.over()
        whole.controls["network"].do("cut")
        whole.screens.begin(OFFLINE, clock_steps=True)
        assert whole.screens.over()
        whole.controls["network"].do("restore")
        whole.screens.end()
        reconcile(whole)
        with whole.cache() as cache:
            order = arrived(cache, whole.system.database)
        assert order == sorted(order)


def test_the_clock_jumps_in_every_state_of_the_outbox(tmp_path: Path) -> None:
    chance = random.Random(6)  # noqa: S311 - a test's
    with central_process(tmp_path) as central:
        terminal = Terminal(tmp_path, central.url, agent__batch_size=5)
        with terminal.open() as cache:
            Writer(cache, lambda: datetime.now(UTC) + chance.choice(STEPS)).visits(100)
            agent = terminal.drain("clock")
            assert agent.returncode == 0, agent.stderr
            order = arrived(cache, central.database)
    assert order == sorted(order)
