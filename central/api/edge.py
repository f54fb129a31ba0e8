"""The middleware of the API, listed from the outermost to the innermost.

`RequestLog` assigns an id, logs each request once and turns exceptions into problem
details; `guard.Guard` admits only terminals to `/v1`, before a byte of the body is
read; `BodyLimit` limits the size of the body, compressed and decompressed, and checks
that it is the body that was signed. All are plain ASGI.
"""

import asyncio
import contextlib
import time
import traceback
import uuid
import zlib
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.api.guard import require_signed
from central.api.problems import ProblemError, bug, problem_of

log = structlog.get_logger()

BODY_LIMIT = 1_000_000
"""Bytes. A full batch of the largest honest records takes a tenth of that."""

BODY_TIME_S = 20.0
"""For the whole body, so that a client that dribbles does not hold a place."""


class RequestLog:
    """Logs method, route, status, duration and terminal, but no content.

    Args:
        app: The wrapped application.
        now: Central's clock, in UTC.
    """

    def __init__(self, app: ASGIApp, now: Callable[[], datetime]) -> None:
        self._app = app
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = uuid.uuid4().hex
        began = time.monotonic()
        status: int | None = None
        reason: str | None = None

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"].append((b"x-request-id", request_id.encode()))
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, note)
            except Exception as error:  # noqa: BLE001 - told, and answered, below
                problem = problem_of(error)
                if problem is None:
                    problem = bug()
                    _log_bug(error)
                reason = problem.reason
                if status is None:
                    response = problem.response(self._now(), request_id)
                    await response(scope, receive, note)
            # Log the route's pattern, since a path may contain personal data.
            route = getattr(scope.get("route"), "path", None)
            log.info(
                "request",
                method=scope["method"],
                route=route or "none",
                status=status,
                reason=reason,
                terminal=scope.get("state", {}).get("terminal"),
                ms=round((time.monotonic() - began) * 1000, 1),
            )


class BodyLimit:
    """Reads the whole body, within a size and a time limit, before it is parsed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        digits = len(declared) <= len(str(BODY_LIMIT)) and declared.isdecimal()
        if not digits or int(declared) > BODY_LIMIT:
            raise _too_large()
        body = await self._read(receive)
        if body is None:
            return  # the client has disconnected
        require_signed(scope, body)
        body = _unpacked(body, Headers(scope=scope).getlist("content-encoding"))
        pending = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        await self._app(scope, replay, send)

    async def _read(self, receive: Receive) -> bytes | None:
        parts: list[bytes] = []
        size = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BODY_TIME_S):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    if size > BODY_LIMIT:
                        raise _too_large()
                    if not message.get("more_body", False):
                        return b"".join(parts)
        raise ProblemError(
            HTTPStatus.REQUEST_TIMEOUT,
            "body_too_slow",
            f"The body did not arrive within {BODY_TIME_S:.0f} s.",
            headers={"Connection": "close"},
        )


def _unpacked(body: bytes, encodings: list[str]) -> bytes:
    """Decompress a gzip body (RFC 9110, 8.4), up to the same size limit."""
    if not encodings or encodings == ["identity"]:
        return body
    if encodings != ["gzip"]:
        raise ProblemError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "encoding_unknown",
            "A body is sent as it is, or with Content-Encoding: gzip.",
            headers={"Accept-Encoding": "gzip"},
        )
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)  # wbits for gzip alone
    try:
        plain = unpacking.decompress(body, BODY_LIMIT + 1)
    except zlib.error:
        plain = b""
    if len(plain) > BODY_LIMIT:
        raise _too_large()
    if not unpacking.eof or unpacking.unused_data:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            "bad_request",
            "The body says that it is compressed with gzip, and is not.",
        )
    return plain


def _too_large() -> ProblemError:
    return ProblemError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "body_too_large",
        f"A body may have {BODY_LIMIT} bytes.",
        headers={"Connection": "close"},
    )


def _log_bug(error: Exception) -> None:
    """Log where a bug was raised; the exception's text may name a person."""
    frames = traceback.extract_tb(error.__traceback__)
    log.error(
        "bug",
        error=type(error).__name__,
        at=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]],
    )
