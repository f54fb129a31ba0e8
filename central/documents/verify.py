"""Verifies papers and files, and reports what a genuine one proves."""

import hmac
import re
from enum import StrEnum
from pathlib import Path

from central.documents.keys import PublicKeys
from central.documents.seal import SealError, SealFault, keyword_of
from central.store.database import Store
from central.store.documents import document_of_serial
from contract.verification import (
    Claims,
    VerificationError,
    VerificationFault,
    looks_like_one,
    read,
    short_code,
)

LARGEST_FILE = 4_000_000
"""Bytes; `contract.documents.LARGEST_PDF`."""

PDF_MAGIC = b"%PDF-"


class Missing(StrEnum):
    """Why there is nothing to verify."""

    NOTHING_GIVEN = "nothing_given"
    NOT_FOUND = "not_found"  # central has no document with this serial and code
    NEITHER = "neither"  # no file of this name, and not a code
    TOO_LARGE = "too_large"  # larger than any of our documents
    NO_CERTIFICATE = "no_certificate"  # the key file contains no certificate for PDFs


Doubt = VerificationFault | SealFault | Missing

WORDS: dict[Doubt, str] = {
    VerificationFault.NOT_OURS: "another kind of code",
    VerificationFault.MALFORMED: "no complete verification code",
    VerificationFault.UNKNOWN_KEY: "signed with a key that is not central's",
    VerificationFault.BAD_SIGNATURE: "what it says was changed, or was never signed",
    SealFault.NO_SIGNATURE: "no signed PDF",
    SealFault.NOT_WHOLE: "something was cut off or added after it was signed",
    SealFault.ALTERED: "the file was changed after it was signed",
    SealFault.UNKNOWN_SIGNER: "signed by somebody else than central",
    Missing.NOTHING_GIVEN: "nothing was given to check",
    Missing.NOT_FOUND: "central has issued no document of this serial and code",
    Missing.NEITHER: "there is no such file, and it is no verification code either",
    Missing.TOO_LARGE: "larger than any document of central's",
    Missing.NO_CERTIFICATE: "the key file has no certificate to check a PDF with; "
    "`python -m central keys export` writes one that has",
}
"""For operators; `central.cli.words` has them in Chinese."""


class NotGenuineError(Exception):
    """It is not proved genuine; `doubt` is the reason."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(f"not genuine: {doubt}")
        self.doubt = doubt


def verify_code(text: str, public: PublicKeys) -> Claims:
    """Verify the text of a QR code, offline.

    Raises:
        NotGenuineError: It is not proved genuine.
    """
    # Pasted text may have line breaks; a space may be part of it.
    joined = re.sub(r"[\r\n]", "", text).strip()
    try:
        return read(joined, public.codes)
    except VerificationError as error:
        raise NotGenuineError(error.fault) from error


def verify_pdf(pdf: bytes, public: PublicKeys) -> Claims:
    """Verify a PDF, offline. Call it in a thread without an event loop.

    Raises:
        NotGenuineError: It is altered, or not ours.
    """
    if len(pdf) > LARGEST_FILE:
        raise NotGenuineError(Missing.TOO_LARGE)
    if not pdf.startswith(PDF_MAGIC):
        raise NotGenuineError(SealFault.NO_SIGNATURE)
    if not public.authorities:
        raise NotGenuineError(Missing.NO_CERTIFICATE)
    try:
        keyword = keyword_of(pdf, public.authorities)
    except SealError as error:
        raise NotGenuineError(error.reason) from error
    return verify_code(keyword, public)


def verify_serial(serial: str, code: str, store: Store, public: PublicKeys) -> Claims:
    """Verify the serial and verification code that a person typed from a paper.

    Raises:
        NotGenuineError: Central has no such document.
    """
    document = document_of_serial(store, serial.strip().upper())
    if document is None or not hmac.compare_digest(
        _plain(short_code(document.verification)), _plain(code)
    ):
        raise NotGenuineError(Missing.NOT_FOUND)
    return verify_code(document.verification, public)


def verify(file_or_code: str, public: PublicKeys) -> Claims:
    """Verify the file of this name, or the text itself if there is no such file.

    Raises:
        NotGenuineError: It is not proved genuine.
        OSError: The file cannot be read.
    """
    if looks_like_one(file_or_code.strip()):
        return verify_code(file_or_code, public)
    path = Path(file_or_code)
    try:
        is_file = path.is_file()
    except (OSError, ValueError):  # too long for a name, or contains a NUL
        is_file = False
    if not is_file:
        raise NotGenuineError(Missing.NEITHER)
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if content.startswith(PDF_MAGIC) or len(content) > LARGEST_FILE:
        return verify_pdf(content, public)
    return verify_code(content.decode("utf-8", "replace"), public)


def _plain(code: str) -> bytes:
    return code.replace("-", "").replace(" ", "").strip().upper().encode()
