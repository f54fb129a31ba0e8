"""The signed content of a certificate's QR code, verifiable without a network.

The text is `OT1:` and the base45 (RFC 9285) of a COSE_Sign1 (RFC 9052) with Ed25519,
tagged, in deterministic CBOR (RFC 8949, 4.2). The protected header holds the algorithm
and the key's id (`key_id`); the unprotected header is empty. The payload is a map from
1, 2, 3 … to the fields of `Claims`. Central signs; anyone with central's published key
can verify: `central verify`, a terminal, the public page.

A reader first checks the fixed shape of the frame, then the signature, and only then
decodes the payload: unsigned bytes never reach the CBOR decoder.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import cbor2
from base45 import b45decode, b45encode
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from contract.codes import code_of

PREFIX = "OT1:"

LONGEST = 2000
"""Characters of a code's text; real ones have about 400. Paper cannot carry more."""

KEY_ID_BYTES = 8
CONTENT_BYTES = 16
CODE_LENGTH = 12
"""Characters of a short code; its 60 bits cannot be guessed."""

_FIELDS = ("serial", "item", "title", "name", "number", "as_of", "terminal", "content")

_HEADER = b"\xa2\x01\x27\x04\x48"  # {1: -8 (EdDSA), 4: 8 bytes that follow}
_BEFORE = b"\xd2\x84\x4d" + _HEADER  # tag 18, an array of 4, 13 bytes of header
_UNPROTECTED = b"\xa0"
_SIGNATURE = b"\x58\x40"  # 64 bytes follow
_SIGNATURE_BYTES = 64


class VerificationFault(StrEnum):
    """Why a code is invalid."""

    NOT_OURS = "not_ours"  # another kind of code
    MALFORMED = "malformed"  # truncated, misread, or of another format
    UNKNOWN_KEY = "unknown_key"  # signed with an unknown key
    BAD_SIGNATURE = "bad_signature"  # changed after signing, or forged


class VerificationError(ValueError):
    """The code is invalid. The message never contains the code."""

    def __init__(self, fault: VerificationFault) -> None:
        super().__init__(f"not a valid certificate code: {fault}")
        self.fault = fault


@dataclass(frozen=True, repr=False)
class Claims:
    """The content of a certificate's code: enough to compare with the paper.

    Attributes:
        serial: Serial of the certificate.
        item: Code of the service item.
        title: Title in Chinese, as printed.
        name: The holder's name.
        number: The holder's number, masked.
        as_of: The day up to which the data is complete.
        terminal: The terminal that requested it.
        content: The first 16 bytes of the SHA-256 of the printed content.
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
    """Return the id of a key: the first eight bytes of its SHA-256."""
    return hashlib.sha256(key.public_bytes_raw()).digest()[:KEY_ID_BYTES]


def sign(claims: Claims, key: Ed25519PrivateKey) -> str:
    """Return the text of the code.

    Raises:
        ValueError: The text would be longer than `LONGEST`.
    """
    protected = _HEADER + key_id(key.public_key())
    payload = _encode(claims)
    frame = b"".join(
        (
            _BEFORE.removesuffix(_HEADER) + protected + _UNPROTECTED,
            cbor2.dumps(payload) + _SIGNATURE,
            key.sign(_to_be_signed(protected, payload)),
        )
    )
    text: str = PREFIX + b45encode(frame).decode("ascii")
    if len(text) > LONGEST:
        raise ValueError("too much for a QR code")
    return text


def looks_like_one(text: str) -> bool:
    """Return whether a text is a certificate's code, valid or not."""
    return text.startswith(PREFIX)


