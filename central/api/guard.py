"""Admits only authenticated terminals to `/v1`; anything doubtful is refused."""

import math
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from central.api.problems import ProblemError
from central.api.rates import Rates
from central.store.terminals import Credential, Terminals
from contract.signature import (
    ACCEPTED,
    CLOCK_OFF,
    WINDOW,
    Request,
    SignatureError,
    Signed,
    verify,
)

PROTECTED = "/v1/"

_SIGNED = "signed"
"""In the state of a request that was let in: its `Signed`."""


class Guard:
    """Verifies the signature of a request before a byte of its body is read.

    Args:
        app: The wrapped application.
        terminals: Looks up a terminal; may block, and may raise (503).
        now: Central's clock, in UTC.
    """

    def __init__(
        self, app: ASGIApp, terminals: Terminals, now: Callable[[], datetime]
    ) -> None:
        self._app = app
        self._terminals = terminals
        self._now = now
        self._rates = Rates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and scope["path"].startswith(PROTECTED):
            signed = await run_in_threadpool(self._admit, _request(scope))
            state = scope.setdefault("state", {})
            state[_SIGNED], state["terminal"] = signed, signed.terminal
        await self._app(scope, receive, send)

    def _admit(self, request: Request) -> Signed:
        found: Credential | None = None

        def public_key(name: str) -> Ed25519PublicKey | None:
            nonlocal found
            found = self._terminals.credential(name)
            return None if found is None else found.public_key

        try:
            signed = verify(request, public_key)
        except SignatureError:
            found = None
        if found is None:
            raise _refused(
                "not_a_terminal",
                "A signature (RFC 9421) by an enrolled terminal is needed. "
                "`python -m central terminal add NAME` makes its key.",
            )
        # The sender is authenticated from here on, so refusals name their reason.
        if found.revoked_at is not None:
            raise _refused("revoked", "This terminal's credential was revoked.")
        now = self._now()
        if not signed.is_timely(now):
            raise _refused(
                CLOCK_OFF,
                f"The request was signed more than {WINDOW.seconds} s before or after "
                "central's time, which stands here: sign again by it.",
            )
        if (wait_s := self._rates.wait_s(signed.terminal)) > 0:
            raise ProblemError(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too_many_requests",
                "This terminal asks more often than any needs to.",
                headers={"Retry-After": str(math.ceil(wait_s))},
            )
        if not self._terminals.spend(signed.terminal, signed.nonce, now):
            raise _refused("replayed", "This very request has come before.")
        return signed


def require_signed(scope: Scope, body: bytes) -> None:
    """Refuse a body that is not the signed one; does nothing outside the guarded paths.

    Raises:
        ProblemError: 401 `body_altered`.
    """
    signed: Signed | None = scope.get("state", {}).get(_SIGNED)
    if signed is not None and not signed.fits_digest(body):
        raise _refused("body_altered", "The body is not the one that was signed.")


def _request(scope: Scope) -> Request:
    target = scope["raw_path"].decode("latin-1")
    if query := scope["query_string"].decode("latin-1"):
        target += f"?{query}"
    return Request(scope["method"], f"http://central{target}", Headers(scope=scope))


def _refused(reason: str, detail: str) -> ProblemError:
    headers = {
        "WWW-Authenticate": 'Signature realm="central"',
        "Accept-Signature": ACCEPTED,
    }
    return ProblemError(HTTPStatus.UNAUTHORIZED, reason, detail, headers=headers)
