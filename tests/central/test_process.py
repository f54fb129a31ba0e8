"""Central as a process: what it promises survives concurrency, kills and full disks."""

import json
import random
import resource
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.central import (
    STATEMENT,
    Central,
    central_process,
    command,
    eventually,
    heartbeat,
    record,
)
from support.signing import signer

from contract.records import RecordKind

LEDGER_KEYS = {
    "idempotency_key",
    "terminal",
    "install",
    "seq",
    "item",
    "state",
    "received_at",
}

slow_on_postgresql = pytest.mark.parametrize(
    "database_url",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)],
    indirect=True,
)

Raw = dict[str, object]


def send(client: httpx.Client, *records: Raw) -> list[dict[str, Any]]:
    answer = client.post("/v1/records", json={"records": records})
    assert answer.status_code == 200, answer.text
    answers: list[dict[str, Any]] = answer.json()["answers"]
    return answers


def test_a_served_database_without_its_keys_is_refused_and_with_them_served(
    tmp_path: Path,
) -> None:
    with central_process(tmp_path) as central:
        assert central.ready["ready"] is True
    keys = next(tmp_path.rglob("signing.key")).parent
    away = keys.rename(tmp_path / "elsewhere")
    environment = {
        "ONETRIP_CENTRAL_SERVICE__DEMONSTRATION": "true",
        "ONETRIP_CENTRAL_SERVICE__DATABASE": central.database,
    }
    refused = command("run", "--port", "0", **environment)
    assert refused.returncode == 1
    assert not refused.stdout
    assert str(keys) in refused.stderr
    away.rename(keys)
    with central_process(tmp_path) as central:
        assert central.ready["ready"] is True


@slow_on_postgresql
def test_it_serves_terminals_and_ends_with_its_standard_input(
    tmp_path: Path, database_url: str
) -> None:
    with central_process(tmp_path, database_url) as central:
        assert central.ready["ready"] is True
        assert central.url.startswith("http://127.0.0.1:")
        with central.client() as client:
            assert client.get("/healthz").json()["ok"] is True
            send(client, record(1), record(2, RecordKind.REQUEST))
        eventually(lambda: central.ledger()[1]["state"] == "ready", "request ready")
        entries = central.ledger()
        assert [set(entry) for entry in entries] == [LEDGER_KEYS] * 2
        assert entries[0]["terminal"] == "demo-01"
        assert entries[0]["item"] == STATEMENT
        assert entries[0]["state"] == "completed"
        assert [entry["seq"] for entry in entries] == [1, 2]
        assert entries[0]["received_at"].endswith("Z")
        assert central.stop() == 0
        for line in central.log().splitlines():
            assert json.loads(line)["event"]
    plain = command("ledger", "--database", central.database)
    assert plain.returncode == 0
    assert len(plain.stdout.splitlines()) == 2


def test_it_ends_well_on_sigterm(tmp_path: Path) -> None:
    with central_process(tmp_path) as central:
        central.process.send_signal(signal.SIGTERM)
        assert central.process.wait(60) == 0


def test_a_terminal_added_from_outside_is_let_in_at_once(tmp_path: Path) -> None:
    settings = {"ONETRIP_CENTRAL_SERVICE__DEMONSTRATION": "false"}
    with central_process(tmp_path, **settings) as central:
        add = ("terminal", "add", "hall-02", "--database", central.database)
        added = command(*add)
        assert added.returncode == 0, added.stderr
        key = added.stdout.strip()
        assert key
        assert key not in added.stderr
        again = command(*add)
        assert again.returncode == 2
        assert again.stdout == ""
        assert "already" in again.stderr
        with central.client(signer(key, "hall-02")) as client:
            path = "/v1/terminals/hall-02/heartbeat"
            assert client.put(path, json=heartbeat()).status_code == 200
            query = {"item": STATEMENT, "applicant": {"number": "1", "name": "x"}}
            refused = client.post("/v1/queries", json=query)
            assert refused.json()["reason"] == "department_not_connected"
            listed = command("terminal", "list", "--json", *add[-2:])
            (row,) = json.loads(listed.stdout)
            assert (row["name"], row["revoked_at"]) == ("hall-02", None)
            revoked = command("terminal", "revoke", *add[2:])
            assert revoked.returncode == 0, revoked.stderr
            gone = client.put(path, json=heartbeat())
            assert (gone.status_code, gone.json()["reason"]) == (401, "revoked")
            listed = command("terminal", "list", *add[-2:])
            assert "revoked" in listed.stdout
        assert command("terminal", "revoke", "nobody", *add[-2:]).returncode == 2
        with central.client() as client:  # the demonstration's
            assert client.post("/v1/records", json={"records": []}).status_code == 401


def test_the_same_record_at_once_has_one_effect(
    tmp_path: Path, database_url: str
) -> None:
    """Through two processes on one database, each with several connections."""
    senders = 8
    batches = [[record(10 * n + i) for i in range(1, 6)] for n in range(6)]
    start = threading.Barrier(senders)
    (tmp_path / "other").mkdir()
    same = {"ONETRIP_CENTRAL_SERVICE__KEYS": str(tmp_path / "keys")}
    with central_process(tmp_path, database_url) as one:
        with central_process(tmp_path / "other", database_url, **same) as other:

            def work(number: int) -> list[list[dict[str, Any]]]:
                with (one if number % 2 else other).client() as client:
                    got = []
                    for batch in batches:
                        start.wait(60)
                        got.append(send(client, *batch))
                    return got

            with ThreadPoolExecutor(senders) as pool:
                answers = list(pool.map(work, range(senders)))
        keys = [entry["idempotency_key"] for entry in one.ledger()]
    assert all(got == answers[0] for got in answers)
    assert {a["state"] for got in answers[0] for a in got} == {"completed"}
    assert sorted(keys) == sorted(str(r["idempotency_key"]) for b in batches for r in b)


