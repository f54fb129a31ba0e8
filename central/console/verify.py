"""`GET /verify`: whether a document is genuine; public, and without scripts.

The submitted data is neither stored nor logged.
"""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from central.console.page import HEADERS, templates
from central.documents.seal import SealFault
from central.documents.verify import (
    Doubt,
    Missing,
    NotGenuineError,
    verify_code,
    verify_pdf,
    verify_serial,
)
from central.service import Service
from contract.verification import (
    Claims,
    VerificationFault,
    looks_like_one,
)

HERE = Path(__file__).parent

PAGE_HEADERS = HEADERS | {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

WORDS: dict[Doubt, tuple[str, str]] = {
    VerificationFault.NOT_OURS: (
        "这不是本平台文件的二维码或核验码。填写核验码时，请同时填写编号。",
        "This is not from a document of ours. With a verification code, fill in the "
        "paper's number as well.",
    ),
    VerificationFault.MALFORMED: (
        "这不是完整的核验码。请重新扫描纸上的二维码，不要只复制一部分。",
        "This is no complete code. Scan the paper's QR code again, and copy all of it.",
    ),
    VerificationFault.UNKNOWN_KEY: (
        "此码不是本平台签发的。",
        "This code was not issued here.",
    ),
    VerificationFault.BAD_SIGNATURE: (
        "此码的内容被改动过，或者是伪造的。",
        "What this code says was changed or made up.",
    ),
    SealFault.NO_SIGNATURE: (
        "此文件没有电子签名，不是本平台出具的文件。",
        "This file is not signed, so it was not issued here.",
    ),
    SealFault.NOT_WHOLE: (
        "此文件在签名之后被增删过内容。",
        "Something was added to this file or cut off after it was signed.",
    ),
    SealFault.ALTERED: (
        "此文件在签名之后被改动过。",
        "This file was changed after it was signed.",
    ),
    SealFault.UNKNOWN_SIGNER: (
        "此文件不是本平台签名的。",
        "This file was signed by somebody else.",
    ),
    Missing.NOTHING_GIVEN: (
        "请选择 PDF 文件，或者填写核验码。",
        "Choose a PDF file, or fill in a code.",
    ),
    Missing.NOT_FOUND: (
        "没有查到这个编号和核验码。请核对后再试。",
        "Nothing was issued under this number and code. Please compare them again.",
    ),
    Missing.TOO_LARGE: (
        "文件太大，不是本平台出具的文件。",
        "The file is larger than any that is issued here.",
    ),
}
"""What the page says of each doubt that it can meet."""


def verification(service: Service) -> APIRouter:
    """Return the router of the page and its style sheet, outside `/v1`: no token."""
    template = templates().get_template("verify.html")
    style = (HERE / "verify.css").read_text(encoding="utf-8")
    pages = APIRouter(include_in_schema=False)

    def page(claims: Claims | None = None, doubt: Doubt | None = None) -> HTMLResponse:
        html = template.render(
            demonstration=service.demonstration,
            claims=claims,
            doubt=doubt and WORDS[doubt],
        )
        return HTMLResponse(html, headers=PAGE_HEADERS)

    @pages.get("/verify.css")
    def sheet() -> Response:
        return Response(
            style, media_type="text/css", headers={"Cache-Control": "no-cache"}
        )

    @pages.get("/verify")
    def form() -> HTMLResponse:
        return page()

    # Not async: pyHanko may run its own event loop in this thread.
    @pages.post("/verify")
    def check(
        file: Annotated[UploadFile | None, File()] = None,
        code: Annotated[str, Form(max_length=5_000)] = "",
        serial: Annotated[str, Form(max_length=100)] = "",
    ) -> HTMLResponse:
        public = service.office().keys.public
        pdf = file.file.read() if file is not None else b""
        try:
            if pdf:
                return page(verify_pdf(pdf, public))
            if not code.strip():
                return page(doubt=Missing.NOTHING_GIVEN)
            if serial.strip() and not looks_like_one(code.strip()):
                return page(verify_serial(serial, code, service.store, public))
            return page(verify_code(code, public))
        except NotGenuineError as error:
            return page(doubt=error.doubt)

    return pages
