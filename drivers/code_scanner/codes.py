"""The kind of a scanned text, judged only by its format. Pure.

The format only sorts. Whether a payment code can be charged or a slip exists is decided
by the responsible service.

* Payment codes: WeChat 18 digits beginning with 10–15, Alipay 16–24 digits beginning
  with 25–30 (A: the providers' documents). A citizen number also has 18 digits, and
  those of five provinces begin the same way, so the kind counts only while a payment
  is expected.
* Bill codes (缴款码): 20 digits that are not Alipay's (D).
* Document codes: the slip's code, 4 and 4 of Crockford's base 32 with a hyphen.
* The code of the electronic social-security card is opaque, and its format is not
  published: it is UNKNOWN, and is sent to central if the citizen was asked for it.
"""

import re

from drivers.base import CodeKind, ScannedCode
from drivers.errors import ProtocolError, Reason

MAX_BYTES = 2000
"""Bytes of one code. A signed certificate's QR has about 300; the largest QR code holds
4296 characters, which cannot be scanned from a phone."""

_AROUND = b"\t\r\n \x03\x04"
"""Characters that scanners can be set to add: tab, CR, LF, space, ETX and EOT. None of
our codes begins or ends with them."""

_AIM = re.compile(rb"\A\][A-Za-z][0-9A-Za-z]")
"""ISO/IEC 15424: `]Q1` for a QR code, `]C1`, `]d2`, `]e0` … name the kind of a code.
Some scanners are set to send it before each code; none of our codes begins with it."""

_BASE_32 = "[0-9A-HJKMNP-TV-Z]"

_FORMS = (
    (CodeKind.PAYMENT_CODE, re.compile(r"1[0-5][0-9]{16}")),
    (CodeKind.PAYMENT_CODE, re.compile(r"(?:2[5-9]|30)[0-9]{14,22}")),
    (CodeKind.BILL_CODE, re.compile(r"[0-9]{20}")),
    (CodeKind.DOCUMENT_CODE, re.compile(f"{_BASE_32}{{4}}-{_BASE_32}{{4}}")),
)
"""The first match wins."""


def kind_of(text: str) -> CodeKind:
    """Return the kind of a text, judged by its format."""
    for kind, form in _FORMS:
        if form.fullmatch(text):
            return kind
    return CodeKind.UNKNOWN


def decode(raw: bytes) -> ScannedCode:
    """Decode the bytes that a scanner sent for one code, without its ending.

    Scanners pass on the code's own bytes: UTF-8, or GB18030 in older Chinese codes.
    Characters that the scanner added are removed.

    Raises:
        ProtocolError: It is too long, empty, undecodable or has unprintable
            characters. The message never contains what was sent.
    """
    if len(raw) > MAX_BYTES:
        raise ProtocolError(Reason.BAD_ANSWER, f"a code of more than {MAX_BYTES} bytes")
    raw = _AIM.sub(b"", raw.strip(_AROUND))
    if not raw:
        raise ProtocolError(Reason.BAD_ANSWER, "a code with nothing in it")
    for encoding in ("utf-8", "gb18030"):
        text = raw.decode(encoding, errors="replace")
        if "\ufffd" not in text and text.isprintable():
            return ScannedCode(kind_of(text), text)
    raise ProtocolError(Reason.BAD_ANSWER, f"{len(raw)} bytes that are no text")
