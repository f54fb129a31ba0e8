"""Certificates made and signed, and papers verified, each second on one core.

The baselines, in turn within the same run: typst with a compiler for each document and
no signature, as it is called from a command line; and pyHanko's own check of the PDF.
"""

import os
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from itertools import count
from pathlib import Path

from asn1crypto import x509
from benchmarks import report
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from support.documents import answer, certificate

from central.documents.keys import open_keys
from central.documents.render import Renderer
from central.documents.seal import Seal
from central.documents.verify import verify_pdf
from contract.verification import read, sign

ROUNDS = 7
DOCUMENTS = 10
CHECKS = 50
CODES = 1000
ROWS = 24
"""Of the certificate's table: a page and a half, as two years of contributions."""


def run() -> None:
    """Measure all, and write the figures."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        keys = open_keys(Path(folder), demonstration=True)
        renderer, seal = Renderer(), Seal(keys)
        one = certificate("陈𬱖", answer(rows=ROWS))
        code = sign(one.claims(), keys.signing_key)

        numbers = count(1)

        def ours() -> bytes:
            # The serial differs, so that no result is cached from the last.
            serial = f"PO-20261126-{next(numbers):06}"
            each = one.model_copy(update={"serial": serial})
            text = sign(each.claims(), keys.signing_key)
            return seal.sign(renderer.render(each, text))[0]

        pdf = ours()
        made, drawn = _in_turn(
            ours, lambda: Renderer().render(one, code), DOCUMENTS, DOCUMENTS
        )
        root = x509.Certificate.load(
            keys.public.authorities[0].public_bytes(Encoding.DER)
        )

        def peer() -> None:
            (found,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
            validate_pdf_signature(found, ValidationContext(trust_roots=[root]))

        checked, theirs = _in_turn(
            lambda: verify_pdf(pdf, keys.public), peer, CHECKS, CHECKS
        )
        codes, _ = _in_turn(
            lambda: read(code, keys.public.codes), lambda: None, CODES, 1
        )
    report.write(
        "documents",
        {
            "unit": "each second, on one core",
            "bytes_of_one": len(pdf),
            "made_and_signed": report.spread(made),
            "aim_made_and_signed": 10,
            "peer_drawn_by_a_new_compiler_unsigned": report.spread(drawn),
            "ratio_made": report.spread(_ratios(made, drawn)),
            "pdf_checked": report.spread(checked),
            "peer_pdf_checked_by_pyhanko": report.spread(theirs),
            "ratio_checked": report.spread(_ratios(checked, theirs)),
            "code_checked": report.spread(codes),
        },
    )


def _in_turn(
    first: Callable[[], object], second: Callable[[], object], many: int, others: int
) -> tuple[list[float], list[float]]:
    """Return how often each can be done in a second, measured in turn."""
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for work, times, found in (
            (first, many, rates[0]),
            (second, others, rates[1]),
        ):
            began = time.perf_counter()
            for _ in range(times):
                work()
            found.append(times / (time.perf_counter() - began))
    return rates


def _ratios(ours: list[float], theirs: list[float]) -> list[float]:
    return [mine / peer for mine, peer in zip(ours, theirs, strict=True)]


if __name__ == "__main__":
    run()
