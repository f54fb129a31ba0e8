"""Draws certificates as PDF/A-2a and PDF/UA-1, with the same bytes each time."""

import json
import re
import threading
from datetime import UTC, date
from pathlib import Path
from typing import Any, Literal

import typst

from central.documents.certificate import Certificate
from central.documents.errors import FontsError, UnprintableError
from central.documents.qr import draw
from contract.model import Bilingual
from contract.verification import short_code

TEMPLATES = Path(__file__).with_name("templates")

FONTS = Path("/usr/share/fonts/opentype/noto")
"""Where Debian's `fonts-noto-cjk` lies; it has the rare characters of names."""

_MISSING = "could not be displayed"
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]


class Renderer:
    """A reusable compiler, which renders a page in about 20 ms.

    Args:
        fonts: Folder of Noto Serif CJK.

    Raises:
        FontsError: The fonts are not there.
    """

    def __init__(self, fonts: Path = FONTS) -> None:
        if not list(fonts.glob("NotoSerifCJK-*")):
            raise FontsError(
                "no Noto Serif CJK in {folder}, without which no document can be "
                "drawn: apt-get install fonts-noto-cjk",
                folder=fonts,
            )
        self._lock = threading.Lock()
        self._compiler = typst.Compiler(
            TEMPLATES / "certificate.typ",
            root=TEMPLATES,
            font_paths=[fonts],
            ignore_system_fonts=True,
        )

    def render(
        self, certificate: Certificate, verification: str, *, copy: bool = False
    ) -> bytes:
        """Draw a certificate.

        Args:
            certificate: Its content.
            verification: The text of its QR code, which the PDF also carries as a
                keyword.
            copy: Whether it is marked 副本 COPY.

        Raises:
            UnprintableError: It contains a character that the font lacks.
        """
        inputs = {"data": json.dumps(_data(certificate, verification, copy=copy))}
        try:
            with self._lock:
                pdf = self._compiler.compile(
                    format="pdf", sys_inputs=inputs, pdf_standards=[*STANDARDS]
                )
        except typst.TypstError as error:
            unprintable = _unprintable(error)
            if unprintable is None:
                raise
        else:
            assert isinstance(pdf, bytes)  # noqa: S101 - of one file, not of pages
            return pdf
        raise unprintable  # raised here, unchained: typst's message quotes the text


def _data(certificate: Certificate, verification: str, *, copy: bool) -> dict[str, Any]:
    """Return the data of the template."""
    answer = certificate.answer
    issued = certificate.issued_at.astimezone(UTC)
    drawing = draw(verification)
    return {
        "title": _pair(certificate.title),
        "department": _pair(certificate.department),
        "holder": certificate.holder.name,
        "number": certificate.masked_number,
        "as_of": _day(certificate.as_of),
        "issued": _day(certificate.issued_on),
        "date": list(issued.timetuple()[:6]),
        "serial": certificate.serial,
        "terminal": certificate.terminal,
        "basis": _pair(certificate.legal_basis),
        "hotline": certificate.hotline,
        "facts": [
            {
                "label": _pair(fact.label),
                "value": _pair(fact.value),
                "strong": fact.emphasised,
            }
            for fact in answer.facts
        ],
        "table": None
        if answer.table is None
        else {
            "columns": [
                {"heading": _pair(one.heading), "right": one.align == "right"}
                for one in answer.table.columns
            ],
            "rows": [[cell.zh_CN for cell in row] for row in answer.table.rows],
        },
        "note": None if answer.note is None else _pair(answer.note),
        "verification": verification,
        "short": short_code(verification),
        "qr": {"svg": drawing.svg, "mm": drawing.width_mm},
        "seal": {
            "name": certificate.department.zh_CN + "电子专用章",
            "below": "演示" if certificate.demonstration else "",
        },
        "copy": copy,
    }


def _pair(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh_CN, "en": text.en}


def _day(day: date) -> dict[str, str]:
    return {"zh": f"{day.year}年{day.month}月{day.day}日", "en": day.isoformat()}


def _unprintable(error: typst.TypstError) -> UnprintableError | None:
    """Return the missing characters that the compiler reports, if any."""
    if _MISSING not in error.message:
        return None
    quoted = re.search(r'`"(.{1,40})"` ' + _MISSING, error.message)
    signs = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), quoted[1]) if quoted else ""
    return UnprintableError(tuple(f"U+{ord(one):04X}" for one in signs))
