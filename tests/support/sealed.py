"""What central signs, with a key of the tests' own: documents and definitions."""

import base64
import hashlib
import json
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.catalogue import Catalogue, PublishedItem, signed_bytes
from contract.documents import IssuedDocument
from contract.service_item import ServiceItem
from contract.verification import Claims, sign
from support.flow import NAME, NOW, both, item
from support.steps import DOCUMENT

KEY = Ed25519PrivateKey.from_private_bytes(b"central's key, of the tests only")
PUBLIC = KEY.public_key().public_bytes_raw()
ANOTHER = Ed25519PrivateKey.from_private_bytes(b"somebody else's key, not central")
PDF = b"%PDF-1.7 a certificate"


def seal(serial: str = "SS-1", key: Ed25519PrivateKey = KEY) -> str:
    """Return the text of a document's QR code."""
    claims = Claims(
        serial=serial,
        item=item().code,
        title="statement",
        name=NAME,
        number="510411********3175",
        as_of=date(2026, 11, 1),
        terminal="demo-01",
        content=bytes(16),
    )
    return sign(claims, key)


def sealed(**changes: Any) -> IssuedDocument:
    """Return a document as central sends it, with `changes` applied."""
    pdf = changes.pop("pdf", PDF)
    values: dict[str, Any] = {
        "time": NOW,
        "document": DOCUMENT,
        "item": item().code,
        "title": both("statement"),
        "serial": "SS-1",
        "pages": 1,
        "copy_of": False,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "pdf": base64.b64encode(pdf),
        "verification": seal(),
        "code": "7KQ2-M9XD",
    }
    return IssuedDocument.model_validate(values | changes)


def toml(definition: ServiceItem) -> str:
    """Return a definition as a TOML file: JSON in one line is valid TOML as well."""
    values = definition.model_dump(mode="json", exclude_none=True)

    def written(value: object) -> str:
        if isinstance(value, dict):
            inner = ", ".join(
                f"{name} = {written(each)}" for name, each in value.items()
            )
            return f"{{ {inner} }}"
        if isinstance(value, list):
            return f"[{', '.join(map(written, value))}]"
        return json.dumps(value, ensure_ascii=False)

    return "\n".join(f"{name} = {written(value)}" for name, value in values.items())


def published(
    definition: ServiceItem | None = None,
    key: Ed25519PrivateKey = KEY,
    **changes: Any,
) -> PublishedItem:
    """Return a definition as central publishes it."""
    told = definition or item()
    values: dict[str, Any] = {
        "code": told.code,
        "version": told.version,
        "toml": toml(told),
    } | changes
    signature = key.sign(signed_bytes(**values))
    return PublishedItem(signature=base64.b64encode(signature), **values)


def catalogue(*items: PublishedItem) -> Catalogue:
    """Return all that is published, with the key that signed it."""
    return Catalogue(
        time=NOW, verification_keys=(base64.b64encode(PUBLIC),), items=items
    )
