"""Draining the outbox to central: claim, send, then mark done.

Sending a record twice is harmless, as central knows its idempotency key; so whatever
is unclear is sent again. A record that central refuses goes to quarantine, and never
holds up the others: a batch that is refused as a whole is sent again one by one.
"""

import base64
import random
from dataclasses import dataclass
from uuid import uuid4

import requests
import structlog
from pydantic import ValidationError

from central.contract.records import BatchAnswer, Record, RecordState
from kiosk.central_client import CentralClient
from kiosk.errors import CentralError
from kiosk.view import Trouble
from offline_cache.database import MAX_ROWS, Cache
from offline_cache.outbox import Outbox, OutboxRecord

LEASE_S = 120.0
"""Longer than the longest call to central; a sender who died holds nothing longer."""

REFUSED = (
    requests.codes.bad_request,
    requests.codes.request_entity_too_large,
    requests.codes.unprocessable_entity,
)
"""Statuses that are about what was sent, and would be the same the next time."""

_log = structlog.get_logger()


@dataclass(frozen=True)
class Sent:
    """What one batch came to.

    Attributes:
        settled: Records that were acknowledged or quarantined.
        trouble: What stood in the way, if anything.
    """

    settled: int
    trouble: Trouble | None = None


class Drain:
    """Sends the outbox's records, oldest first.

    Args:
        cache: The connection of this thread.
        client: To central.
        terminal: The terminal's name.
        retry_first_s: Pause after the first failure; doubles with each further one …
        retry_max_s: … up to this, and is spread by half, so that a thousand terminals
            do not come back in the same second.
    """

    def __init__(
        self,
        cache: Cache,
        client: CentralClient,
        terminal: str,
        *,
        retry_first_s: float,
        retry_max_s: float,
    ) -> None:
        self._cache = cache
        self._outbox = Outbox(cache)
        self._client = client
        self._terminal = terminal
        self._retry_first_s = retry_first_s
        self._retry_max_s = retry_max_s
        self._failures = 0
        self._owner = f"agent-{uuid4()}"

    def batch(self) -> Sent:
        """Send the next records that are due; nothing due settles nothing."""
        leased = self._outbox.lease(self._owner, LEASE_S, MAX_ROWS)
        records = []
        for row in leased:
            try:
                records.append(self._record(row))
            except ValidationError as error:
                self._quarantine(row, f"not of the contract: {error.error_count()}")
        if not records:
            return Sent(len(leased))
        try:
            self._send(records)
        except CentralError as error:
            self._put_back(records, error)
            return Sent(len(leased) - len(records), error.trouble)
        self._failures = 0
        return Sent(len(leased))

    def _record(self, row: OutboxRecord) -> Record:
        return Record.model_validate(
            {
                "idempotency_key": row.idempotency_key,
                "terminal": self._terminal,
                "install": self._cache.install,
                "seq": row.seq,
                "item": row.item,
                "kind": row.kind,
                "created_at": row.created_at,
                "body": base64.b64encode(row.body),
            }
        )

    def _send(self, records: list[Record]) -> None:
        try:
            self._settle(self._client.send(records))
        except CentralError as error:
            if error.status not in REFUSED:
                raise
            if len(records) == 1:
                reason = f"refused with status {error.status}"
                self._outbox.quarantine(records[0].idempotency_key, reason)
                _log.error("record_quarantined", reason=reason)
                return
            for record in records:
                self._send([record])

    def _settle(self, answer: BatchAnswer) -> None:
        taken = {}
        for each in answer.answers:
            if each.state is RecordState.REFUSED:
                reason = each.reason or "refused"
                self._outbox.quarantine(each.idempotency_key, reason)
                _log.error("record_quarantined", reason=reason)
            else:
                taken[each.idempotency_key] = str(each.state)
        self._outbox.acknowledge(taken)

    def _put_back(self, records: list[Record], error: CentralError) -> None:
        self._failures += 1
        most = self._retry_first_s * 2 ** min(self._failures - 1, 16)
        pause = min(most, self._retry_max_s) * random.uniform(0.5, 1)  # noqa: S311
        keys = [record.idempotency_key for record in records]
        self._outbox.retry_later(keys, str(error), pause)
        _log.warning(
            "not_sent", trouble=error.trouble, detail=error.detail, again_in_s=pause
        )

    def _quarantine(self, row: OutboxRecord, reason: str) -> None:
        self._outbox.quarantine(row.idempotency_key, reason)
        _log.error("record_quarantined", seq=row.seq, reason=reason)
