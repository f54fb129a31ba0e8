"""Terminals for tests: a cache in a folder, a printer that can look into it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from central.contract.model import Bilingual, Message
from central.contract.records import BODIES, RecordKind
from drivers.base import DeviceStatus, Receipt, Role
from drivers.supervisor import DeviceEvent
from kiosk.effects import Effects, Printing
from offline_cache.database import Cache
from offline_cache.outbox import Outbox
from support.cache import open_cache
from support.devices import READY

NOW = datetime(2026, 11, 22, 16, 5, 9, tzinfo=UTC)
"""Five past midnight on the 23rd in Shanghai."""

PLACE = Bilingual(zh_CN="大厅", en="hall")


def effects_of(cache: Cache, printer: Printing) -> Effects:
    return Effects(
        cache,
        printer,
        terminal="demo-01",
        place=PLACE,
        demonstration=True,
        clock=lambda: NOW,
    )


def bodies(cache: Cache, kind: RecordKind) -> list[Any]:
    """The outbox's records of a kind, as their models, with their keys."""
    model: type[Message] = BODIES[kind]
    return [
        (record.idempotency_key, model.model_validate_json(record.body))
        for record in Outbox(cache).records()
        if record.kind == kind
    ]


class FakeDevices:
    """A supervisor whose devices are the test: what was asked, and what is told.

    Attributes:
        asked: Tickets of the cards that were asked for, the last one wanted, or None.
        jobs: Tickets and receipts that were to be printed, oldest first.
        look: Called when a receipt is to be printed, before anything else.
    """

    def __init__(self) -> None:
        self.tell: Callable[[DeviceEvent], None]
        self.asked: list[object] = []
        self.wanted: object | None = None
        self.jobs: list[tuple[Any, Receipt]] = []
        self.look: Callable[[], object] = lambda: None
        self.how: dict[Role, DeviceStatus] = dict.fromkeys(Role, READY)
        self.started = self.stopped = False

    def start(self) -> None:
        self.started = True

    def stop(self) -> None:
        self.stopped = True

    def statuses(self) -> dict[Role, DeviceStatus]:
        return dict(self.how)

    def read_card(self, ticket: object) -> None:
        self.asked.append(ticket)
        self.wanted = ticket

    def stop_reading(self) -> None:
        self.wanted = None

    def print(self, ticket: object, receipt: Receipt) -> None:
        self.look()
        self.jobs.append((ticket, receipt))


class Folder:
    """A folder with a cache, to be looked into through further connections."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self) -> Cache:
        return open_cache(self.path)

    def see(self, look: Callable[[Cache], Any]) -> Any:
        with self.open() as cache:
            return look(cache)
