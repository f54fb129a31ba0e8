"""The client for central's API: HTTPS by requests, each request signed.

Whatever central or the network does, a call ends within its deadline with an answer
that the contract allows, or with a `CentralError`. That error is never chained to its
cause: requests' exceptions hold what was sent and pydantic's what was received, both a
citizen's data.
"""

import gzip
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import requests
import urllib3
from pydantic import BaseModel, TypeAdapter, ValidationError

from contract.catalogue import Catalogue
from contract.checkpoint import Countersigned, JournalHead
from contract.documents import (
    LARGEST_PDF,
    Collection,
    DocumentRequest,
    IssuedDocument,
)
from contract.entitlements import Entitlements
from contract.heartbeat import Heartbeat, HeartbeatAnswer
from contract.manifest import Manifest
from contract.model import Instant
from contract.payment import (
    LONGEST_WAIT_S,
    Payment,
    PaymentRequest,
    PaymentState,
)
from contract.queries import Query, QueryAnswer
from contract.records import NO_KEY, BatchAnswer, Record
from contract.signature import CLOCK_OFF, Signer
from kiosk.errors import CentralError
from kiosk.wire.bounded_http import BoundedAdapter
from offline_cache.clock import utc_now
from view import Trouble

ANSWER_LIMIT = 2_000_000
"""Bytes of an ordinary answer; the largest statement is a tenth of it."""
LARGEST_ANSWER = LARGEST_PDF * 4 // 3 + 100_000
"""Bytes of an answer that holds a document in base 64, or the whole catalogue."""
MAKING_S = 5.0
"""Extra seconds central may need to make and sign a document."""
CHUNK = 65_536
SHORT = 1_000
"""Bytes; a longer body is sent compressed, to save a mobile link's bandwidth."""

_INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)

A = TypeVar("A", bound=BaseModel)


