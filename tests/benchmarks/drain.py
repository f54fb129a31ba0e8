"""A week's queue, 14,000 records, to central: in batches, against one request for each.

The terminal's own drain over its encrypted cache, the real central in a process of its
own, sealed records, signed requests, loopback. The baseline is the same drain with one
record in a request, on fewer of them; both in turn within one run.
"""

import shutil
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks import report
from benchmarks.databases import database, databases
from faults.terminal import Writer
from support.cache import open_cache
from support.central import central_process
from support.postgres import PostgresServer
from support.signing import signer

from kiosk.agent.drain import Drain
from kiosk.wire.client import CentralClient
from offline_cache.outbox import Outbox

ROUNDS = 3
WEEK = 14_000
ONE_BY_ONE = 800
TERMINAL = "demo-01"


def run() -> None:
    """Measure all, and write the figures."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        queues = {count: _filled(folder / str(count), count) for count in SIZES}
        servers = databases(stack)
        took: dict[str, dict[int, list[float]]] = {
            name: {count: [] for count in SIZES} for name in servers
        }
        for number in range(ROUNDS):
            for name, server in servers.items():
                for count, batch in SIZES.items():
                    there = folder / f"{name}-{count}-{number}"
                    shutil.copytree(queues[count], there)
                    took[name][count].append(_drained(there, server, batch))
                    shutil.rmtree(there)
    report.write("drain", {name: _figures(each) for name, each in took.items()})


SIZES = {WEEK: 50, ONE_BY_ONE: 1}
"""How many records, and how many of them in a request."""


def _filled(folder: Path, records: int) -> Path:
    folder.mkdir()
    with open_cache(folder) as cache:
        Writer(cache).visits(records)
        assert Outbox(cache).counts().queued == records
        cache.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


def _drained(folder: Path, server: PostgresServer | None, batch: int) -> float:
    with (
        database(server, folder) as url,
        central_process(folder, url) as central,
        open_cache(folder) as cache,
    ):
        client = CentralClient(
            central.url, signer(), connect_timeout_s=60, answer_timeout_s=60
        )
        drain = Drain(
            cache,
            client,
            TERMINAL,
            batch_size=batch,
            retry_first_s=1,
            retry_max_s=1,
        )
        began = time.perf_counter()
        while (sent := drain.batch()).settled:
            assert sent.trouble is None, sent
        took = time.perf_counter() - began
        counts = Outbox(cache).counts()
        assert not counts.queued
        assert not counts.leased
        assert not counts.quarantined
        client.close()
    return took


def _figures(took: dict[int, list[float]]) -> dict[str, object]:
    week, single = took[WEEK], took[ONE_BY_ONE]
    rates = [WEEK / each for each in week]
    peers = [ONE_BY_ONE / each for each in single]
    return {
        "seconds_for_14000": report.spread(week),
        "aim_seconds": 5,
        "records_each_second": report.spread(rates),
        "peer_one_by_one_each_second": report.spread(peers),
        "ratio": report.spread([a / b for a, b in zip(rates, peers, strict=True)]),
        "aim_ratio": 10,
    }


if __name__ == "__main__":
    run()
