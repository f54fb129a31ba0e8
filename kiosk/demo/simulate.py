"""`python -m kiosk outbox simulate N`: fills the queue as if offline for days.

For demonstrations only: the records are realistic, about invented people, and sealed to
the demonstration's key.
"""

import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from config.settings import DEMO_SEALING_KEY, Settings
from contract import sealing
from contract.model import Applicant, Message
from contract.records import (
    CompletionBody,
    Grade,
    OutcomeBody,
    Paper,
    RatingBody,
    RecordKind,
)
from kiosk import setup
from offline_cache.database import MAX_ROWS
from offline_cache.outbox import Outbox

APPLICANTS = (
    Applicant(name="李娜", number="510411199003074526"),
    Applicant(name="陈𬱖", number="510411198511223175"),
    Applicant(name="张伟", number="330382195806151095"),
)
"""The demonstration's invented people."""

EVERY = timedelta(minutes=4)
"""Time between two citizens, as in a busy hall."""


def run(settings: Settings, count: int) -> int:
    """Queue `count` records and return the exit status.

    Raises:
        CacheError: The cache cannot be used; records queued before it failed stay.
    """
    if not settings.terminal.demonstration:
        sys.stderr.write(
            "outbox simulate: this terminal serves citizens; records are made up in "
            "demonstrations alone (--config config/demo.toml)\n"
        )
        return 2
    items = [item.code for item in setup.catalogue()]
    visits = -(-count // 3)
    records = [
        record
        for number in range(visits)
        for record in _visit(settings.terminal.name, items[number % len(items)], number)
    ]
    begun = datetime.now(UTC) - EVERY * visits
    key = sealing.key_id(DEMO_SEALING_KEY)
    with setup.open_cache(settings) as cache:
        outbox = Outbox(cache)
        for first in range(0, count, MAX_ROWS):
            with cache.transaction():
                for number in range(first, min(first + MAX_ROWS, count)):
                    case, item, kind, body = records[number]
                    content = body.model_dump_json().encode()
                    outbox.enqueue(
                        case,
                        item,
                        kind,
                        sealing.seal(content, DEMO_SEALING_KEY),
                        begun + EVERY * (number // 3),
                        key,
                    )
    sys.stdout.write(f"{count} queued\n")
    return 0


def _visit(
    terminal: str, item: str, number: int
) -> list[tuple[UUID, str, RecordKind, Message]]:
    """Return a visit's records: completion, receipt and rating."""
    case = uuid4()
    serial = f"{terminal}-simulated-{number:05d}"
    who = APPLICANTS[number % len(APPLICANTS)]
    done = CompletionBody(applicant=who, serial=serial)
    came = OutcomeBody(about=case, serial=serial, paper=Paper.PRINTED)
    rated = RatingBody(about=case, grade=Grade.SATISFIED)
    return [
        (case, item, RecordKind.COMPLETION, done),
        (uuid4(), item, RecordKind.OUTCOME, came),
        (uuid4(), item, RecordKind.RATING, rated),
    ]
