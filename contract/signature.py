"""How a terminal proves who it is: an HTTP message signature (RFC 9421) by Ed25519.

Each request is signed over its method, its path and query, the digest of its body as
it travels (RFC 9530), and how that is compressed; with the time of signing, and a word
that is used once. Scheme and host are left out: what stands in front of central may
change them. The path is central's own, as in `/v1/records`: a proxy that serves central
under a path takes that away.

A request is good if `verify` gives its `Signed`, if that `is_timely`, if `fits_digest`
holds for what came as its body, and if nobody has used its nonce before. Each of them
alone leaves a door open.
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
"""Covered too where there is one: without it a body would be read as another."""

TAG = "onetrip-terminal"
LABEL = "terminal"
WINDOW = timedelta(seconds=300)
"""A signature is good for so long before and after central's time."""

CLOCK_OFF = "clock_off"
"""Central's word for a good signature outside of `WINDOW`; the time stands beside."""

ACCEPTED = (
    f"{LABEL}=({' '.join(f'{chr(34)}{name}{chr(34)}' for name in COVERED)})"
    f';created;nonce;alg="ed25519";keyid;tag="{TAG}"'
)
"""What central asks for, as `Accept-Signature` says it (RFC 9421, 5.1)."""

_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")


class SignatureError(Exception):
    """The signature is missing, or not one that a terminal has made."""


class Headers(Protocol):
    """Of a request, each line by itself; names in any case."""

    def items(self) -> Iterable[tuple[str, str]]:
        """All of them."""


@dataclass
class Request:
    """What is signed, whichever library carries it.

    Attributes:
        url: Its path and query as they travel; the rest is not looked at.
        headers: All that are there; `sign` adds its own.
    """

    method: str
    url: str
    headers: Headers


@dataclass(frozen=True)
class Signed:
    """What a signature says, which fits and stands over all that it must.

    Attributes:
        terminal: Who has signed.
        created: When, by the terminal's clock.
        nonce: Used once.
        digest: Of the body, as the signed header has it.
    """

    terminal: str
    created: datetime
    nonce: str
    digest: str

    def is_timely(self, now: datetime) -> bool:
        """Whether it was made within `WINDOW` of central's time."""
        return abs(now - self.created) <= WINDOW

    def fits_digest(self, body: bytes) -> bool:
        """Whether this is the body, as it came and before it is unpacked."""
        try:
            ContentDigest.verify(self.digest, body)
        except InvalidSignature:
            return False
        return True


@dataclass
class Signer:
    """Signs as one terminal.

    Args:
        terminal: Its name.
        key: Its private key.
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
        """The headers that sign a request; each call gives others.

        Args:
            method: In capitals.
            url: Whole, or from its path on.
            body: As it travels.
            at: Central's time, as far as it is known.
            encoding: Of the body, if it is compressed; to be sent as well.
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
    """Check a request's signature; its body is not needed, and is not checked.

    Args:
        request: As it came.
        public_key: Of the terminal of that name, if there is one.

    Raises:
        SignatureError: There is none, or it does not stand for all that it must.
        Exception: What `public_key` has raised.
    """
    keys = _Keys(public=public_key)
    try:
        # Without `max_age` and `body`: central's own clock decides, and the body is
        # read only for those who have signed its digest.
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
    # By the machine's clock; `Signed.is_timely` goes by central's.
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
            self.failure = error  # the library would make a wrong signature of it
            raise

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        if self._private is None:
            raise KeyError(key_id)
        return self._private


def _required(headers: Mapping[str, str]) -> tuple[str, ...]:
    packed = any(name.lower() == ENCODING for name in headers)
    return (*COVERED, ENCODING) if packed else COVERED


def _on_wire(url: str) -> str:
    """The same address with a host that no signature covers."""
    parts = urlsplit(url)
    return parts._replace(scheme="http", netloc="central").geturl()
