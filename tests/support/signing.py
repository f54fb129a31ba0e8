"""Signs requests as a terminal in tests."""

from collections.abc import Callable, Generator
from datetime import datetime

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.settings import DEMO_TERMINAL_KEY
from contract.signature import Signer
from offline_cache.clock import utc_now

STRANGER_KEY = "57" * 32
"""A key that no central knows."""


def signer(key: str = DEMO_TERMINAL_KEY, terminal: str = "demo-01") -> Signer:
    """Return a terminal by its private key in hexadecimal."""
    return Signer(terminal, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key)))


class Signing(httpx.Auth):
    """Signs each request of httpx as it is sent.

    Args:
        who: The terminal.
        now: Its clock.
    """

    requires_request_body = True

    def __init__(
        self, who: Signer | None = None, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._who = who or signer()
        self._now = now

    def auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        encoding = request.headers.get("content-encoding")
        headers = self._who.headers(
            *(request.method, str(request.url), request.content),
            *(self._now(), encoding),
        )
        request.headers.update(headers)
        yield request
