"""Alipay's gateway: requests are signed with RSA2, and answers are verified.

An answer is signed over the exact bytes of its inner object, so these are cut out of
the response, and nothing in it is used before they are verified.
"""

import base64
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
)

from central.payments.base import ProviderError, RefusedError
from central.payments.wire import BILL_S, TIMEOUT_S, WHOLE_S, bounded, word
from contract.business_day import SHANGHAI

DONE, WAITING = "10000", "10003"

_SAID_NO = frozenset({"40001", "40002", "40003", "40004", "40006"})
"""Answers that mean that nothing was done; all others leave it open."""

_UNSURE = ("SYSTEM_ERROR", "isp.", "aop.")
"""In the finer code: also such an answer leaves it open."""


class Gateway:
    """Sends requests, downloads bills and verifies signatures.

    Args:
        app: `app_id`.
        private_key: The application's key, PEM.
        public_key: Alipay's public key, PEM.
        address: Of the gateway.

    Raises:
        ValueError: A key cannot be used.
    """

    def __init__(
        self, app: str, private_key: str, public_key: str, address: str
    ) -> None:
        try:
            ours = load_pem_private_key(private_key.encode(), None)
            theirs = load_pem_public_key(public_key.encode())
        except (ValueError, TypeError):
            raise ValueError("a key for Alipay cannot be read") from None
        if not isinstance(ours, RSAPrivateKey) or not isinstance(theirs, RSAPublicKey):
            raise ValueError("a key for Alipay is no RSA key")  # noqa: TRY004 - a setting
        self._private_key = ours
        self._public_key = theirs
        self._app = app
        self._address = address

    def ask(
        self,
        method: str,
        wish: Mapping[str, str],
        reference: str | None = None,
        notify_url: str | None = None,
    ) -> dict[str, Any]:
        """Send a request and return the answer that Alipay has signed.

        Args:
            method: Of the interface.
            wish: The parameters; in the body, since they may contain a payment code.
            reference: Of the order that the answer must be about.
            notify_url: Where Alipay sends notifications.

        Raises:
            ProviderError: There is no usable answer, so the outcome is unknown.
            RefusedError: Alipay refused and did nothing.
        """
        common = {
            "app_id": self._app,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": f"{datetime.now(SHANGHAI):%Y-%m-%d %H:%M:%S}",
            "version": "1.0",
        }
        if notify_url is not None:
            common["notify_url"] = notify_url
        content = {"biz_content": json.dumps(wish, ensure_ascii=False)}
        text = sorted_text(common | content).encode()
        sign = self._private_key.sign(text, PKCS1v15(), SHA256())
        common["sign"] = base64.b64encode(sign).decode()
        url = f"{self._address}?{urlencode(common)}"
        told = bounded(lambda: self._signed(method, _post(url, content)), WHOLE_S)
        code, finer = told.get("code"), str(told.get("sub_code", ""))
        if code in (DONE, WAITING):
            if reference is not None and told.get("out_trade_no") != reference:
                raise ProviderError("an answer about something else")
            return told
        known = word(finer.removeprefix("ACQ.")) or word(code)
        no_bill = finer.lower().endswith("bill_not_exist")  # though it says isp.
        unsure = any(each in finer for each in _UNSURE) and not no_bill
        if code not in _SAID_NO or unsure:
            raise ProviderError(known or "nonsense")
        raise RefusedError(known)

    def download(self, url: str) -> bytes:
        """Download a bill; it is not signed, so TLS alone protects it.

        Raises:
            ProviderError: The download failed.
        """
        if self._address.startswith("https:"):
            url = url.replace("http:", "https:", 1)
        return bounded(lambda: _get(url), BILL_S)

    def genuine(self, content: bytes, sign: object) -> bool:
        """Return whether Alipay has signed this text."""
        try:
            signature = base64.b64decode(str(sign), validate=True)
            self._public_key.verify(signature, content, PKCS1v15(), SHA256())
        except (ValueError, InvalidSignature):
            return False
        return True

    def _signed(self, method: str, body: bytes) -> dict[str, Any]:
        """Return the inner object's bytes; `bounded` handles whatever fails here.

        Where the gateway does not recognise the application, its refusal is unsigned:
        that proves nothing, so only its codes are passed on, for the log.
        """
        text = body.decode()
        whole = json.loads(text)
        if not isinstance(whole, dict):
            raise ProviderError("nonsense")
        name = f"{method.replace('.', '_')}_response"
        if name not in whole:
            name = "error_response"
        start = text.index(":", text.index(f'"{name}"') + len(name) + 2) + 1
        while text[start].isspace():
            start += 1
        told, end = json.JSONDecoder().raw_decode(text, start)
        if not isinstance(told, dict):
            raise ProviderError("nonsense")
        if not self.genuine(text[start:end].encode(), whole.get("sign")):
            codes = [_code(told[each]) for each in ("code", "sub_code") if each in told]
            raise ProviderError(" ".join(("not signed", *codes)))
        return told


def _code(said: object) -> str:
    """Return an unverified code, made safe for the log: `isv.invalid-app-id`."""
    return re.sub(r"[^0-9A-Za-z._-]+", "_", str(said))[:64]


def sorted_text(parameters: Mapping[str, str]) -> str:
    """Return the text that is signed, in requests and notifications."""
    return "&".join(f"{name}={parameters[name]}" for name in sorted(parameters))


def _post(url: str, content: Mapping[str, str]) -> bytes:
    answer = requests.post(
        url,
        data=urlencode(content),
        headers={"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"},
        timeout=TIMEOUT_S,
    )
    answer.raise_for_status()
    return answer.content


def _get(url: str) -> bytes:
    answer = requests.get(url, timeout=TIMEOUT_S)
    answer.raise_for_status()
    return answer.content
