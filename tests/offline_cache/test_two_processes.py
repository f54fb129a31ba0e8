"""Real processes on one file: together, and killed."""

from pathlib import Path

from support.cache import Worker, enqueue, open_cache

from offline_cache.journal import Journal
from offline_cache.outbox import Outbox, OutboxState

RECORDS = 200


def test_nothing_is_lost_or_sent_twice_while_others_write(tmp_path: Path) -> None:
    senders = [Worker("send", tmp_path, 2 * RECORDS) for _ in range(2)]
    writers = [Worker("write", tmp_path, RECORDS) for _ in range(2)]
    written = [line.split() for writer in writers for line in writer.finish()]
    sent = [line for sender in senders for line in sender.finish()]
    assert sorted(int(seq) for seq, _ in written) == list(range(1, 2 * RECORDS + 1))
    assert sorted(sent) == sorted(key for _, key in written)
    with open_cache(tmp_path) as cache:
        counts = Outbox(cache).counts()
        assert counts.acknowledged == 2 * RECORDS
        assert counts.queued == counts.leased == counts.quarantined == 0
        seqs = [entry.detail["seq"] for entry in Journal(cache).entries()]
        assert seqs == list(range(1, 2 * RECORDS + 1))


def test_what_a_killed_process_committed_is_all_there(tmp_path: Path) -> None:
    said: list[str] = []
    for lines in (1, 5, 20, 60):
        writer = Worker("write", tmp_path, 1_000_000)
        said += [writer.line() for _ in range(lines)]
        said += writer.kill()
    with open_cache(tmp_path) as cache:
        records = Outbox(cache).records(limit=1_000_000)
        stored = {f"{r.seq} {r.idempotency_key}": r for r in records}
        assert set(said) <= set(stored)
        # At most one a process was durable without having been said yet.
        assert len(stored) - len(said) <= 4
        assert [r.seq for r in records] == list(range(1, len(records) + 1))
        assert {r.body for r in records} == {b"x" * 600}
        entries = [entry.detail["seq"] for entry in Journal(cache).entries()]
        assert entries == [r.seq for r in records]


def test_half_a_transaction_of_a_killed_process_is_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        worker = Worker("half", tmp_path)
        assert worker.line() == "inside"
        worker.kill()
    with open_cache(tmp_path) as cache:
        outbox = Outbox(cache)
        assert outbox.records() == []
        assert list(Journal(cache).entries()) == []
        assert enqueue(cache, outbox).seq == 1


def test_a_killed_senders_lease_ends_and_all_are_sent(tmp_path: Path) -> None:
    with open_cache(tmp_path) as cache:
        outbox = Outbox(cache)
        for _ in range(30):
            enqueue(cache, outbox)
        sender = Worker("send", tmp_path, 1_000_000)
        sent = [sender.line() for _ in range(9)]
        sent += sender.kill()
        outbox.release("worker")
        again = outbox.lease("next", seconds=60)
        outbox.acknowledge({r.idempotency_key: "completed" for r in again})
        records = outbox.records()
        assert {r.state for r in records} == {OutboxState.ACKNOWLEDGED}
        unsaid = {str(r.idempotency_key) for r in records} - set(sent)
        assert {str(r.idempotency_key) for r in again} <= unsaid
