"""The QR code of a document: what it proves, signed, and checked without a network.

The text is `OT1:` and the base45 (RFC 9285) of a COSE_Sign1 (RFC 9052) with Ed25519,
tagged, in the deterministic encoding of CBOR (RFC 8949, 4.2). Its protected header
holds the algorithm and the key's id (`key_id`), its unprotected one nothing. The
payload is a map from the integers of `_FIELDS` to texts, whole numbers and bytes.

Whoever reads it finds a frame of fixed shape, then checks the signature, and only then
decodes what was signed: bytes of strangers are never decoded.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

import cbor2
from base45 import b45decode, b45encode
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from pydantic import Field, StringConstraints, ValidationError

from central.contract.model import Bilingual, Instant, ItemCode, Message, Word

PREFIX = "OT1:"

LONGEST_TEXT = 2000
"""Characters; with more a QR code could not be read from paper."""

KEY_ID_BYTES = 8
DIGEST_BYTES = 32
CODE_LENGTH = 12

_EPOCH = date(1970, 1, 1)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALG_KID = b"\xa2\x01\x27\x04\x48"  # {1: -8 (EdDSA), 4: 8 bytes that follow}
_BEFORE = b"\xd2\x84\x4d" + _ALG_KID  # tag 18, array of 4, 13 bytes of header
_UNPROTECTED = b"\xa0"
_SIGNATURE = b"\x58\x40"  # 64 bytes follow


class Unverified(StrEnum):
    """Why a code proves nothing."""

    MALFORMED = "malformed"  # not such a code, or cut off, or misread
    UNKNOWN_KEY = "unknown_key"  # signed, but by nobody that we know
    BAD_SIGNATURE = "bad_signature"  # names one of our keys; was altered or made up


class VerificationError(ValueError):
    """The code proves nothing; `reason` says why, the text holds nothing of it."""

    def __init__(self, reason: Unverified) -> None:
        super().__init__(f"not verified: {reason}")
        self.reason = reason


class Claims(Message):
    """What a document's code says: enough to compare with the paper.

    Attributes:
        holder: Whom the document is about, in full.
        number: Of the holder's card, masked.
        as_of: The day up to which the data is complete.
        digest: SHA-256 of the document's content at central.
    """

    serial: Word
    item: ItemCode
    title: Bilingual
    holder: Annotated[str, StringConstraints(max_length=200)] = Field(repr=False)
    number: Annotated[Word, Field(repr=False)]
    as_of: date
    issued_at: Instant
    terminal: Word
    digest: Annotated[bytes, Field(min_length=DIGEST_BYTES, max_length=DIGEST_BYTES)]


def sign(claims: Claims, key: Ed25519PrivateKey) -> str:
    """Make the text of a QR code.

    Raises:
        ValueError: It would be longer than `LONGEST_TEXT`.
    """
    payload = _encode(claims)
    protected = _ALG_KID + key_id(key.public_key().public_bytes_raw())
    signature = key.sign(_to_be_signed(protected, payload))
    frame = b"".join(
        (
            _BEFORE[: -len(_ALG_KID)] + protected + _UNPROTECTED,
            cbor2.dumps(payload, canonical=True),
            _SIGNATURE + signature,
        )
    )
    text: str = PREFIX + b45encode(frame).decode("ascii")
    if len(text) > LONGEST_TEXT:
        raise ValueError("too much for a QR code")
    return text


def read(text: str, keys: Iterable[bytes]) -> Claims:
    """Check a code and read it.

    Args:
        text: As a scanner or a person gives it.
        keys: Raw Ed25519 public keys, 32 bytes each, that may have signed it.

    Raises:
        VerificationError: It proves nothing.
    """
    protected, payload, signature = _unframe(text)
    wanted = protected[len(_ALG_KID) :]
    candidates = [key for key in keys if key_id(key) == wanted]
    if not candidates:
        raise VerificationError(Unverified.UNKNOWN_KEY)
    signed = _to_be_signed(protected, payload)
    if not any(_is_signed(key, signature, signed) for key in candidates):
        raise VerificationError(Unverified.BAD_SIGNATURE)
    return _decode(payload)


def key_id(key: bytes) -> bytes:
    """By which a code names a raw public key: the first bytes of its SHA-256."""
    return sha256(key).digest()[:KEY_ID_BYTES]


def short_code(text: str) -> str:
    """What stands below the QR code for people to type: `7KQ2-M9XD-40RT`.

    It is worked out from the code's text; central finds it together with the serial.
    """
    number = int.from_bytes(sha256(text.encode()).digest())
    signs = "".join(_CROCKFORD[number >> 5 * i & 31] for i in range(CODE_LENGTH))
    return "-".join(signs[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def _unframe(text: str) -> tuple[bytes, bytes, bytes]:
    """Take protected header, payload and signature out of a text of our shape."""
    stripped = text.strip()
    body = stripped.removeprefix(PREFIX)
    if body == stripped or len(stripped) > LONGEST_TEXT or not body.isascii():
        raise VerificationError(Unverified.MALFORMED)
    try:
        frame = b45decode(body)
    except ValueError as error:
        raise VerificationError(Unverified.MALFORMED) from error
    if b45encode(frame).decode("ascii") != body:
        raise VerificationError(Unverified.MALFORMED)
    header_end = len(_BEFORE) + KEY_ID_BYTES
    before, rest = frame[:header_end], frame[header_end:]
    payload, signature = rest[len(_UNPROTECTED) : -66], rest[-64:]
    for length in (1, 2, 3):  # of the head of a string of bytes
        content = payload[length:]
        if cbor2.dumps(content) == payload:
            break
    else:
        raise VerificationError(Unverified.MALFORMED)
    whole = _UNPROTECTED + payload + _SIGNATURE + signature
    if not before.startswith(_BEFORE) or rest != whole or len(signature) != 64:
        raise VerificationError(Unverified.MALFORMED)
    return before[len(_BEFORE) - len(_ALG_KID) :], content, signature


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """The Sig_structure of RFC 9052, 4.4."""
    return cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)


def _is_signed(key: bytes, signature: bytes, signed: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


_FIELDS = ("serial", "item", "title_zh", "title_en", "holder", "number")
"""Integers 1 to 6 of the payload; 7 `as_of` in days and 8 `issued_at` in seconds since
1970, 9 `terminal`, 10 `digest`."""


def _encode(claims: Claims) -> bytes:
    texts = (
        *(claims.serial, claims.item, claims.title.zh_CN, claims.title.en),
        *(claims.holder, claims.number),
    )
    fields: dict[int, str | int | bytes] = dict(enumerate(texts, 1))
    fields[7] = (claims.as_of - _EPOCH).days
    fields[8] = int(claims.issued_at.timestamp())
    fields[9] = claims.terminal
    fields[10] = claims.digest
    return cbor2.dumps(fields, canonical=True)


def _decode(payload: bytes) -> Claims:
    """Of bytes that one of our keys has signed, perhaps for something else."""
    try:
        fields = cbor2.loads(
            payload, max_depth=2, allow_indefinite=False, allow_duplicate_keys=False
        )
        values = [fields.pop(number) for number in range(1, 11)]
        if fields:
            raise ValueError("more than is known")
        texts = dict(zip(_FIELDS, values, strict=False))
        title = Bilingual(zh_CN=texts.pop("title_zh"), en=texts.pop("title_en"))
        return Claims(
            **texts,
            title=title,
            as_of=_EPOCH + timedelta(days=values[6]),
            issued_at=datetime.fromtimestamp(values[7], UTC),
            terminal=values[8],
            digest=values[9],
        )
    except (
        *(cbor2.CBORDecodeError, ValidationError, AttributeError, LookupError),
        *(TypeError, ValueError, OverflowError, OSError),
    ) as error:
        raise VerificationError(Unverified.MALFORMED) from error
