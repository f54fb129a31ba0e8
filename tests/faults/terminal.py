"""A terminal without its screen: the records of visits, and the real agent.

The records are written by the terminal's own effects, as visits do, with a printer that
prints at once.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from support.cache import open_cache
from support.central import CHEN
from support.flow import answer
from support.visits import PLACE, FakeDevices

from config import loader
from config.settings import DEMO_SEALING_KEY
from contract.model import Applicant
from contract.records import Grade, RatingBody
from drivers.base import PrintOutcome, PrintResult
from kiosk import setup
from kiosk.demo.processes import ROOT
from kiosk.effects import Effects, Ledger
from kiosk.flow.actions import PrintReceipt, QueueRequest, StoreRating
from kiosk.flow.events import Token
from offline_cache.database import MAX_ROWS, Cache

DEMO = loader.HOME / "demo.toml"
STATEMENT = next(item for item in setup.catalogue() if "statement" in item.code)
WHO = Applicant.model_validate(CHEN)
TOKEN = Token(1, 1)
WITHIN_S = 120
PRINTED = PrintResult(PrintOutcome.PRINTED)


def now() -> datetime:
    return datetime.now(UTC)


class Writer:
    """Visits' records, without visits.

    Args:
        cache: The connection of this thread.
        clock: The wall clock, for labels.
    """

    def __init__(self, cache: Cache, clock: Callable[[], datetime] = now) -> None:
        self._cache = cache
        self._devices = FakeDevices()
        self._effects = Effects(
            Ledger(
                cache,
                terminal="demo-01",
                place=PLACE,
                demonstration=True,
                clock=clock,
                sealing_key=DEMO_SEALING_KEY,
            ),
            self._devices,
        )
        self._visits = 0

    def visit(self) -> None:
        """Write four records: request (each tenth), receipt, its end, rating."""
        self._visits += 1
        receipt = PrintReceipt(
            TOKEN, STATEMENT, "zh_CN", WHO, None, False, None, answer=answer()
        )
        self._effects.papers.print_receipt(receipt)
        armed, _ = self._devices.jobs.pop()
        self._effects.papers.settle(armed, PRINTED)
        self.rate(armed.case)
        if self._visits % 10:
            self.rate(armed.case)
        else:
            form = {"insurance": "pension", "from": str(self._visits), "to": "x"}
            self._effects.requests.queue_request(
                QueueRequest(TOKEN, STATEMENT, "zh_CN", WHO, form)
            )

    def rate(self, case: UUID | None = None) -> None:
        """Write one record."""
        body = RatingBody(about=case or uuid4(), grade=Grade.SATISFIED)
        self._effects.requests.store_rating(StoreRating(TOKEN, STATEMENT, body))

    def visits(self, records: int) -> None:
        """Write so many records, of whole visits, in large transactions."""
        left = records // 4
        while left > 0:
            with self._cache.transaction():
                for _ in range(min(left, MAX_ROWS)):
                    self.visit()
            left -= MAX_ROWS


class Terminal:
    """A folder with a cache, and the agent's process that uses it.

    Args:
        folder: Of its own.
        url: Central's address.
        settings: As environment variables, without their prefix.
    """

    def __init__(self, folder: Path, url: str, **settings: object) -> None:
        self.folder = folder
        self.environment = {
            "ONETRIP_CACHE__PATH": str(folder / "cache.db"),
            "ONETRIP_CACHE__KEY_FILE": str(folder / "cache.key"),
            "ONETRIP_CENTRAL__URL": url,
            "ONETRIP_AGENT__RETRY_FIRST_S": "0.01",
            "ONETRIP_AGENT__RETRY_MAX_S": "0.05",
        } | {f"ONETRIP_{name.upper()}": str(value) for name, value in settings.items()}

    def open(self) -> Cache:
        return open_cache(self.folder)

    def drain(self, what: str | None = None) -> subprocess.CompletedProcess[str]:
        """Let the real agent send everything, until it reports that nothing is left.

        Args:
            what: A fault; see `faults.agent`.
        """
        module = ("kiosk",) if what is None else ("faults.agent", what)
        paths = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
        return subprocess.run(  # noqa: S603 - our own modules
            [
                *(sys.executable, "-m", *module, "agent", "--config", str(DEMO)),
                *("--until-drained", "--timeout", str(WITHIN_S)),
            ],
            cwd=ROOT,
            env=os.environ | paths | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
