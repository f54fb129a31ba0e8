"""A document's code proves what it says by itself, and nothing else proves anything."""

from dataclasses import replace
from datetime import date
from typing import Any

import cbor2
import pytest
from base45 import b45decode, b45encode
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from hypothesis import given
from hypothesis import strategies as st

from contract import verification
from contract.verification import (
    PREFIX,
    Claims,
    VerificationError,
    VerificationFault,
    key_id,
    looks_like_one,
    read,
    short_code,
    sign,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key()
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
CLAIMS = Claims(
    serial="SS-20261126-000123",
    item="social_security.participation_certificate",
    title="社会保险参保证明",
    name="陈𬱖",
    number="510411********3175",
    as_of=date(2026, 10, 31),
    terminal="demo-01",
    content=bytes(range(16)),
)
TEXT = sign(CLAIMS, KEY)


def refused(text: str, *keys: Ed25519PublicKey) -> VerificationFault:
    with pytest.raises(VerificationError) as refusal:
        read(text, keys)
    return refusal.value.fault


def signed(payload: bytes) -> str:
    """A code around any bytes, with a right signature."""
    protected = cbor2.dumps({1: -8, 4: key_id(PUBLIC)}, canonical=True)
    to_be_signed = cbor2.dumps(["Signature1", protected, b"", payload])
    frame = cbor2.CBORTag(18, [protected, {}, payload, KEY.sign(to_be_signed)])
    text: str = PREFIX + b45encode(cbor2.dumps(frame)).decode()
    return text


def fields(**changes: object) -> dict[int, Any]:
    """What the payload holds, with the numbers as `_3`."""
    payload = cbor2.loads(b45decode(TEXT[4:])).value[2]
    return dict(cbor2.loads(payload)) | {int(k[1:]): v for k, v in changes.items()}


def test_what_was_signed_is_read() -> None:
    assert read(TEXT, [PUBLIC]) == CLAIMS
    assert read(f"  {TEXT}\n", [OTHER.public_key(), PUBLIC]) == CLAIMS


def test_it_is_a_cose_sign1_of_rfc_9052() -> None:
    frame = cbor2.loads(b45decode(TEXT.removeprefix("OT1:")))
    assert frame.tag == 18
    protected, unprotected, payload, signature = frame.value
    assert cbor2.loads(protected) == {1: -8, 4: key_id(PUBLIC)}
    assert unprotected == {}
    structure = cbor2.dumps(["Signature1", protected, b"", payload])
    KEY.public_key().verify(signature, structure)


def test_a_code_made_by_the_text_of_the_standard_is_read() -> None:
    assert signed(cbor2.dumps(fields(), canonical=True)) == TEXT


def test_it_fits_a_qr_code_that_paper_can_carry() -> None:
    long_name = "古丽巴哈尔·阿卜杜热西提·买买提明"
    text = sign(replace(CLAIMS, name=long_name, title="社会保险参保缴费证明"), KEY)
    assert len(text) < 600  # version 15 at level M
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_somebody_elses_key_is_refused() -> None:
    foreign = sign(CLAIMS, OTHER)
    assert refused(foreign, PUBLIC) is VerificationFault.UNKNOWN_KEY
    assert refused(TEXT) is VerificationFault.UNKNOWN_KEY


def test_our_keys_name_on_somebody_elses_signature_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as forger:
        forger.setattr(verification, "key_id", lambda _: key_id(PUBLIC))
        forged = sign(CLAIMS, OTHER)
    assert refused(forged, PUBLIC) is VerificationFault.BAD_SIGNATURE


@given(st.integers(min_value=0), st.integers(1, 255))
def test_no_changed_byte_passes(place: int, change: int) -> None:
    frame = bytearray(b45decode(TEXT[4:]))
    frame[place % len(frame)] ^= change
    with pytest.raises(VerificationError):
        read(PREFIX + b45encode(bytes(frame)).decode(), [PUBLIC])


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("0123456789ABCZ $%*:az中"))
def test_no_changed_character_passes(place: int, sign_: str) -> None:
    text = TEXT[:place] + sign_ + TEXT[place + 1 :]
    if text.strip() != TEXT:
        with pytest.raises(VerificationError):
            read(text, [PUBLIC])


@given(st.integers(0, len(TEXT) - 1))
def test_a_part_of_a_code_is_malformed(length: int) -> None:
    expected = "not_ours" if length < len(PREFIX) else "malformed"
    assert refused(TEXT[:length], PUBLIC) == expected


@given(st.text(max_size=2500))
def test_any_text_is_refused_without_a_crash(text: str) -> None:
    assert refused(text, PUBLIC) is VerificationFault.NOT_OURS
    assert not looks_like_one(text)
    assert refused(PREFIX + text, PUBLIC) is VerificationFault.MALFORMED


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_without_a_crash(frame: bytes) -> None:
    text = PREFIX + b45encode(frame).decode()
    assert refused(text, PUBLIC) is VerificationFault.MALFORMED


@given(st.binary(max_size=300))
def test_any_signed_bytes_are_refused_without_a_crash(payload: bytes) -> None:
    assert refused(signed(payload), PUBLIC) is VerificationFault.MALFORMED


@pytest.mark.parametrize(
    "payload",
    [
        fields(_9="more"),
        fields(_1=7),
        fields(_6="2026-10-32"),
        fields(_6="9999-99-99"),
        fields(_6=20757),
        fields(_8=b"short"),
        fields(_8="0123456789abcdef"),
        {1: "SS-1"},
        ["SS-1"],
        "SS-1",
    ],
)
def test_what_our_key_signed_for_something_else_is_malformed(payload: object) -> None:
    assert refused(signed(cbor2.dumps(payload)), PUBLIC) is VerificationFault.MALFORMED


def test_a_code_is_not_longer_than_paper_can_carry() -> None:
    with pytest.raises(ValueError, match="too much"):
        sign(replace(CLAIMS, name="名" * 2000), KEY)
    assert refused(TEXT + "0" * 2000, PUBLIC) is VerificationFault.MALFORMED


def test_the_short_code_is_made_for_people() -> None:
    assert short_code(TEXT) == short_code(TEXT)
    assert len(short_code(TEXT)) == 14
    assert not set(short_code(TEXT)) & set("ILOU")
    assert short_code(sign(CLAIMS, OTHER)) != short_code(TEXT)


def test_neither_refusal_nor_repr_names_anybody() -> None:
    with pytest.raises(VerificationError) as refusal:
        read(TEXT, [])
    assert "陈" not in f"{refusal.value!r}{CLAIMS!r}"
    assert "510411" not in f"{refusal.value!r}{CLAIMS!r}"
