"""Signs PDFs over every byte, and verifies that one is unaltered and ours.

pyHanko signs (PAdES, P-256; certified, so that readers warn of any change). The check
starts with the bytes: the signature must cover the whole file except its own place, and
be valid under one of our certificates, before anything of the file is parsed. So an
appended revision is refused, and a foreign file costs one hash.
"""

import asyncio
import logging
import re
import threading
from collections.abc import Iterable
from enum import StrEnum
from io import BytesIO

from asn1crypto import cms, keys, parser
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from central.documents.keys import Keys

RESERVED = 6_000
"""Hexadecimal digits for the signature, which takes some 2,600. Without a number,
pyHanko signs twice to find one."""

LARGEST_SIGNATURE = 64_000
"""In hexadecimal digits."""

# They would log names from the certificates of foreign files.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_BYTE_RANGE = re.compile(
    rb"/ByteRange ?\[ ?0 (\d{1,10}) (\d{1,10}) (\d{1,10}) {0,60}\]"
)


class SealFault(StrEnum):
    """Why a PDF is not accepted as genuine."""

    NO_SIGNATURE = "no_signature"  # not signed, or not a PDF
    NOT_WHOLE = "not_whole"  # bytes were removed, or added after the signature
    ALTERED = "altered"  # the bytes differ from the signed ones
    UNKNOWN_SIGNER = "unknown_signer"  # unaltered, but signed by another party


class SealError(ValueError):
    """The PDF is not genuine; the text contains nothing of it."""

    def __init__(self, reason: SealFault) -> None:
        super().__init__(f"not verified: {reason}")
        self.reason = reason


class Seal:
    """Signs with one key.

    Args:
        own: The P-256 key and certificate to use.
    """

    def __init__(self, own: Keys) -> None:
        private = own.seal_key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self._signer = SimpleSigner(
            signing_cert=_asn1(own.seal),
            signing_key=keys.PrivateKeyInfo.load(private),
            # Without the authority's: nothing in the file stays unsigned, and a
            # verifier that trusts that certificate already has it.
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        )
        # asn1crypto parses and writes the shared certificate lazily, which is not
        # thread-safe.
        self._lock = threading.Lock()

    def sign(self, pdf: bytes) -> tuple[bytes, int]:
        """Append an invisible signature. Blocks for about 40 ms.

        Returns:
            The signed PDF, and its number of pages.

        Raises:
            RuntimeError: Called from a running event loop; call it in a thread.
        """
        metadata = PdfSignatureMetadata(
            field_name="Seal",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        pages = int(writer.root["/Pages"]["/Count"])
        with self._lock:
            signed = PdfSigner(metadata, self._signer).sign_pdf(
                writer, bytes_reserved=RESERVED
            )
        return bytes(signed.getvalue()), pages


def keyword_of(pdf: bytes, authorities: Iterable[x509.Certificate]) -> str:
    """Verify a PDF and return its keyword: the text of its QR code.

    Args:
        pdf: The whole file.
        authorities: The signer's certificate must be signed by one of them.

    Raises:
        SealError: It is altered, or not ours.
        RuntimeError: Called from a running event loop; call it in a thread.
    """
    covered, contents = _split(pdf)
    _check(covered, contents, authorities)
    keyword = PdfFileReader(BytesIO(pdf)).trailer["/Info"]["/Keywords"]
    return str(keyword)


def _split(pdf: bytes) -> tuple[bytes, bytes]:
    """Return the signed bytes and the signature; there must be nothing else."""
    ranges = list(_BYTE_RANGE.finditer(pdf))
    if len(ranges) != 1:
        raise SealError(SealFault.NOT_WHOLE if ranges else SealFault.NO_SIGNATURE)
    before, after, rest = map(int, ranges[0].groups())
    gap = pdf[before:after]
    if not before < after or after + rest != len(pdf) or len(gap) > LARGEST_SIGNATURE:
        raise SealError(SealFault.NOT_WHOLE)
    if not re.fullmatch(rb"<(?:[0-9A-F]{2})+>", gap):
        raise SealError(SealFault.ALTERED)
    padded = bytes.fromhex(gap[1:-1].decode("ascii"))
    try:
        length = parser.peek(padded)
    except ValueError as error:
        raise SealError(SealFault.ALTERED) from error
    if padded[length:].strip(b"\0"):
        raise SealError(SealFault.ALTERED)
    return pdf[:before] + pdf[after:], padded[:length]


def _check(
    covered: bytes, signature: bytes, authorities: Iterable[x509.Certificate]
) -> None:
    context = ValidationContext(
        trust_roots=[_asn1(one) for one in authorities],
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    try:
        signed = cms.ContentInfo.load(signature, strict=True)["content"]
        if not isinstance(signed, cms.SignedData):
            raise SealError(SealFault.ALTERED)
        status = asyncio.run(async_validate_detached_cms(covered, signed, context))
    except (
        *(SignatureValidationError, SigningError, LookupError),
        *(TypeError, ValueError, AttributeError, NotImplementedError),
    ) as error:
        raise SealError(SealFault.ALTERED) from error
    if not (status.intact and status.valid):
        raise SealError(SealFault.ALTERED)
    if not status.trusted:
        raise SealError(SealFault.UNKNOWN_SIGNER)


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(
        certificate.public_bytes(serialization.Encoding.DER)
    )
