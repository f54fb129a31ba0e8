"""A terminal without a screen: a cache, an agent that uses it, and central."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contract.heartbeat import Heartbeat
from kiosk.agent.agent import Agent
from kiosk.agent.checkpoints import Checkpoints
from kiosk.agent.drain import Drain
from kiosk.wire.client import CentralClient
from offline_cache.clock import to_label
from offline_cache.database import Cache
from offline_cache.outbox import Outbox, OutboxCounts
from offline_cache.status import Status
from offline_cache.wake import Waker
from support.cache import enqueue
from support.signing import signer
from support.visits import Folder
from support.wire import Central, Wire

SINCE = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
SCREEN: dict[str, Any] = {
    "stage": "attract",
    "since": to_label(SINCE),
    "devices": [
        {
            "role": "receipt_printer",
            "backend": "escpos",
            "state": "warning",
            "reason": "paper_near_end",
            "supplies": {"paper": "paper_near_end"},
        }
    ],
}


class Terminal:
    """A cache, an agent that uses it, and central."""

    def __init__(self, path: Path) -> None:
        self.folder = Folder(path)
        self.folder.see(lambda _: None)
        self.central = Central()
        self.wire = Wire(self.central)
        self.waker = Waker(path / "cache.db")
        self.waker.bind("agent")
        self.screen = Waker(path / "cache.db")
        self.screen.bind("screen")
        self.client = CentralClient(
            self.wire.url, signer(), connect_timeout_s=5, answer_timeout_s=5
        )
        self.open_cache: Callable[[], Cache] = self.folder.open
        self.retry_first_s = 0.01

    def agent(self, heartbeat_s: float = 0.05, refresh_s: float = 3600) -> Agent:
        return Agent(
            lambda: self.open_cache(),
            self.waker,
            self.client,
            lambda cache: Drain(
                cache,
                self.client,
                "demo-01",
                retry_first_s=self.retry_first_s,
                retry_max_s=self.retry_first_s,
            ),
            lambda cache: Checkpoints(cache, self.client, signer()),
            heartbeat_s=heartbeat_s,
            refresh_s=refresh_s,
        )

    @contextmanager
    def serving(
        self, heartbeat_s: float = 0.05, refresh_s: float = 3600
    ) -> Iterator[Agent]:
        agent = self.agent(heartbeat_s, refresh_s)
        thread = threading.Thread(target=agent.run)
        thread.start()
        try:
            yield agent
        finally:
            agent.stop()
            thread.join(60)
        assert not thread.is_alive()

    def write(self, count: int = 1) -> None:
        def fill(cache: Cache) -> None:
            for _ in range(count):
                enqueue(cache, Outbox(cache))

        self.folder.see(fill)

    def say_screen(self, **changes: Any) -> None:
        self.folder.see(lambda cache: Status(cache).put("screen", SCREEN | changes))

    def counts(self) -> OutboxCounts:
        counts: OutboxCounts = self.folder.see(lambda cache: Outbox(cache).counts())
        return counts

    def link(self) -> Any:
        return self.folder.see(lambda cache: Status(cache).get("link"))

    def heartbeat(self, number: int = -1) -> Heartbeat:
        return Heartbeat.model_validate(self.central.heartbeats[number])

    def close(self) -> None:
        self.wire.close()
        self.waker.close()
        self.screen.close()
        self.client.close()
