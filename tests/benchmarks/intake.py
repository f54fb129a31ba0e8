"""Central's intake from 1, 10 and 100 terminals at once: time of a request, records/s.

Each terminal has its own key and signs each request; each request has the four sealed
records of a visit. The terminals are threads of one process beside central's, so that
both share this machine's cores. The baseline is the same with one terminal, in the same
run.
"""

import tempfile
import threading
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import quantiles
from uuid import uuid4

from benchmarks import report
from benchmarks.databases import database, databases
from support.central import central_process, completion_body, record
from support.postgres import PostgresServer
from support.signing import signer

from central.store.database import open_store
from central.store.terminals import add_terminal
from config.settings import DEMO_SEALING_KEY
from contract import sealing
from contract.records import Record, RecordState
from kiosk.wire.client import CentralClient

ROUNDS = 3
TERMINALS = (1, 10, 100)
REQUESTS = 400
"""In each round, over all terminals."""
IN_ONE = 4
KEY = sealing.key_id(DEMO_SEALING_KEY)
_numbers = count(1)


def run() -> None:
    """Measure all, and write the figures."""
    figures: dict[str, dict[str, object]] = {}
    with ExitStack() as stack:
        servers = databases(stack)
        for name, server in servers.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            figures[name] = _figures(folder, server)
    report.write("intake", figures)


def _figures(folder: Path, server: PostgresServer | None) -> dict[str, object]:
    with database(server, folder) as url:
        with open_store(url) as store:
            store.migrate()
            names = [f"hall-{number:03}" for number in range(max(TERMINALS))]
            now = datetime.now(UTC)
            keys = {name: add_terminal(store, name, now) for name in names}
        with central_process(folder, url) as central:
            clients = [
                CentralClient(
                    central.url,
                    signer(keys[name], name),
                    connect_timeout_s=60,
                    answer_timeout_s=60,
                )
                for name in names
            ]
            rounds: dict[int, list[Measured]] = {}
            for _ in range(ROUNDS):
                for together in TERMINALS:
                    measured = _round(clients[:together], names)
                    rounds.setdefault(together, []).append(measured)
            for client in clients:
                client.close()
    return {
        f"{together}_terminals": {
            "p50_ms": report.spread([each[0] for each in measured]),
            "p99_ms": report.spread([each[1] for each in measured]),
            "records_each_second": report.spread([each[2] for each in measured]),
        }
        for together, measured in rounds.items()
    }


Measured = tuple[float, float, float]


def _round(clients: list[CentralClient], names: list[str]) -> Measured:
    """Return median and p99 of a request, in ms, and records a second."""
    each = REQUESTS // len(clients)
    work = [[_visit(names[i]) for _ in range(each)] for i in range(len(clients))]
    start = threading.Barrier(len(clients) + 1)

    def send(client: CentralClient, batches: list[list[Record]]) -> list[float]:
        took = []
        start.wait(60)
        for batch in batches:
            began = time.perf_counter()
            answers = client.send(batch).answers
            took.append((time.perf_counter() - began) * 1000)
            assert {one.state for one in answers} == {RecordState.COMPLETED}
        return took

    with ThreadPoolExecutor(len(clients)) as pool:
        running = [pool.submit(send, *pair) for pair in zip(clients, work, strict=True)]
        start.wait(60)
        began = time.perf_counter()
        took = [one for future in running for one in future.result()]
        whole = time.perf_counter() - began
    cuts = quantiles(took, n=100)
    return cuts[49], cuts[98], len(took) * IN_ONE / whole


def _visit(terminal: str) -> list[Record]:
    install = uuid4()
    return [_record(terminal, install.hex, seq) for seq in range(1, IN_ONE + 1)]


def _record(terminal: str, install: str, seq: int) -> Record:
    number = next(_numbers)
    content = str(completion_body(f"R-{number}")).replace("'", '"').encode()
    body = b64encode(sealing.seal(content, DEMO_SEALING_KEY)).decode()
    raw = record(seq, terminal=terminal, install=install, key_id=KEY, body=body)
    return Record.model_validate(raw)


if __name__ == "__main__":
    run()