def read(text: str, keys: Iterable[Ed25519PublicKey]) -> Claims:
    """Verify a code and return its content.

    Args:
        text: The code, scanned or pasted.
        keys: Central's present and previous keys.

    Raises:
        VerificationError: The code is invalid.
    """
    protected, payload, signature = _unframe(text.strip())
    named = protected.removeprefix(_HEADER)
    known = [key for key in keys if key_id(key) == named]
    if not known:
        raise VerificationError(VerificationFault.UNKNOWN_KEY)
    signed = _to_be_signed(protected, payload)
    if not any(_has_signed(key, signature, signed) for key in known):
        raise VerificationError(VerificationFault.BAD_SIGNATURE)
    return _decode(payload)


def short_code(text: str) -> str:
    """Return the code below the QR code, for people to type: `7KQ2-M9XD-40RT`.

    It is derived from the code's text; central looks it up together with the serial.
    """
    number = int.from_bytes(hashlib.sha256(text.encode()).digest())
    return code_of(number, CODE_LENGTH)


def _unframe(text: str) -> tuple[bytes, bytes, bytes]:
    """Return protected header, payload and signature of a text in our format."""
    if not looks_like_one(text):
        raise VerificationError(VerificationFault.NOT_OURS)
    body = text.removeprefix(PREFIX)
    if len(text) > LONGEST or not body.isascii():
        raise VerificationError(VerificationFault.MALFORMED)
    try:
        frame = b45decode(body)
    except ValueError as error:
        raise VerificationError(VerificationFault.MALFORMED) from error
    protected = frame[len(_BEFORE) - len(_HEADER) :][: len(_HEADER) + KEY_ID_BYTES]
    middle = frame[len(_BEFORE) + KEY_ID_BYTES : -_SIGNATURE_BYTES]
    string = middle.removeprefix(_UNPROTECTED).removesuffix(_SIGNATURE)
    signature = frame[-_SIGNATURE_BYTES:]
    for head in (1, 2, 3):  # possible lengths of a byte string's head
        payload = string[head:]
        if cbor2.dumps(payload) == string:
            break
    else:
        raise VerificationError(VerificationFault.MALFORMED)
    again = b"".join(
        (
            _BEFORE.removesuffix(_HEADER) + protected + _UNPROTECTED,
            string + _SIGNATURE + signature,
        )
    )
    # Encoding it again must give the same text: each code has exactly one text.
    if not frame.startswith(_BEFORE) or b45encode(again).decode("ascii") != body:
        raise VerificationError(VerificationFault.MALFORMED)
    return protected, payload, signature


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """Return the Sig_structure of RFC 9052, 4.4."""
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _has_signed(key: Ed25519PublicKey, signature: bytes, signed: bytes) -> bool:
    try:
        key.verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _encode(claims: Claims) -> bytes:
    values = {name: getattr(claims, name) for name in _FIELDS}
    values["as_of"] = claims.as_of.isoformat()
    return cbor2.dumps(dict(enumerate(values.values(), start=1)), canonical=True)


def _decode(payload: bytes) -> Claims:
    """Decode a payload signed by one of our keys, possibly for another purpose."""
    try:
        values = cbor2.loads(
            payload, max_depth=2, allow_indefinite=False, allow_duplicate_keys=False
        )
    except (cbor2.CBORDecodeError, ValueError, TypeError, OverflowError) as error:
        raise VerificationError(VerificationFault.MALFORMED) from error
    if not isinstance(values, dict) or list(values) != [*range(1, len(_FIELDS) + 1)]:
        raise VerificationError(VerificationFault.MALFORMED)
    named = dict(zip(_FIELDS, values.values(), strict=True))
    content = named.pop("content")
    if not isinstance(content, bytes) or len(content) != CONTENT_BYTES:
        raise VerificationError(VerificationFault.MALFORMED)
    if not all(isinstance(each, str) for each in named.values()):
        raise VerificationError(VerificationFault.MALFORMED)
    try:
        as_of = date.fromisoformat(named.pop("as_of"))
    except ValueError as error:
        raise VerificationError(VerificationFault.MALFORMED) from error
    return Claims(**named, as_of=as_of, content=content)
