"""The terminal's end of the wire to central: HTTPS by requests, a bearer token.

Whatever central or the network does, a call ends within its deadline with an answer
that the contract allows, or with a `CentralError`.
"""

import time
from collections.abc import Callable
from typing import TypeVar

import requests
import urllib3
from pydantic import BaseModel, ValidationError

from central.contract.heartbeat import Heartbeat, HeartbeatAnswer
from central.contract.queries import Query, QueryAnswer
from central.contract.records import BatchAnswer, Record
from kiosk.errors import CentralError
from kiosk.view import Trouble

ANSWER_LIMIT = 2_000_000
"""Bytes of an answer; the largest statement is a tenth of it."""
CHUNK = 65_536

A = TypeVar("A", bound=BaseModel)


class CentralClient:
    """Talks to central for one terminal; one thread at a time.

    Args:
        url: Of central, without a path.
        terminal: The terminal's name.
        token: Its bearer token.
        connect_timeout_s: For reaching central at all.
        answer_timeout_s: From the request to the answer's last byte.
    """

    def __init__(
        self,
        url: str,
        terminal: str,
        token: str,
        *,
        connect_timeout_s: float,
        answer_timeout_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url.rstrip("/")
        self._terminal = terminal
        self._connect_timeout_s = connect_timeout_s
        self._answer_timeout_s = answer_timeout_s
        self._clock = clock
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy or netrc of the machine's user
        self._session.headers.update(
            {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        )

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()

    def query(self, query: Query) -> QueryAnswer:
        """Ask about one citizen."""
        body = query.model_dump_json().encode()
        return self._call("POST", "/v1/queries", body, QueryAnswer)

    def send(self, records: list[Record]) -> BatchAnswer:
        """Hand over records, oldest first; one answer for each, in their order."""
        bodies = ",".join(record.model_dump_json() for record in records)
        body = f'{{"records":[{bodies}]}}'.encode()
        answer = self._call("POST", "/v1/records", body, BatchAnswer)
        asked = [record.idempotency_key for record in records]
        if [each.idempotency_key for each in answer.answers] != asked:
            raise CentralError(Trouble.CENTRAL, "answers do not match the records")
        return answer

    def heartbeat(self, heartbeat: Heartbeat) -> HeartbeatAnswer:
        """Say how the terminal is."""
        path = f"/v1/terminals/{self._terminal}/heartbeat"
        body = heartbeat.model_dump_json().encode()
        return self._call("PUT", path, body, HeartbeatAnswer)

    def _call(self, method: str, path: str, body: bytes, answer: type[A]) -> A:
        try:
            status, content = self._exchange(method, path, body)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            # The exception's own text can hold addresses, never the body.
            raise CentralError(Trouble.NETWORK, type(error).__name__) from error
        if status != requests.codes.ok:
            raise CentralError(Trouble.CENTRAL, f"status {status}", status=status)
        try:
            return answer.model_validate_json(content)
        except ValidationError:
            # Not chained: pydantic's text quotes the answer, which is a citizen's.
            detail = "the answer is not of the contract"
            raise CentralError(Trouble.CENTRAL, detail) from None

    def _exchange(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        deadline = self._clock() + self._connect_timeout_s + self._answer_timeout_s
        with self._session.request(
            method,
            self._url + path,
            data=body,
            headers={"Content-Type": "application/json"},
            timeout=(self._connect_timeout_s, self._answer_timeout_s),
            allow_redirects=False,
            stream=True,
        ) as response:
            content = bytearray()
            # read1 returns with whatever has come: a trickle cannot outlast the
            # deadline, as it could where a whole chunk is waited for.
            while chunk := response.raw.read1(CHUNK, decode_content=True):
                content += chunk
                if len(content) > ANSWER_LIMIT:
                    raise CentralError(Trouble.CENTRAL, "the answer is too long")
                # A read's time-out begins again with each byte; this one does not.
                if self._clock() > deadline:
                    raise CentralError(Trouble.NETWORK, "the answer came too slowly")
            return response.status_code, bytes(content)
