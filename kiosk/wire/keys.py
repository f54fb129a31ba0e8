"""Central's keys: checks documents' seals and chooses the key records are sealed to."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from config.settings import DEMO_SEALING_KEY
from contract import verification
from contract.documents import IssuedDocument
from kiosk.errors import SealError
from offline_cache.keyring import Keyring

KEY_BYTES = 32
"""The length of a raw Ed25519 public key (RFC 8032)."""


def check(document: IssuedDocument, keys: tuple[bytes, ...]) -> None:
    """Check the QR code printed on a document.

    Args:
        document: The document as central sent it.
        keys: Central's public keys, 32 bytes each.

    Raises:
        SealError: The signature matches no known key, or the code is another
            document's.
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
    # Raised outside: the chained error could quote a citizen's data.
    raise SealError(wrong)


def is_certificate(text: str) -> bool:
    """Return whether a scanned text has the form of a document's QR code."""
    return verification.looks_like_one(text)


def sealing_key(
    keyring: Keyring, first: bytes | None, *, demonstration: bool
) -> bytes | None:
    """Return the public key that records are sealed to, or None if there is none.

    Args:
        keyring: Holds central's keys, once the catalogue has been received.
        first: The key of the settings, used until then.
        demonstration: Whether the demonstration's key, whose private half is public, is
            allowed.
    """
    published = keyring.sealing_keys()
    key = published[0] if published else first
    return None if key == DEMO_SEALING_KEY and not demonstration else key
