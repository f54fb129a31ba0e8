"""The outbox against a plain list of records that does the same."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from support.cache import NOON, StandingClock, open_cache, rolled_back

from offline_cache.outbox import Outbox, OutboxCounts, OutboxState

A_RECORD = st.integers(0, 200)
SECONDS = st.sampled_from([0.0, 10.0, 60.0])
OWNER = st.sampled_from(["a", "b"])


@dataclass
class Model:
    key: UUID
    body: bytes
    state: OutboxState = OutboxState.QUEUED
    owner: str | None = None
    due: tuple[str, float] | None = None
    attempts: int = 0


class OutboxMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = StandingClock()
        self.model: list[Model] = []
        self.open()

    def open(self) -> None:
        self.cache = open_cache(Path(self.folder.name))
        self.outbox = Outbox(self.cache, self.clock)

    def teardown(self) -> None:
        self.cache.close()
        self.folder.cleanup()

    def due(self, record: Model) -> bool:
        if record.state not in (OutboxState.QUEUED, OutboxState.LEASED):
            return False
        now = self.clock.now
        if record.due is None or record.due[0] != now.boot:
            return True
        return record.due[1] <= now.seconds

    def pick(self, number: int) -> list[Model]:
        return [self.model[number % len(self.model)]] if self.model else []

    @rule(body=st.binary(min_size=1, max_size=40), count=st.integers(1, 4))
    def enqueue(self, body: bytes, count: int) -> None:
        with self.cache.transaction():
            for _ in range(count):
                record = Model(uuid4(), body)
                self.model.append(record)
                written = self.outbox.enqueue(record.key, "a.b", "request", body, NOON)
                assert written.seq == len(self.model)

    @rule()
    def enqueue_and_roll_back(self) -> None:
        with rolled_back(self.cache):
            self.outbox.enqueue(uuid4(), "a.b", "request", b"x", NOON)

    @rule(owner=OWNER, seconds=SECONDS, limit=st.integers(1, 5))
    def lease(self, owner: str, seconds: float, limit: int) -> None:
        expected = [record for record in self.model if self.due(record)][:limit]
        leased = self.outbox.lease(owner, seconds, limit)
        assert [(r.idempotency_key, r.body) for r in leased] == [
            (record.key, record.body) for record in expected
        ]
        until = self.clock.now.later(seconds)
        for record in expected:
            record.state, record.owner = OutboxState.LEASED, owner
            record.due = (until.boot, until.seconds)
            record.attempts += 1

    @rule(number=A_RECORD)
    def acknowledge(self, number: int) -> None:
        for record in self.pick(number):
            changed = self.outbox.acknowledge({record.key: "completed"})
            assert changed == (record.state is not OutboxState.ACKNOWLEDGED)
            record.state, record.owner, record.due, record.body = (
                *(OutboxState.ACKNOWLEDGED, None, None),
                b"",
            )

    @rule(number=A_RECORD, seconds=SECONDS)
    def retry_later(self, number: int, seconds: float) -> None:
        for record in self.pick(number):
            changed = self.outbox.retry_later([record.key], "no_answer", seconds)
            assert changed == (record.state is OutboxState.LEASED)
            if changed:
                until = self.clock.now.later(seconds)
                record.state, record.owner = OutboxState.QUEUED, None
                record.due = (until.boot, until.seconds)

    @rule(number=A_RECORD)
    def quarantine(self, number: int) -> None:
        for record in self.pick(number):
            changed = self.outbox.quarantine(record.key, "refused")
            assert changed == (record.state in (OutboxState.QUEUED, OutboxState.LEASED))
            if changed:
                record.state, record.owner = OutboxState.QUARANTINED, None
                record.due = None

    @rule(owner=OWNER)
    def release(self, owner: str) -> None:
        held = [record for record in self.model if record.owner == owner]
        assert self.outbox.release(owner) == len(held)
        for record in held:
            record.state, record.owner, record.due = OutboxState.QUEUED, None, None

    @rule()
    def retry_quarantined(self) -> None:
        aside = [r for r in self.model if r.state is OutboxState.QUARANTINED]
        assert self.outbox.retry_quarantined() == len(aside)
        for record in aside:
            record.state = OutboxState.QUEUED

    @rule(seconds=st.sampled_from([1.0, 10.0, 59.0, 60.0]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule()
    def reboot(self) -> None:
        self.cache.close()
        self.clock.reboot()
        self.open()

    @invariant()
    def both_say_the_same(self) -> None:
        records = self.outbox.records(limit=10_000)
        assert [record.seq for record in records] == list(range(1, len(self.model) + 1))
        assert [(r.idempotency_key, r.body, r.state, r.attempts) for r in records] == [
            (m.key, m.body, m.state, m.attempts) for m in self.model
        ]

        def number(state: OutboxState) -> int:
            return sum(record.state is state for record in self.model)

        waiting = number(OutboxState.QUEUED) + number(OutboxState.LEASED)
        assert self.outbox.counts() == OutboxCounts(
            number(OutboxState.QUEUED),
            number(OutboxState.LEASED),
            number(OutboxState.QUARANTINED),
            number(OutboxState.ACKNOWLEDGED),
            NOON if waiting else None,
        )


TestOutboxAgainstItsModel = OutboxMachine.TestCase
TestOutboxAgainstItsModel.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, database=None
)
