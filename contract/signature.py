"""Authentication of terminals: HTTP message signatures (RFC 9421) with Ed25519.

A signature covers the request's method, path and query, the digest of the body as
transmitted (RFC 9530), its content encoding, the time of signing, and a nonce. It does
not cover scheme and host, which a proxy in front of central may change. The path is
central's own, such as `/v1/records`: a proxy that serves central under a prefix removes
the prefix.

A request is authentic if all four checks pass: `verify` returns its `Signed`, that
`is_timely`, `fits_digest` holds for the received body, and the nonce is new. None of
them may be left out.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from http_message_signatures import (
    ContentDigest,
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
)
from http_message_signatures.algorithms import ED25519

COVERED = ("@method", "@path", "@query", "content-digest")
ENCODING = "content-encoding"
"""Also covered if present: otherwise the body could be decoded differently."""

TAG = "onetrip-terminal"
LABEL = "terminal"
WINDOW = timedelta(seconds=300)
"""A signature is valid this long before and after central's time."""

CLOCK_OFF = "clock_off"
"""Central's error word for a valid signature outside of `WINDOW`."""

ACCEPTED = (
    f"{LABEL}=({' '.join(f'{chr(34)}{name}{chr(34)}' for name in COVERED)})"
    f';created;nonce;alg="ed25519";keyid;tag="{TAG}"'
)
"""The value of `Accept-Signature` (RFC 9421, 5.1) that central sends."""

_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")


class SignatureError(Exception):
    """The signature is missing or invalid."""


class Headers(Protocol):
    """Headers of a request, one item for each line; names in any case."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return all headers."""


@dataclass
class Request:
    """The parts of a request that are signed, independent of the HTTP library.

    Attributes:
        url: Only its path and query, as transmitted, are used.
        headers: All headers; `sign` adds its own.
    """

    method: str
    url: str
    headers: Headers


@dataclass(frozen=True)
class Signed:
    """The content of a valid signature that covers everything required.

    Attributes:
        terminal: Name of the signing terminal.
        created: Time of signing, by the terminal's clock.
        nonce: A word that is used once.
        digest: Digest of the body, from the signed header.
    """

    terminal: str
    created: datetime
    nonce: str
    digest: str

    def is_timely(self, now: datetime) -> bool:
        """Return whether it was signed within `WINDOW` of central's time."""
        return abs(now - self.created) <= WINDOW

    def fits_digest(self, body: bytes) -> bool:
        """Return whether the digest matches this body, before decompression."""
        try:
            ContentDigest.verify(self.digest, body)
        except InvalidSignature:
            return False
        return True


@dataclass
class Signer:
    """Signs requests for one terminal.

    Args:
        terminal: Name of the terminal.
        key: Private key of the terminal.
    """

    terminal: str
    key: Ed25519PrivateKey = field(repr=False)

    def headers(
        self,
        method: str,
        url: str,
        body: bytes,
        at: datetime,
        encoding: str | None = None,
    ) -> dict[str, str]:
        """Return the headers that sign a request, with a new nonce at each call.

        Args:
            method: In capitals.
            url: The whole address, or its path and query.
            body: The body as transmitted.
            at: Central's time, as far as it is known.
            encoding: Content encoding if the body is compressed; returned as a header.
        """
        headers = {"Content-Digest": ContentDigest.create(body)}
        if encoding is not None:
            headers[ENCODING] = encoding
        request = Request(method, _on_wire(url), headers)
        HTTPMessageSigner(
            signature_algorithm=ED25519, key_resolver=_Keys(private=self.key)
        ).sign(
            request,
            key_id=self.terminal,
            created=at,
            nonce=secrets.token_urlsafe(16),
            label=LABEL,
            tag=TAG,
            covered_component_ids=_required(headers),
            body=body,
            use_existing_digest=True,
        )
        return headers


def verify(
    request: Request, public_key: Callable[[str], Ed25519PublicKey | None]
) -> Signed:
    """Check a request's signature; the body is not needed and not checked.

    Args:
        request: The request as received.
        public_key: Returns the key of a terminal, or None if the name is unknown.

    Raises:
        SignatureError: The signature is missing, invalid, or does not cover enough.
        Exception: Any exception of `public_key`.
    """
    keys = _Keys(public=public_key)
    try:
        # Without `max_age` and `body`: central's own clock decides, and the body is
        # read only after its digest proved to be signed.
        (found,) = _Verifier(signature_algorithm=ED25519, key_resolver=keys).verify(
            request,
            max_age=None,
            expect_tag=TAG,
            require_components=_required(dict(request.headers.items())),
        )
    except (HTTPMessageSignaturesException, ValueError) as error:
        raise keys.failure or SignatureError(type(error).__name__) from None
    nonce = found.nonce
    if nonce is None or not _NONCE.fullmatch(nonce):
        raise SignatureError("a nonce is 16 to 64 letters and digits")
    created = datetime.fromtimestamp(int(found.parameters["created"]), UTC)
    digest = found.covered_components['"content-digest"']
    return Signed(str(found.parameters["keyid"]), created, nonce, digest)


class _Verifier(HTTPMessageVerifier):
    # The library uses the machine's clock; `Signed.is_timely` uses central's.
    max_clock_skew = timedelta(days=36_500)


class _Keys(HTTPSignatureKeyResolver):
    def __init__(
        self,
        public: Callable[[str], Ed25519PublicKey | None] = lambda _: None,
        private: Ed25519PrivateKey | None = None,
    ) -> None:
        self._public = public
        self._private = private
        self.failure: Exception | None = None

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        try:
            return self._public(key_id)
        except Exception as error:
            self.failure = error  # the library would report an invalid signature
            raise

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        if self._private is None:
            raise KeyError(key_id)
        return self._private


def _required(headers: Mapping[str, str]) -> tuple[str, ...]:
    packed = any(name.lower() == ENCODING for name in headers)
    return (*COVERED, ENCODING) if packed else COVERED


def _on_wire(url: str) -> str:
    """Return the address with a fixed host, since no signature covers the host."""
    parts = urlsplit(url)
    return parts._replace(scheme="http", netloc="central").geturl()
