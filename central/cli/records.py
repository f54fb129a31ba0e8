"""`central ledger` and `retention`: what was taken in, and what is deleted."""

import argparse

from central.cli.output import (
    FAULT,
    OK,
    answer,
    answer_json,
    complain,
    instant,
    settings_of,
)
from central.cli.words import say
from central.store import ledger as books
from central.store import retention
from central.store.database import open_store
from contract.business_day import utc_now


def ledger(asked: argparse.Namespace) -> int:
    """List what was taken in."""
    with open_store(settings_of(asked).database, create=False) as store:
        store.require_schema()
        entries = list(books.ledger(store))
    if asked.json:
        rows = [e.model_dump(mode="json", exclude_none=True) for e in entries]
        answer_json(rows)
        return OK
    for entry in entries:
        answer(
            f"{instant(entry.received_at)}  {entry.terminal:<12} {entry.seq:>7}  "
            f"{entry.state:<10} {entry.item}  {entry.idempotency_key}"
        )
    return OK


def retain(asked: argparse.Namespace) -> int:
    """Delete what is kept no longer, or count it."""
    settings = settings_of(asked)
    with open_store(settings.database, create=False) as store:
        store.require_schema()
        now, gone = utc_now(), True
        if asked.dry_run:
            counts = retention.due(store, settings.retention, now)
        else:
            counts = {}
            for rule, count in retention.sweep(store, settings.retention, now):
                counts[rule] = counts.get(rule, 0) + count
            gone = store.scrub()
    if asked.json:
        answer_json({"dry_run": asked.dry_run, "counts": counts})
    else:
        for rule, count in counts.items():
            answer(f"{rule:<14} {count:>7}")
    if gone:
        return OK
    return complain(
        say(
            "what was deleted still stands in the database's write-ahead log, since "
            "others were reading: run it again"
        ),
        FAULT,
    )
