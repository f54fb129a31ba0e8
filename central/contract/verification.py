"""The QR code of a certificate: what it says, signed, and checked without a network.

`OT1:` and base45 (RFC 9285) of a COSE_Sign1 (RFC 9052) with EdDSA over Ed25519, whose
payload is a CBOR map (RFC 8949). Central signs; whoever has central's published key can
check: `central verify`, a terminal, central's public page.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import base45
import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

PREFIX = "OT1:"
LONGEST = 2000
"""Characters of a code's text; ours have some 400."""

_COSE_SIGN1 = 18  # the tag
_ALG, _EDDSA, _KID = 1, -8, 4  # of the COSE header
_FIELDS = ("serial", "item", "title", "name", "number", "as_of", "terminal", "content")


class VerificationFault(StrEnum):
    """Why a code proves nothing."""

    NOT_OURS = "not_ours"  # another kind of code
    MALFORMED = "malformed"  # damaged, or made by somebody who does not know how
    UNKNOWN_KEY = "unknown_key"  # signed by somebody else
    BAD_SIGNATURE = "bad_signature"  # changed after it was signed


class VerificationError(ValueError):
    """The code proves nothing; its text never holds what was in it."""

    def __init__(self, fault: VerificationFault) -> None:
        super().__init__(f"not a valid certificate code: {fault}")
        self.fault = fault


@dataclass(frozen=True, repr=False)
class Claims:
    """What a certificate's code says.

    Attributes:
        serial: Of the certificate.
        item: Code of the service item.
        title: In Chinese, as it stands on the paper.
        name: The holder's.
        number: The holder's, masked.
        as_of: The day up to which the data is complete.
        terminal: That asked for it.
        content: The first 16 bytes of the SHA-256 of what the paper says.
    """

    serial: str
    item: str
    title: str
    name: str
    number: str
    as_of: date
    terminal: str
    content: bytes


def key_id(key: Ed25519PublicKey) -> bytes:
    """Eight bytes by which a key is named: the head of its SHA-256."""
    return hashlib.sha256(key.public_bytes_raw()).digest()[:8]


def sign(claims: Claims, key: Ed25519PrivateKey) -> str:
    """The text of the code."""
    protected = cbor2.dumps({_ALG: _EDDSA, _KID: key_id(key.public_key())})
    values = {
        index: str(getattr(claims, name)) if name == "as_of" else getattr(claims, name)
        for index, name in enumerate(_FIELDS, start=1)
    }
    payload = cbor2.dumps(values)
    signature = key.sign(_to_be_signed(protected, payload))
    message = cbor2.CBORTag(_COSE_SIGN1, [protected, {}, payload, signature])
    encoded: bytes = base45.b45encode(cbor2.dumps(message))
    return PREFIX + encoded.decode()


def looks_like_one(text: str) -> bool:
    """Whether a text is a certificate's code, valid or not."""
    return text.startswith(PREFIX)


def read(text: str, keys: Iterable[Ed25519PublicKey]) -> Claims:
    """Check a code and give what it says.

    Args:
        text: As scanned.
        keys: Of central: the present one and those before.

    Raises:
        VerificationError: It proves nothing.
    """
    if not looks_like_one(text):
        raise VerificationError(VerificationFault.NOT_OURS)
    if len(text) > LONGEST:
        raise VerificationError(VerificationFault.MALFORMED)
    try:
        raw = base45.b45decode(text.removeprefix(PREFIX))
        protected, payload, signature = _opened(raw)
        key = _key(protected, keys)
        key.verify(signature, _to_be_signed(protected, payload))
        return _claims(cbor2.loads(payload))
    except InvalidSignature:
        fault = VerificationFault.BAD_SIGNATURE
    except VerificationError as error:
        fault = error.fault
    except (
        cbor2.CBORDecodeError,
        ValueError,
        TypeError,
        RecursionError,
        OverflowError,
        MemoryError,
    ):
        # Whatever a decoder says of bytes that nobody has signed.
        fault = VerificationFault.MALFORMED
    raise VerificationError(fault)


def _key(protected: bytes, keys: Iterable[Ed25519PublicKey]) -> Ed25519PublicKey:
    named = cbor2.loads(protected)
    if not isinstance(named, dict) or named.get(_ALG) != _EDDSA:
        raise VerificationError(VerificationFault.MALFORMED)
    known = {key_id(key): key for key in keys}
    kid = named.get(_KID)
    key = known.get(kid) if isinstance(kid, bytes) else None
    if key is None:
        raise VerificationError(VerificationFault.UNKNOWN_KEY)
    return key


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _opened(raw: bytes) -> tuple[bytes, bytes, bytes]:
    message = cbor2.loads(raw)
    if not isinstance(message, cbor2.CBORTag) or message.tag != _COSE_SIGN1:
        raise VerificationError(VerificationFault.MALFORMED)
    parts = message.value
    if not isinstance(parts, list | tuple) or len(parts) != 4:
        raise VerificationError(VerificationFault.MALFORMED)
    protected, _, payload, signature = parts
    for part in (protected, payload, signature):
        if not isinstance(part, bytes):
            raise VerificationError(VerificationFault.MALFORMED)
    return protected, payload, signature


def _claims(values: object) -> Claims:
    if not isinstance(values, dict) or set(values) != set(range(1, len(_FIELDS) + 1)):
        raise VerificationError(VerificationFault.MALFORMED)
    said = {name: values[index] for index, name in enumerate(_FIELDS, start=1)}
    texts = {name: each for name, each in said.items() if name != "content"}
    if not all(isinstance(each, str) for each in texts.values()):
        raise VerificationError(VerificationFault.MALFORMED)
    if not isinstance(said["content"], bytes):
        raise VerificationError(VerificationFault.MALFORMED)
    as_of = date.fromisoformat(said["as_of"])
    return Claims(**(said | {"as_of": as_of}))
