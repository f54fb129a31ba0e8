"""A certificate's code proves what it says, or nothing."""

from dataclasses import replace
from datetime import date

import base45
import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from central.contract.verification import (
    PREFIX,
    Claims,
    VerificationError,
    VerificationFault,
    looks_like_one,
    read,
    sign,
)

KEY = Ed25519PrivateKey.from_private_bytes(b"1" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"2" * 32)
CLAIMS = Claims(
    serial="SS-20261126-000001",
    item="social_security.contribution_statement",
    title="社会保险缴费清单",
    name="陈𬱖",
    number="510411********3175",
    as_of=date(2026, 10, 31),
    terminal="demo-01",
    content=b"0123456789abcdef",
)


def fault_of(text: str) -> VerificationFault:
    with pytest.raises(VerificationError) as caught:
        read(text, [KEY.public_key()])
    assert CLAIMS.name not in str(caught.value)
    return caught.value.fault


def test_what_was_signed_is_read_again_also_by_an_older_key() -> None:
    text = sign(CLAIMS, KEY)
    assert looks_like_one(text)
    assert read(text, [OTHER.public_key(), KEY.public_key()]) == CLAIMS
    assert len(text) < 500


def test_somebody_elses_signature_proves_nothing() -> None:
    assert fault_of(sign(CLAIMS, OTHER)) is VerificationFault.UNKNOWN_KEY


def test_a_changed_name_proves_nothing() -> None:
    message = cbor2.loads(base45.b45decode(sign(CLAIMS, KEY).removeprefix(PREFIX)))
    forged = cbor2.loads(
        base45.b45decode(sign(replace(CLAIMS, name="王五"), OTHER).removeprefix(PREFIX))
    )
    protected, header, _, signature = message.value
    parts = [protected, header, forged.value[2], signature]
    raw = cbor2.dumps(cbor2.CBORTag(18, parts))
    text = PREFIX + base45.b45encode(raw).decode()
    assert fault_of(text) is VerificationFault.BAD_SIGNATURE


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("7K2M-9QPX", VerificationFault.NOT_OURS),
        ("https://example.gov.cn", VerificationFault.NOT_OURS),
        (PREFIX, VerificationFault.MALFORMED),
        (PREFIX + "ABC", VerificationFault.MALFORMED),
        (PREFIX + "A" * 3000, VerificationFault.MALFORMED),
        (PREFIX + "é", VerificationFault.MALFORMED),
    ],
)
def test_other_codes_and_damaged_ones(text: str, fault: VerificationFault) -> None:
    assert fault_of(text) is fault


@given(st.binary(max_size=300))
def test_no_bytes_do_harm(raw: bytes) -> None:
    with pytest.raises(VerificationError):
        read(PREFIX + base45.b45encode(raw).decode(), [KEY.public_key()])


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_no_flipped_byte_is_taken(place: int, flip: int) -> None:
    raw = bytearray(base45.b45decode(sign(CLAIMS, KEY).removeprefix(PREFIX)))
    raw[place % len(raw)] ^= flip
    text = PREFIX + base45.b45encode(bytes(raw)).decode()
    with pytest.raises(VerificationError):
        read(text, [KEY.public_key()])
