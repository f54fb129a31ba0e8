"""Central's keys at work: is a document's seal its own, and to which is sealed."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from config.settings import DEMO_SEALING_KEY
from contract import verification
from contract.documents import IssuedDocument
from kiosk.errors import SealError
from offline_cache.keyring import Keyring

KEY_BYTES = 32
"""Of a raw Ed25519 public key (RFC 8032)."""


def check(document: IssuedDocument, keys: tuple[bytes, ...]) -> None:
    """Check the QR code that stands on a document.

    Args:
        document: As central gave it.
        keys: Central's public keys, 32 bytes each.

    Raises:
        SealError: It is signed by nobody we know, or speaks of another document.
    """
    known = [
        Ed25519PublicKey.from_public_bytes(key) for key in keys if len(key) == KEY_BYTES
    ]
    try:
        claims = verification.read(document.verification, known)
    except verification.VerificationError as error:
        wrong = str(error.fault)
    else:
        if claims.serial == document.serial:
            return
        wrong = "another_serial"
    # Out here, since what stands behind the other error could quote a citizen's data.
    raise SealError(wrong)


def is_certificate(text: str) -> bool:
    """Whether a scanned text has the form of a document's QR code."""
    return verification.looks_like_one(text)


def sealing_key(
    keyring: Keyring, first: bytes | None, *, demonstration: bool
) -> bytes | None:
    """The public key that records are sealed to; None while there is none.

    Args:
        keyring: Has central's, once the catalogue has come.
        first: Of the settings, for the time before.
        demonstration: Whether it may be the one that everybody has the other half of.
    """
    published = keyring.sealing_keys()
    key = published[0] if published else first
    return None if key == DEMO_SEALING_KEY and not demonstration else key