class CentralClient:
    """Calls central's API for one terminal; may be shared between threads.

    It uses no session of requests: a session would keep cookies from one citizen to the
    next, read a redirect's body without a limit, and take proxies from the environment.

    Args:
        url: The URL of central, or of a proxy that strips this URL's path.
        signer: Signs requests as this terminal.
        connect_timeout_s: Seconds to connect to central.
        answer_timeout_s: Seconds from the request to the answer's last byte.
        clock: The terminal's UTC clock. It may be wrong by years: central refuses a
            request signed with it and sends its own time, from which the offset is
            computed.
    """

    def __init__(
        self,
        url: str,
        signer: Signer,
        *,
        connect_timeout_s: float,
        answer_timeout_s: float,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._url = url.rstrip("/")
        self._signer = signer
        self._terminal = signer.terminal
        self._clock = clock
        self._off = timedelta()
        self._timeout = (connect_timeout_s, answer_timeout_s)
        self._adapter = BoundedAdapter()
        self._headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "Content-Type": "application/json",
        }

    def close(self) -> None:
        """Close the connections."""
        self._adapter.close()

    def query(self, query: Query) -> QueryAnswer:
        """Send a query about one citizen."""
        body = query.model_dump_json().encode()
        return self._call("POST", "/v1/queries", body, QueryAnswer)

    def send(self, records: list[Record]) -> BatchAnswer:
        """Send records, oldest first; return one answer for each, in the same order."""
        bodies = ",".join(record.model_dump_json() for record in records)
        body = f'{{"records":[{bodies}]}}'.encode()
        answer = self._call("POST", "/v1/records", body, BatchAnswer)
        asked = [record.idempotency_key for record in records]
        answered = [each.idempotency_key for each in answer.answers]
        if len(answered) != len(asked) or any(
            key not in (own, NO_KEY) for key, own in zip(answered, asked, strict=True)
        ):
            raise CentralError(Trouble.CENTRAL, "answers do not match the records")
        return answer

    def heartbeat(self, heartbeat: Heartbeat) -> HeartbeatAnswer:
        """Report the terminal's state."""
        path = f"/v1/terminals/{self._terminal}/heartbeat"
        body = heartbeat.model_dump_json().encode()
        return self._call("PUT", path, body, HeartbeatAnswer)

    def checkpoint(self, head: JournalHead) -> Countersigned:
        """Have central countersign the electronic journal's head."""
        path = f"/v1/terminals/{self._terminal}/checkpoint"
        body = head.model_dump_json().encode()
        return self._call("PUT", path, body, Countersigned)

    def entitlements(self, collection: Collection) -> Entitlements:
        """Return what a citizen is still entitled to."""
        body = collection.model_dump_json().encode()
        return self._call("POST", "/v1/entitlements", body, Entitlements)

    def issue_document(self, request: DocumentRequest) -> IssuedDocument:
        """Have a document made; the same request returns the same document."""
        body = request.model_dump_json().encode()
        return self._document("/v1/documents", body)

    def collect_document(
        self, document: UUID, collection: Collection
    ) -> IssuedDocument:
        """Fetch a document that waits to be collected."""
        body = collection.model_dump_json().encode()
        return self._document(f"/v1/documents/{document}/collection", body)

    def request_payment(self, request: PaymentRequest) -> Payment:
        """Open an order or charge a citizen's code; one key is one payment."""
        body = request.model_dump_json().encode()
        return self._call("POST", "/v1/payments", body, Payment)

    def payment(self, payment: UUID, unlike: PaymentState | None = None) -> Payment:
        """Return a payment's state; wait a while for it to differ from `unlike`."""
        path = f"/v1/payments/{payment}"
        if unlike is None:
            return self._call("GET", path, b"", Payment)
        path += f"?unlike={unlike}"
        return self._call("GET", path, b"", Payment, longer_s=LONGEST_WAIT_S)

    def close_payment(self, payment: UUID) -> Payment:
        """Close an order; the answer may be an approved payment nevertheless."""
        return self._call("POST", f"/v1/payments/{payment}/close", b"", Payment)

    def manifest(self) -> Manifest:
        """Return the manifest of this terminal's cells."""
        return self._call("GET", "/v1/manifest", b"", Manifest)

    def catalogue(self) -> Catalogue:
        """Return the published service items and central's public keys."""
        return self._call(
            "GET", "/v1/catalogue", b"", Catalogue, at_most=LARGEST_ANSWER
        )

    def _document(self, path: str, body: bytes) -> IssuedDocument:
        return self._call(
            "POST",
            path,
            body,
            IssuedDocument,
            at_most=LARGEST_ANSWER,
            longer_s=MAKING_S,
        )

    def _call(
        self,
        method: str,
        path: str,
        body: bytes,
        answer: type[A],
        *,
        at_most: int = ANSWER_LIMIT,
        longer_s: float = 0,
    ) -> A:
        try:
            status, content = self._exchange(method, path, body, at_most, longer_s)
            if status == requests.codes.unauthorized and self._learns_time(content):
                status, content = self._exchange(method, path, body, at_most, longer_s)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            nonsense = isinstance(error, urllib3.exceptions.DecodeError)
            trouble = Trouble.CENTRAL if nonsense else Trouble.NETWORK
            failure = CentralError(
                trouble, _first_cause(error), unsent=_never_sent(error)
            )
        else:
            if status != requests.codes.ok:
                raise CentralError(
                    Trouble.CENTRAL,
                    f"status {status}",
                    status=status,
                    reason=_reason(content),
                )
            try:
                return answer.model_validate_json(content)
            except ValidationError:
                detail = "the answer is not of the contract"
                failure = CentralError(Trouble.CENTRAL, detail)
        raise failure

    def _learns_time(self, content: bytes) -> bool:
        """Return whether central refused only the clock.

        If so, adopt central's time.
        """
        problem = _problem(content)
        if problem.get("reason") != CLOCK_OFF:
            return False
        try:
            time = _INSTANT.validate_python(problem.get("time"))
        except ValidationError:
            return False
        self._off = time - self._clock()
        return True

    def _exchange(
        self, method: str, path: str, body: bytes, at_most: int, longer_s: float
    ) -> tuple[int, bytes]:
        encoding = None
        if len(body) > SHORT:
            body, encoding = gzip.compress(body, mtime=0), "gzip"
        url = self._url + path
        at = self._clock() + self._off
        # Sign the path alone: a proxy in front of central may change scheme, host and
        # the URL's own path.
        headers = self._signer.headers(method, path, body, at, encoding)
        headers |= self._headers
        request = requests.Request(method, url, headers=headers, data=body)
        connect_s, answer_s = self._timeout
        with self._adapter.send(
            request.prepare(), stream=True, timeout=(connect_s, answer_s + longer_s)
        ) as response:
            content = bytearray()
            while chunk := response.raw.read1(CHUNK, decode_content=True):
                content += chunk
                if len(content) > at_most:
                    raise CentralError(Trouble.CENTRAL, "the answer is too long")
            return response.status_code, bytes(content)


def _reason(content: bytes) -> str | None:
    """Return a problem's reason (RFC 9457): one word, as a text could hold names."""
    reason = _problem(content).get("reason")
    known = isinstance(reason, str) and re.fullmatch("[a-z_]{1,64}", reason)
    return reason if known else None


def _problem(content: bytes) -> dict[str, Any]:
    try:
        problem = json.loads(content)
    except (ValueError, RecursionError):  # not a problem of ours, or invalid
        return {}
    return problem if isinstance(problem, dict) else {}


def _never_sent(error: BaseException) -> bool:
    """Return whether no connection was made at all."""
    unmade = (
        urllib3.exceptions.NewConnectionError,
        urllib3.exceptions.ConnectTimeoutError,
    )
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, unmade):
            return True
        link = link.__context__
    return False


def _first_cause(error: BaseException) -> str:
    """Return the name of the original cause (`ConnectionRefusedError`).

    Its text could hold addresses.
    """
    while error.__context__ is not None:
        error = error.__context__
    return type(error).__name__
