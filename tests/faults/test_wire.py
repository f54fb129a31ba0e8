"""Promise 3: whatever the network does, each intent has one effect at central."""

from pathlib import Path

import pytest
from faults.books import arrived
from faults.proxy import Fault, FaultProxy
from faults.terminal import Terminal, Writer
from support.central import central_process

RECORDS = 200
BATCH = 8
ANSWER_S = 0.7
"""For the agent to wait; an answer that never ends takes longer."""

LONG_SEEDS = 60


def again(seed: int) -> str:
    """Return the one command that repeats the same run."""
    long = "" if seed < 2 else "-m long "
    return f"to see it again: pytest {long}'tests/faults/test_wire.py' -k 'seed{seed}'"


@pytest.mark.parametrize(
    "seed",
    [
        *(pytest.param(seed, id=f"seed{seed}") for seed in range(2)),
        *(
            pytest.param(seed, id=f"seed{seed}", marks=pytest.mark.long)
            for seed in range(2, LONG_SEEDS)
        ),
    ],
)
def test_every_intent_has_one_effect_whatever_the_wire_does(
    tmp_path: Path, seed: int
) -> None:
    with (
        central_process(tmp_path) as central,
        FaultProxy(central.url, seed) as proxy,
    ):
        terminal = Terminal(
            tmp_path,
            proxy.url,
            agent__batch_size=BATCH,
            central__query_timeout_s=ANSWER_S,
        )
        with terminal.open() as cache:
            Writer(cache).visits(RECORDS)
        agent = terminal.drain()
        proxy.deliver_held()
        assert agent.returncode == 0, f"{again(seed)}\n{agent.stderr[-2000:]}"
        with terminal.open() as cache:
            order = arrived(cache, central.database)
        assert order == list(range(1, RECORDS + 1)), again(seed)
        assert proxy.lost_share() >= 0.3, f"{again(seed)}: {proxy.met}"
        assert set(proxy.met) > {Fault.DUPLICATED, Fault.HELD_BACK, Fault.REQUEST_CUT}
