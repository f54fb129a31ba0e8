"""What a scanned text is, by its form alone; pure.

The form only sorts: whether a payment code pays, whether a slip exists, its own
service says.

* Payment codes: WeChat 18 digits that begin 10–15, Alipay 16–24 digits that begin
  25–30 (A: the providers' own documents). A citizen number is 18 digits as well, and
  those of five provinces begin so too: only who asks for a payment takes it for one.
* Bill codes (缴款码): 20 digits, and none of Alipay's (D).
* Document codes: the slip's code, 4 and 4 of Crockford's base 32 with a hyphen.
* The electronic social-security card's code is opaque, and no form of it is published:
  it is UNKNOWN, and whoever asked the citizen for it sends it to central.
"""

import re

from drivers.base import CodeKind, ScannedCode
from drivers.errors import ProtocolError, Reason

MAX_BYTES = 2000
"""Of one code. A signed certificate's QR has some 300; the largest QR holds 4296
signs, which nobody could scan from a telephone."""

_AROUND = b"\t\r\n \x03\x04"
"""What scanners are set to add: tab, CR, LF, a space, ETX and EOT. No code of ours
begins or ends with any of them."""

_AIM = re.compile(rb"\A\][A-Za-z][0-9A-Za-z]")
"""ISO/IEC 15424: `]Q1` for a QR code, `]C1`, `]d2`, `]e0` … say of what kind a code is.
Scanners that are set so send it before each; no code of ours begins so."""

_BASE_32 = "[0-9A-HJKMNP-TV-Z]"

_FORMS = (
    (CodeKind.PAYMENT_CODE, re.compile(r"1[0-5][0-9]{16}")),
    (CodeKind.PAYMENT_CODE, re.compile(r"(?:2[5-9]|30)[0-9]{14,22}")),
    (CodeKind.BILL_CODE, re.compile(r"[0-9]{20}")),
    (CodeKind.DOCUMENT_CODE, re.compile(f"{_BASE_32}{{4}}-{_BASE_32}{{4}}")),
)
"""The first that fits."""


def kind_of(text: str) -> CodeKind:
    """What a text is, as far as its form tells."""
    for kind, form in _FORMS:
        if form.fullmatch(text):
            return kind
    return CodeKind.UNKNOWN


def decode(raw: bytes) -> ScannedCode:
    """Read what a scanner sent for one code, without what ends it.

    Scanners pass the code's own bytes on: UTF-8, or GB18030 in older Chinese codes.
    What a scanner has added before and after is taken away.

    Raises:
        ProtocolError: It is too long, or no text: it cannot be decoded, has
            characters that do not print, or none. The error never shows what was sent.
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
