"""IPP over HTTP with one connection for each request, so that threads share nothing.

The C library behind pycups waits without limit for a service that hangs, and keeps
server and user in global variables; a few hundred bytes over `http.client` suffice.
"""

import http.client
import time
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from drivers.document_printer.message import (
    Answer,
    Given,
    Operation,
    Tag,
    decode,
    encode,
)
from drivers.errors import (
    DeviceFaultError,
    DeviceGoneError,
    DeviceSilentError,
    DriverError,
    ProtocolError,
    Reason,
)

PORT = 631
_MOST = 1 << 20  # an answer is a few kB
_PIECE = 1 << 16

_NOT_FOUND = 0x0406
_REASONS = {
    0x0401: Reason.PERMISSION_DENIED,
    0x0402: Reason.PERMISSION_DENIED,
    0x0403: Reason.PERMISSION_DENIED,
    _NOT_FOUND: Reason.NOT_CONFIGURED,
    0x0506: Reason.PRINTER_OFFLINE,  # does not accept jobs
}
_HTTP_REASONS = {401: Reason.PERMISSION_DENIED, 403: Reason.PERMISSION_DENIED}


class NotFoundError(DriverError):
    """The queue or job does not exist, or no longer."""


class Target(NamedTuple):
    """The recipient of a request.

    Attributes:
        uri: Its IPP URI.
        timeout: Seconds for one answer.
        gone: Reason to report if the connection fails.
    """

    uri: str
    timeout: float
    gone: Reason


def _check(url: str) -> None:
    """Raise unless the URL is `ipp://HOST[:PORT]/PATH`."""
    try:
        parts = urlsplit(url)
        well = parts.scheme == "ipp" and parts.hostname and parts.path.startswith("/")
        well = well and parts.port != 0 and url.isascii()
    except ValueError:
        well = False
    if not well:
        raise DriverError(Reason.NOT_CONFIGURED, f"{url}: not ipp://HOST:PORT/PATH")


def ask(
    target: Target,
    operation: Operation,
    about: Mapping[str, Given],
    job: Mapping[str, Given] | None = None,
    document: bytes = b"",
) -> Answer:
    """Send one request and return its answer, within about `target.timeout` seconds.

    Raises:
        NotFoundError: The queue or job does not exist.
        DriverError: No connection, no answer, not IPP, or refused; NOT_CONFIGURED if
            the URI is not `ipp://HOST[:PORT]/PATH`.
    """
    _check(target.uri)
    asked: dict[str, Given] = {"printer-uri": (Tag.URI, target.uri), **about}
    body = encode(operation, asked, job) + document
    try:
        answer = decode(_post(target, body))
    except TimeoutError as error:
        raise DeviceSilentError(Reason.NO_ANSWER, f"{target.uri}: {error}") from error
    except http.client.BadStatusLine as error:  # also: closed without an answer
        raise ProtocolError(Reason.BAD_ANSWER, f"{target.uri}: no HTTP") from error
    except http.client.HTTPException as error:
        raise ProtocolError(Reason.BAD_ANSWER, f"{target.uri}: {error!r}") from error
    except OSError as error:
        raise DeviceGoneError(target.gone, f"{target.uri}: {error}") from error
    if answer.status >= 0x0100:
        reason = _REASONS.get(answer.status, Reason.PRINTER_ERROR)
        kind = NotFoundError if answer.status == _NOT_FOUND else DeviceFaultError
        detail = f"{target.uri} refused {operation.name}: {answer.status:#06x}"
        raise kind(reason, detail)
    return answer


def _post(target: Target, body: bytes) -> bytes:
    parts = urlsplit(target.uri)
    deadline = time.monotonic() + target.timeout
    connection = http.client.HTTPConnection(
        parts.hostname or "", parts.port or PORT, timeout=target.timeout
    )
    try:
        connection.request(
            "POST", parts.path, body, {"Content-Type": "application/ipp"}
        )
        response = connection.getresponse()
        if response.status != http.client.OK:
            reason = _HTTP_REASONS.get(response.status, Reason.BAD_ANSWER)
            raise ProtocolError(reason, f"{target.uri}: HTTP {response.status}")
        data = b""
        while piece := response.read1(_PIECE):
            data += piece
            if len(data) > _MOST:
                raise ProtocolError(Reason.BAD_ANSWER, f"{target.uri}: endless")
            if time.monotonic() > deadline:
                raise TimeoutError("an answer in drops")
        return data
    finally:
        connection.close()
