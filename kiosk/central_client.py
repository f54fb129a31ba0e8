"""The terminal's end of the wire to central: HTTPS by requests, a bearer token.

Whatever central or the network does, a call ends within its deadline with an answer
that the contract allows, or with a `CentralError`. That one is never chained to what
caused it: requests' exceptions hold what was sent and pydantic's what was received,
both a citizen's.
"""

from typing import TypeVar

import requests
import urllib3
from pydantic import BaseModel, ValidationError

from central.contract.heartbeat import Heartbeat, HeartbeatAnswer
from central.contract.queries import Query, QueryAnswer
from central.contract.records import NO_KEY, BatchAnswer, Record
from kiosk.bounded_http import BoundedAdapter
from kiosk.errors import CentralError
from kiosk.view import Trouble

ANSWER_LIMIT = 2_000_000
"""Bytes of an answer; the largest statement is a tenth of it."""
CHUNK = 65_536

A = TypeVar("A", bound=BaseModel)


class CentralClient:
    """Talks to central for one terminal; threads may share it.

    No session of requests: it would keep cookies from one citizen to the next, read a
    redirect's body without bounds, and ask the environment for proxies.

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
    ) -> None:
        self._url = url.rstrip("/")
        self._terminal = terminal
        self._timeout = (connect_timeout_s, answer_timeout_s)
        self._adapter = BoundedAdapter()
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "Content-Type": "application/json",
        }

    def close(self) -> None:
        """Give the connections back."""
        self._adapter.close()

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
        told = [each.idempotency_key for each in answer.answers]
        if len(told) != len(asked) or any(
            key not in (own, NO_KEY) for key, own in zip(told, asked, strict=True)
        ):
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
            nonsense = isinstance(error, urllib3.exceptions.DecodeError)
            trouble = Trouble.CENTRAL if nonsense else Trouble.NETWORK
            failure = CentralError(trouble, _first_cause(error))
        else:
            if status != requests.codes.ok:
                raise CentralError(Trouble.CENTRAL, f"status {status}", status=status)
            try:
                return answer.model_validate_json(content)
            except ValidationError:
                detail = "the answer is not of the contract"
                failure = CentralError(Trouble.CENTRAL, detail)
        raise failure

    def _exchange(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        request = requests.Request(
            method, self._url + path, headers=self._headers, data=body
        )
        with self._adapter.send(
            request.prepare(), stream=True, timeout=self._timeout
        ) as response:
            content = bytearray()
            while chunk := response.raw.read1(CHUNK, decode_content=True):
                content += chunk
                if len(content) > ANSWER_LIMIT:
                    raise CentralError(Trouble.CENTRAL, "the answer is too long")
            return response.status_code, bytes(content)


def _first_cause(error: BaseException) -> str:
    """What it began with (`ConnectionRefusedError`): texts could hold addresses."""
    while error.__context__ is not None:
        error = error.__context__
    return type(error).__name__
