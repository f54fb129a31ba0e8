"""Central for tests: as a real process, or within the test's own."""

import json
import os
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from central.api.server import Server, listen
from central.app import create_app
from central.definitions import Definitions
from central.departments.base import Department
from central.documents.keys import Keys
from central.payments.base import Provider
from central.payments.office import PaymentRules
from central.service import Service
from central.serving import DEMO
from central.settings import DEMO_TERMINAL
from central.store.database import Store, open_store
from config import loader
from contract.business_day import utc_now
from contract.records import RecordKind
from contract.service_item import ServiceItem
from contract.signature import Signer
from support.processes import ROOT
from support.sealed import toml
from support.signing import Signing

STATEMENT = "social_security.contribution_statement"
LI_NA = {"number": "510411199003074526", "name": "李娜"}
CHEN = {"number": "510411198511223175", "name": "陈𬱖"}
INSTALL = UUID("0b6f3c1e-6d0b-4f5e-9a53-1f2d8f1c7a10")

PATIENCE_S = 60.0
"""How long anything may take before a test gives it up; nothing needs a second."""


def request_body(applicant: dict[str, str] = CHEN) -> dict[str, object]:
    """Return the body of a request that was accepted offline."""
    return {"applicant": applicant, "slip_code": "7KQ2M9XD", "language": "zh_CN"}


def completion_body(serial: str = "R-1") -> dict[str, object]:
    """Return the body of an item completed at the terminal."""
    return {"applicant": LI_NA, "serial": serial}


def record(
    seq: int,
    kind: RecordKind = RecordKind.COMPLETION,
    content: Mapping[str, object] | None = None,
    **changes: object,
) -> dict[str, object]:
    """Return a raw record as a terminal sends it; `content` is what `body` encodes."""
    if content is None:
        request = kind is RecordKind.REQUEST
        content = request_body() if request else completion_body(f"R-{seq}")
    return {
        "idempotency_key": str(uuid4()),
        "terminal": DEMO_TERMINAL,
        "install": str(INSTALL),
        "seq": seq,
        "item": STATEMENT,
        "kind": str(kind),
        "created_at": "2026-11-22T05:45:25Z",
        "body": b64encode(json.dumps(content).encode()).decode(),
    } | changes


def heartbeat(**changes: object) -> dict[str, object]:
    """Return the heartbeat of a healthy terminal."""
    return {
        "install": str(INSTALL),
        "version": "0.1.0",
        "time": datetime.now(UTC).isoformat(),
        "screen": "attract",
        "devices": [],
        "queue": {"queued": 0, "leased": 0, "quarantined": 0},
    } | changes


def eventually(condition: Callable[[], bool], what: str) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.02)


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m central …` to its end."""
    return subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "central", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


class Central:
    """`python -m central run --port 0` on a database of its own.

    Args:
        folder: For the database and the log.
        database: Another one than the folder's own.
        environment: Overrides the demonstration's settings.
    """

    def __init__(
        self, folder: Path, database: str | None = None, **environment: str
    ) -> None:
        self.folder = folder
        self.database = database or f"sqlite:///{folder / 'central.db'}"
        settings = {
            "ONETRIP_CENTRAL_SERVICE__KEYS": str(folder / "keys"),
            "ONETRIP_CENTRAL_SERVICE__DEMONSTRATION": "true",
            "ONETRIP_CENTRAL_SERVICE__LOG_FORMAT": "json",
        }
        with (folder / "log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                [
                    *(sys.executable, "-m", "central", "run", "--port", "0"),
                    *("--database", self.database, "--follow-stdin"),
                ],
                cwd=ROOT,
                env=os.environ | settings | environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self._reap()
            raise AssertionError(self.log())
        self.ready: dict[str, Any] = json.loads(line)
        self.url = str(self.ready["url"])

    def client(self, who: Signer | None = None) -> httpx.Client:
        """Return a terminal's client; close it, or use it in a `with`."""
        return httpx.Client(
            base_url=self.url, auth=Signing(who), timeout=PATIENCE_S, trust_env=False
        )

    def log(self) -> str:
        """Return the log so far."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def ledger(self) -> list[dict[str, Any]]:
        """Return the output of `python -m central ledger --json`."""
        done = command("ledger", "--json", "--database", self.database)
        assert done.returncode == 0, done.stderr
        entries: list[dict[str, Any]] = json.loads(done.stdout)
        return entries

    def kill(self) -> None:
        """Kill it, which is as close to a power cut as processes come."""
        self.process.kill()
        self._reap()

    def stop(self) -> int:
        """Close its standard input; return the exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self._reap()

    def _reap(self) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        code = self.process.wait(PATIENCE_S)
        self.process.stdin.close()
        self.process.stdout.close()
        return code


@contextmanager
def central_process(
    folder: Path, database: str | None = None, **environment: str
) -> Iterator[Central]:
    """Run a process of central that does not outlive the block."""
    central = Central(folder, database, **environment)
    try:
        yield central
    finally:
        central.kill()  # no effect once it has ended


@contextmanager
def central_store(folder: Path) -> Iterator[Store]:
    """Return a migrated database."""
    with open_store(f"sqlite:///{folder / 'central.db'}") as store:
        store.migrate()
        yield store


def definitions(folder: Path, items: Iterable[ServiceItem]) -> Definitions:
    """Return central's definitions, of items that a test has made."""
    for item in items:
        file = folder / "services" / item.department.code / f"{item.code}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(toml(item), encoding="utf-8")
    return Definitions(folder / "services")


@contextmanager
def central_app(
    store: Store,
    *departments: Department,
    timeout_s: float = PATIENCE_S,
    now: Callable[[], datetime] = utc_now,
    demonstration: bool = True,
    items: Definitions | None = None,
    keys: Keys | None = None,
    providers: Mapping[str, Provider] | None = None,
    payments: PaymentRules = PaymentRules(),  # noqa: B008 - it is frozen
) -> Iterator[httpx.Client]:
    """Run central in a thread of this process; yield the demonstration's terminal."""
    service = Service(
        store,
        departments,
        items or Definitions(loader.SERVICES),
        keys,
        now=now,
        department_timeout_s=timeout_s,
        providers=providers,
        payments=payments,
        demo_terminal=DEMO if demonstration else None,
    )
    ready = threading.Event()
    listener = listen("127.0.0.1", 0)
    server = Server(create_app(service), ready.set)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        assert ready.wait(PATIENCE_S), "central did not begin to serve"
        port = listener.getsockname()[1]
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            auth=Signing(now=now),
            timeout=PATIENCE_S,
            trust_env=False,
        ) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)
        listener.close()
