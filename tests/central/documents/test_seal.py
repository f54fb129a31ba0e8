"""A signed PDF is whole and ours, or it is refused before anything of it is parsed."""

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from support.documents import certificate, drawn

from central.documents import seal
from central.documents.keys import Keys, open_keys
from central.documents.seal import Seal, SealError, SealFault, keyword_of
from contract.verification import sign

RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return open_keys(tmp_path_factory.mktemp("keys"), demonstration=True)


@pytest.fixture(scope="module")
def signed(keys: Keys) -> bytes:
    return Seal(keys).sign(drawn(certificate(), keys))[0]


@dataclass(frozen=True, repr=False)
class Paper:
    """Both, without a repr that Hypothesis would print."""

    pdf: bytes
    keys: Keys


@pytest.fixture(scope="module")
def paper(signed: bytes, keys: Keys) -> Paper:
    return Paper(signed, keys)


def refused(pdf: bytes, keys: Keys) -> SealFault:
    with pytest.raises(SealError) as refusal:
        keyword_of(pdf, keys.public.authorities)
    return refusal.value.reason


def test_what_was_signed_is_ours(signed: bytes, keys: Keys) -> None:
    expected = sign(certificate().claims(), keys.signing_key)
    assert keyword_of(signed, keys.public.authorities) == expected


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("restless")
def test_several_can_be_signed_at_once(keys: Keys) -> None:
    pdf = drawn(certificate(), keys)
    with ThreadPoolExecutor(4) as pool:
        for _ in range(20):
            signed = list(pool.map(Seal(keys).sign, [pdf] * 4))
    assert len({keyword_of(each, keys.public.authorities) for each, _ in signed}) == 1


def test_pages_are_counted(keys: Keys) -> None:
    assert Seal(keys).sign(drawn(certificate(), keys))[1] == 1


def test_other_programs_find_it_whole_and_valid(
    signed: bytes, keys: Keys, tmp_path: Path
) -> None:
    (found,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    root = asn1_x509.Certificate.load(
        keys.public.authorities[0].public_bytes(Encoding.DER)
    )
    status = validate_pdf_signature(found, ValidationContext(trust_roots=[root]))
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level is ModificationLevel.NONE
    (tmp_path / "x.pdf").write_bytes(signed)
    said = subprocess.run(  # noqa: S603 - Debian's
        ["/usr/bin/pdfsig", str(tmp_path / "x.pdf")],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "演示" in said


@given(st.integers(min_value=0), st.integers(1, 255))
def test_no_changed_byte_passes(paper: Paper, place: int, change: int) -> None:
    found = RANGE.search(paper.pdf)
    assert found is not None
    first, last = int(found[1]), int(found[2])
    # Of the signature's own place, none that it means: it has words of its own.
    covered = [*range(first), *range(last - 40, len(paper.pdf))]
    changed = bytearray(paper.pdf)
    changed[covered[place % len(covered)]] ^= change
    with pytest.raises(SealError):
        keyword_of(bytes(changed), paper.keys.public.authorities)


def test_the_padding_holds_nothing(signed: bytes, keys: Keys) -> None:
    found = RANGE.search(signed)
    assert found is not None
    end = int(found[2])
    assert signed[end - 3 : end] == b"00>"
    hidden = signed[: end - 3] + b"07>" + signed[end:]
    assert refused(hidden, keys) is SealFault.ALTERED


def test_a_page_changed_inside_the_range_is_refused(signed: bytes, keys: Keys) -> None:
    changed = signed.replace(b"<pdfaid:part>2<", b"<pdfaid:part>3<")
    assert changed != signed
    assert refused(changed, keys) is SealFault.ALTERED


@pytest.mark.parametrize("added", [b"\n", b"%%EOF\n", b"\0" * 4096])
def test_appended_bytes_are_refused(added: bytes, signed: bytes, keys: Keys) -> None:
    assert refused(signed + added, keys) is SealFault.NOT_WHOLE


def test_an_appended_revision_is_refused(signed: bytes, keys: Keys) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()  # type: ignore[no-untyped-call]
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    revision = out.getvalue()
    assert revision.startswith(signed)
    assert len(revision) > len(signed)
    assert refused(revision, keys) is SealFault.NOT_WHOLE


def test_a_second_signature_is_refused(
    signed: bytes, keys: Keys, tmp_path: Path
) -> None:
    stranger = Seal(open_keys(tmp_path))
    stranger_signed, _ = stranger.sign(drawn(certificate(), keys))
    assert refused(stranger_signed + signed, keys) is SealFault.NOT_WHOLE


def test_what_is_cut_off_is_refused(signed: bytes, keys: Keys) -> None:
    for length in (len(signed) - 1, len(signed) // 2, 100, 5, 0):
        assert refused(signed[:length], keys) in (
            SealFault.NOT_WHOLE,
            SealFault.NO_SIGNATURE,
        )


def test_an_unsigned_one_is_refused(keys: Keys) -> None:
    assert refused(drawn(certificate(), keys), keys) is SealFault.NO_SIGNATURE


def test_another_authoritys_is_refused(keys: Keys, tmp_path: Path) -> None:
    foreign, _ = Seal(open_keys(tmp_path, demonstration=True)).sign(
        drawn(certificate(), keys)
    )
    assert refused(foreign, keys) is SealFault.UNKNOWN_SIGNER


def test_nothing_of_a_stranger_is_parsed(
    signed: bytes, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign, _ = Seal(open_keys(tmp_path)).sign(drawn(certificate(), keys))

    def parsed(_: object) -> None:
        raise AssertionError("parsed before its signature was found right")

    monkeypatch.setattr(seal, "PdfFileReader", parsed)
    for pdf in (foreign, signed.replace(b"/Lang", b"/Gnal"), signed + b"\n"):
        with pytest.raises(SealError):
            keyword_of(pdf, keys.public.authorities)


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_are_refused_without_a_crash(
    keys: Keys, noise: bytes, contents: bytes
) -> None:
    def shaped(body: bytes) -> bytes:
        gap = b"<" + contents.hex().upper().encode() + b">"
        head = b"%%PDF-1.7\n" + body + b"/ByteRange [0 %06d %06d %06d]"
        start = len(head) - 1 - 3 * 4 + 3 * 6
        filled = head % (start, start + len(gap), len(body))
        return filled + gap + body

    with pytest.raises(SealError):
        keyword_of(noise, keys.public.authorities)
    with pytest.raises(SealError):
        keyword_of(shaped(noise.replace(b"%", b"")), keys.public.authorities)
