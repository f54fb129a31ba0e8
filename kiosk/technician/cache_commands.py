"""`python -m kiosk services`, `outbox`, `journal`: output for people, or JSON."""

import json
import sys
from typing import Any
from uuid import UUID

from config.settings import Settings
from kiosk import setup
from offline_cache import key
from offline_cache.clock import to_label
from offline_cache.database import Cache
from offline_cache.errors import AlreadyRunningError, CacheBusyError
from offline_cache.journal import Journal
from offline_cache.outbox import Outbox, OutboxRecord, OutboxState
from offline_cache.wake import Waker


def list_services(settings: Settings, *, as_json: bool) -> int:
    """Print the items offered at this terminal, in its language.

    Raises:
        CacheError: The published items cannot be read.
    """
    items = setup.items_in_use(settings)
    found = [
        {
            "code": item.code,
            "department": item.department.code,
            "name": item.name.within(settings.terminal.language),
            "steps": [str(step) for step in item.steps],
            "offline": str(item.offline),
        }
        for item in items
    ]
    if as_json:
        _print_json(found)
    else:
        for item in items:
            _print(f"{item.code}\n  {item.name.zh_CN} · {item.name.en}")
            _print(f"  {' → '.join(item.steps)} · offline: {item.offline}")
    return 0


def outbox(settings: Settings, do: str, *, which: str | None, as_json: bool) -> int:
    """Run a command of `OUTBOX`; return the exit status.

    Raises:
        CacheError: The cache cannot be opened.
    """
    with setup.open_cache(settings) as cache:
        if do == "retry":
            return _retry(Outbox(cache), which, as_json=as_json)
        if do == "status":
            answer: Any = _status(Outbox(cache))
        else:
            answer = _records(cache, everything=do == "export")
        if as_json or do == "export":
            _print_json(answer)
        elif do == "status":
            for name, value in answer.items():
                _print(f"{name:13} {value}")
        else:
            for record in answer:
                _print("  ".join(str(value) for value in record.values()))
    return 0


def rekey(settings: Settings) -> int:
    """Give the cache a new key; neither screen nor agent may run meanwhile.

    Raises:
        CacheError: It failed; the cache has its old key.
    """
    with Waker(settings.cache.path) as screen, Waker(settings.cache.path) as agent:
        try:
            screen.bind("screen")
            agent.bind("agent")
            key.rekey(settings.cache.key_file, settings.cache.path)
        except (AlreadyRunningError, CacheBusyError):
            stop = "systemctl stop onetrip-screen onetrip-agent"
            _print(
                f"The terminal is running: `{stop}`, then again. Nothing was changed."
            )
            return 1
    _print(f"The cache has a new key, in {settings.cache.key_file}. Back it up.")
    return 0


def journal(settings: Settings, do: str, *, as_json: bool) -> int:
    """Print the electronic journal as JSON lines, or verify its hash chain.

    Returns:
        The exit status: 0 intact, 1 broken.

    Raises:
        CacheError: The cache cannot be opened.
    """
    with setup.open_cache(settings) as cache:
        book = Journal(cache)
        if do == "export":
            for entry in book.entries():
                _print(entry.line())
            return 0
        broken, seen = book.verify(), book.checkpoint()
        answer: dict[str, Any] = {"ok": broken is None, "entries": book.head().seq}
        if seen is not None:
            answer["countersigned"] = seen.seq
        if broken is not None:
            answer |= {"fault": str(broken.fault), "seq": broken.seq}
    if as_json:
        _print_json(answer)
    else:
        for name, value in answer.items():
            _print(f"{name:13} {value}")
    return 0 if broken is None else 1


def _status(box: Outbox) -> dict[str, Any]:
    counts = box.counts()
    status: dict[str, Any] = {
        "queued": counts.queued,
        "leased": counts.leased,
        "quarantined": counts.quarantined,
        "acknowledged": counts.acknowledged,
    }
    if counts.oldest is not None:
        status["oldest"] = to_label(counts.oldest)
    return status


def _records(cache: Cache, *, everything: bool) -> list[dict[str, Any]]:
    box, found, after = Outbox(cache), [], 0
    while page := box.records(after=after):
        after = page[-1].seq
        found += [
            _entry(record, cache)
            for record in page
            if everything or record.state is not OutboxState.ACKNOWLEDGED
        ]
    return found


def _entry(record: OutboxRecord, cache: Cache) -> dict[str, Any]:
    entry = {
        "idempotency_key": str(record.idempotency_key),
        "install": str(cache.install),
        "seq": record.seq,
        "item": record.item,
        "kind": record.kind,
        "state": str(record.state),
        "created_at": to_label(record.created_at),
        "attempts": record.attempts,
        "last_error": record.last_error,
        "answer": record.answer,
    }
    return {name: value for name, value in entry.items() if value is not None}


def _retry(box: Outbox, key: str | None, *, as_json: bool) -> int:
    try:
        chosen = UUID(key) if key else None
    except ValueError:
        sys.stderr.write(f"outbox retry: {key!r} is not an idempotency key\n")
        return 2
    queued = box.retry_quarantined(chosen)
    if as_json:
        _print_json({"queued": queued})
    else:
        _print(f"{queued} queued again")
    return 1 if chosen and not queued else 0


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _print_json(value: object) -> None:
    _print(json.dumps(value, ensure_ascii=False, indent=2))