def test_two_records_of_one_number_at_once_one_is_refused(
    tmp_path: Path, database_url: str
) -> None:
    rivals = [record(7) for _ in range(8)]
    with central_process(tmp_path, database_url) as central, central.client() as client:
        with ThreadPoolExecutor(len(rivals)) as pool:
            answers = list(pool.map(lambda one: send(client, one)[0], rivals))
        assert sorted(a["state"] for a in answers) == ["completed"] + ["refused"] * 7
        assert len(central.ledger()) == 1


@slow_on_postgresql
def test_killed_at_any_moment_it_keeps_what_it_answered(
    tmp_path: Path, database_url: str
) -> None:
    chance = random.Random(20261122)  # noqa: S311 - no secret
    batches = [[record(10 * n + i) for i in range(1, 8)] for n in range(80)]
    answered: dict[int, list[dict[str, Any]]] = {}
    killed_in_mid_air = 0

    def replay(enough: int, reached: threading.Event) -> None:
        """From the start, as a terminal that has heard nothing would."""
        for number, batch in enumerate(batches):
            answer = send(client, *batch)
            assert answered.setdefault(number, answer) == answer
            if len(answered) >= enough:
                reached.set()

    def kill(victim: Central, reached: threading.Event) -> None:
        reached.wait(60)
        victim.kill()

    for _ in range(4):
        enough = len(answered) + chance.randrange(2, 12)
        reached = threading.Event()
        with (
            central_process(tmp_path, database_url) as central,
            central.client() as client,
        ):
            killer = threading.Thread(target=kill, args=(central, reached))
            killer.start()
            try:
                while True:  # until it is killed, somewhere within
                    replay(enough, reached)
            except httpx.TransportError:
                killed_in_mid_air += 1
            finally:
                reached.set()
                killer.join()
            # Before anything is sent again: what was answered is there.
            kept = {entry["idempotency_key"] for entry in central.ledger()}
            for answers in answered.values():
                assert {answer["idempotency_key"] for answer in answers} <= kept
    assert killed_in_mid_air == 4
    with central_process(tmp_path, database_url) as central, central.client() as client:
        replay(len(batches), threading.Event())
        keys = [entry["idempotency_key"] for entry in central.ledger()]
    intents = [str(one["idempotency_key"]) for batch in batches for one in batch]
    assert sorted(keys) == sorted(intents)


def test_a_full_disk_keeps_nothing_half_and_recovers(tmp_path: Path) -> None:
    def limit_files(size: int) -> None:
        pid = central.process.pid
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    large = {"applicant": {"number": "1", "name": "x"}, "slip_code": "S" * 60}
    with central_process(tmp_path) as central, central.client() as client:
        send(client, record(1))
        limit_files(1)  # as good as full: not another byte can be written
        batch = [
            record(seq, RecordKind.REQUEST, large | {"language": "en"})
            for seq in range(2, 40)
        ]
        for _ in range(3):
            refused = client.post("/v1/records", json={"records": batch})
            assert refused.status_code == 503
            assert refused.json()["reason"] == "store_unavailable"
        beat = client.put("/v1/terminals/demo-01/heartbeat", json=heartbeat())
        assert beat.status_code == 503
        assert client.get("/healthz").status_code == 200  # reading still works
        limit_files(resource.RLIM_INFINITY)
        assert len(central.ledger()) == 1
        assert {one["state"] for one in send(client, *batch)} == {"pending"}
        assert len(central.ledger()) == 1 + len(batch)


def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        database = f"sqlite:///{tmp_path / 'central.db'}"
        done = command("run", "--port", port, "--database", database)
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"127.0.0.1 port {port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_personal_is_logged(tmp_path: Path) -> None:
    name, number = "金丝雀", "110105194912310CANARY"
    person = {"applicant": {"number": number, "name": name}}
    request = {**person, "slip_code": "CANARYSLIP", "language": "zh_CN"}
    with central_process(tmp_path) as central, central.client() as client:
        client.post("/v1/queries", json={"item": STATEMENT, **person})
        client.post("/v1/queries", json={"item": name, **person})
        client.post("/v1/queries", json={"item": STATEMENT, name: number, **person})
        client.post("/v1/queries", content=f'{{"{name}": {number}')
        client.get(f"/v1/{number}/{name}", params={"name": name})
        client.get(f"/{number}", headers={"Signature": f"terminal=:{number}:"})
        client.put(f"/v1/terminals/{number}/heartbeat", json=heartbeat(screen=name))
        send(
            client,
            record(1, RecordKind.REQUEST, request),
            record(2, RecordKind.REQUEST, {**request, name: number}),
            record(3, item=name),
            record(1, RecordKind.REQUEST, request),
        )
        eventually(lambda: central.ledger()[0]["state"] == "ready", "request ready")
        assert central.stop() == 0
        log = central.log()
    assert "record refused" in log
    for canary in (name, number, "CANARY", json.dumps(name)[1:-1], repr(name.encode())):
        assert canary not in log, canary
