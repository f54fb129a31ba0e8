"""Handles requests that were accepted offline: queries the department for each.

Pending requests are in the database, so a restart or a slow department loses nothing.
A process may handle a request twice; its result is stored once.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from pydantic import ValidationError
from sqlalchemy.exc import DataError
from starlette.concurrency import run_in_threadpool

from central.background import Loop
from central.departments.desk import Desk
from central.departments.errors import DepartmentError
from central.documents.errors import (
    DocumentError,
    NotADocumentError,
    NothingFoundError,
)
from central.documents.office import Documents
from central.store.database import Store
from central.store.errors import StoreError
from central.store.pending import (
    PendingRequest,
    count_attempt,
    make_ready,
    pending_requests,
)
from contract.documents import DocumentRequest
from contract.queries import Query, QueryAnswer
from contract.records import RequestBody

log = structlog.get_logger()

AT_ONCE = 4
"""Questions asked at a time: citizens who stand and wait go first."""

QUIET_S = 0.2
"""Without a request that comes in; a terminal that drains sends many a second."""

GIVE_WAY_S = 10.0
"""To requests that come in, at most: a week's queue has come by then."""

SHORTEST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
"""After a round in which nothing could be done, doubled each time until this. Also
how long a request waits that another process of central took in."""


class Fulfilment:
    """Handles pending requests; wake its `loop` when a request was taken in.

    Args:
        store: The database.
        desk: Queries the departments.
        now: Central's clock, in UTC.
        documents: Makes documents; None if this central makes none.
    """

    def __init__(
        self,
        store: Store,
        desk: Desk,
        now: Callable[[], datetime],
        documents: Documents | None = None,
    ) -> None:
        self._store = store
        self._desk = desk
        self._documents = documents
        self._now = now
        self.loop = Loop(
            "fulfilment",
            self._round,
            pause_s=SHORTEST_PAUSE_S,
            longest_pause_s=LONGEST_PAUSE_S,
        )

    async def _round(self) -> bool:
        """Handle the next few requests; return whether any of them became ready."""
        # Terminals wait for their queues to be taken in, but not for this.
        await self.loop.quiet(QUIET_S, GIVE_WAY_S)
        requests = await run_in_threadpool(pending_requests, self._store, AT_ONCE)
        done = await asyncio.gather(*(self._fulfil(one) for one in requests))
        return any(done)

    async def _fulfil(self, request: PendingRequest) -> bool:
        now = self._now()
        try:
            query, body = request.read()
            answer = await self._result(request, query, body, now)
        except (
            *(DepartmentError, DocumentError, ValidationError),
            *(StoreError, DataError),  # cannot be stored: go on with the others
        ) as error:
            log.warning(
                "request still pending",
                idempotency_key=str(request.key),
                item=request.item,
                reason=type(error).__name__,
            )
            await run_in_threadpool(count_attempt, self._store, request.key)
            return False
        await run_in_threadpool(make_ready, self._store, request.key, answer, now)
        return True

    async def _result(
        self, request: PendingRequest, query: Query, body: RequestBody, now: datetime
    ) -> QueryAnswer | None:
        """Return the department's answer; None if a document was made of it."""
        if self._documents is None or query.applicant is None:
            return await self._desk.ask(query)
        wish = DocumentRequest(
            idempotency_key=request.key,
            item=request.item,
            applicant=query.applicant,
            form=query.form,
            payment=body.payment,
        )
        try:
            # One request yields one document, however often it is tried.
            await self._documents.issue(
                wish, request.terminal, slip_code=body.slip_code, now=now
            )
        except (NotADocumentError, NothingFoundError):
            return await self._desk.ask(query)
        return None
