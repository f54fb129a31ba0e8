"""Drains the outbox to central: claim, send, then mark done.

Sending a record twice is harmless, since central recognises its idempotency key, so a
record with an unclear result is sent again. A record that central refuses goes to
quarantine and never blocks the others: a batch that is refused as a whole is sent again
one by one.
"""

import base64
import random
import re
from dataclasses import dataclass
from uuid import UUID, uuid4

import requests
import structlog
from pydantic import ValidationError

from contract.model import nearest_instant
from contract.records import Record, RecordAnswer, RecordState
from kiosk.errors import CentralError
from kiosk.wire.client import CentralClient
from offline_cache.database import MAX_ROWS, Cache
from offline_cache.outbox import Outbox, OutboxRecord
from view import Trouble

LEASE_S = 120.0
"""Seconds; longer than the longest call to central. A dead sender's leases end then."""

REFUSED = (
    requests.codes.bad_request,
    requests.codes.request_entity_too_large,
    requests.codes.unprocessable_entity,
)
"""Statuses that are caused by the content sent, so that sending it again is useless."""

_log = structlog.get_logger()


@dataclass(frozen=True)
class Sent:
    """The result of one batch.

    Attributes:
        settled: Records that were acknowledged or quarantined.
        trouble: What prevented sending, if anything …
        again_in_s: … and seconds until the unsent records are due again.
    """

    settled: int
    trouble: Trouble | None = None
    again_in_s: float | None = None


class Drain:
    """Sends the outbox's records, oldest first.

    Args:
        cache: The connection of this thread.
        client: The client for central's API.
        terminal: The terminal's name.
        batch_size: The most records in one request, at most 50.
        retry_first_s: Seconds of pause after the first failure; doubled after each …
        retry_max_s: … up to this, and reduced by up to half at random, so that a
            thousand terminals do not return in the same second.
    """

    def __init__(
        self,
        cache: Cache,
        client: CentralClient,
        terminal: str,
        *,
        batch_size: int = MAX_ROWS,
        retry_first_s: float,
        retry_max_s: float,
    ) -> None:
        self._cache = cache
        self._outbox = Outbox(cache)
        self._client = client
        self._terminal = terminal
        self._batch_size = batch_size
        self._retry_first_s = retry_first_s
        self._retry_max_s = retry_max_s
        self._failures = 0
        self._owner = f"agent-{uuid4()}"

    def batch(self) -> Sent:
        """Send the next records that are due; without any, settle none."""
        leased = self._outbox.lease(self._owner, LEASE_S, self._batch_size)
        records = []
        for row in leased:
            try:
                records.append(self._record(row))
            except ValidationError as mistakes:
                reason = f"not of the contract: {mistakes.error_count()}"
                self._quarantine(row.idempotency_key, reason)
        if not records:
            return Sent(len(leased))
        error = self._send(records)
        if error is None:
            self._failures = 0
            return Sent(len(leased))
        again_in_s = self._put_back(records, error)
        return Sent(len(leased) - len(records), error.trouble, again_in_s)

    def _record(self, row: OutboxRecord) -> Record:
        return Record.model_validate(
            {
                "idempotency_key": row.idempotency_key,
                "terminal": self._terminal,
                "install": self._cache.install,
                "seq": row.seq,
                "item": row.item,
                "kind": row.kind,
                "created_at": nearest_instant(row.created_at),
                "key_id": row.key_id,
                "body": base64.b64encode(row.body),
            }
        )

    def _send(self, records: list[Record]) -> CentralError | None:
        """Send and settle records; return the error if some could not be settled."""
        try:
            answers = self._client.send(records).answers
        except CentralError as error:
            failure = error
        else:
            self._settle(records, answers)
            return None
        if failure.status not in REFUSED:
            return failure
        if len(records) == 1:
            reason = f"refused with status {failure.status}"
            self._quarantine(records[0].idempotency_key, reason)
            return None
        for record in records:
            if (later := self._send([record])) is not None:
                return later
        return None

    def _settle(self, records: list[Record], answers: tuple[RecordAnswer, ...]) -> None:
        taken = {}
        # By position: the answer has no key if central could not read the record's.
        for record, answer in zip(records, answers, strict=True):
            if answer.state is RecordState.REFUSED:
                # One word, as the contract requires; a sentence could name a citizen.
                word = re.fullmatch("[a-z_]{1,64}", answer.reason or "")
                self._quarantine(record.idempotency_key, word[0] if word else "refused")
            else:
                taken[record.idempotency_key] = str(answer.state)
        self._outbox.acknowledge(taken)

    def _put_back(self, records: list[Record], error: CentralError) -> float:
        self._failures += 1
        most = self._retry_first_s * 2 ** min(self._failures - 1, 16)
        pause: float = min(most, self._retry_max_s)
        pause *= random.uniform(0.5, 1)  # noqa: S311 - nobody gains by guessing it
        keys = [record.idempotency_key for record in records]
        self._outbox.retry_later(keys, str(error), pause)
        _log.warning(
            "not_sent", trouble=error.trouble, detail=error.detail, again_in_s=pause
        )
        return pause

    def _quarantine(self, key: UUID, reason: str) -> None:
        self._outbox.quarantine(key, reason)
        _log.error("record_quarantined", idempotency_key=str(key), reason=reason)
