"""Signatures of requests: what may come instead of one does no harm."""

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.properties import patient
from support.signing import signer

from contract.signature import (
    WINDOW,
    Request,
    SignatureError,
    Signed,
    verify,
)

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
URL = "http://central/v1/records?a=1"
BODY = b'{"records":[]}'
KEY = signer().key.public_key()
NAMES = ("Signature", "Signature-Input", "Content-Digest")

latin = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=200)
likely = st.lists(
    st.sampled_from(
        [
            *"():;=,*\"'?@ \t-_.",
            *("terminal", "sig", ":AAAA:", '"@path"', '"@method"', '"content-digest"'),
            *(";created=1", ";keyid=", ';tag="onetrip-terminal"', ";req", ";bs", ";sf"),
            *('"@signature-params"', "sha-256", "9" * 20, "1.5"),
        ]
    ),
    max_size=30,
).map("".join)


def headers() -> dict[str, str]:
    return signer().headers("POST", URL, BODY, NOW)


def check(given: dict[str, str]) -> Signed:
    return verify(Request("POST", URL, given), lambda name: KEY if name else None)


def test_what_was_signed_is_told() -> None:
    signed = check(headers())
    assert (signed.terminal, signed.created) == ("demo-01", NOW)
    assert signed.fits_digest(BODY)
    assert not signed.fits_digest(BODY + b" ")


@pytest.mark.parametrize("seconds", [1, -1])
def test_it_is_timely_within_the_window(seconds: int) -> None:
    signed, second = check(headers()), timedelta(seconds=seconds)
    assert signed.is_timely(NOW + seconds * WINDOW)
    assert not signed.is_timely(NOW + seconds * WINDOW + second)


@pytest.mark.parametrize("created", [-(10**11), -(10**18), 10**11, 10**18, 10**40])
def test_no_clock_makes_it_at_an_absurd_time(created: int) -> None:
    given = headers()
    asked = re.sub(r"created=\d+", f"created={created}", given["Signature-Input"])
    lines = (
        *('"@method": POST', '"@path": /v1/records', '"@query": ?a=1'),
        f'"content-digest": {given["Content-Digest"]}',
        f'"@signature-params": {asked.removeprefix("terminal=")}',
    )
    signed = base64.b64encode(signer().key.sign("\n".join(lines).encode())).decode()
    with pytest.raises(SignatureError):
        check(
            given | {"Signature-Input": asked, "Signature": f"terminal=:{signed}:"},
        )


def test_no_two_signatures_are_the_same() -> None:
    assert check(headers()).nonce != check(headers()).nonce


@given(st.sampled_from(NAMES), st.one_of(latin, likely))
@settings(patient, max_examples=500)
def test_any_text_in_place_of_a_header_is_refused(name: str, text: str) -> None:
    with pytest.raises(SignatureError):
        check(headers() | {name: text})


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, st.one_of(latin, likely))))
@settings(patient, max_examples=500)
def test_any_text_in_all_of_them_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(SignatureError):
        check(given)


@given(st.sampled_from(NAMES), st.data())
@settings(patient, max_examples=500)
def test_a_sign_changed_anywhere_is_refused(name: str, data: st.DataObject) -> None:
    whole = headers()
    value = whole[name]
    at = data.draw(st.integers(0, len(value) - 1))
    sign = data.draw(st.characters(min_codepoint=0x21, max_codepoint=0x7E))
    changed = value[:at] + sign + value[at + 1 :]
    try:
        signed = check(whole | {name: changed})
    except SignatureError:
        return
    assert signed == check(whole), "it can only mean the same, written otherwise"
