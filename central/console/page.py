"""`GET /`: the page of terminals, as HTML without scripts."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from central.api.problems import ProblemError
from central.console.words import duration, say
from central.service import Service
from central.store.ledger import latest, pending_count
from central.store.payments import in_state
from central.store.terminals import TerminalReport, terminal_reports
from contract.business_day import local
from contract.heartbeat import Heartbeat
from contract.model import Language
from contract.money import yuan
from contract.payment import PaymentState

HERE = Path(__file__).parent

REFRESH_S = 10
SILENT_AFTER_S = 90
"""Three heartbeats missed in a row: one or two are a bad network's everyday life."""

CLOCK_TOLERANCE_S = 60
"""What a terminal's clock may be off before the page says so."""

RECORDS_SHOWN = 20

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True)
class Line:
    """A terminal as the page shows it.

    Attributes:
        heartbeat: The last one; None if there is none, or it cannot be read.
        seen_s: Seconds since its last heartbeat; None if it has never sent one.
        clock_s: How far its clock is ahead (or behind, negative), in seconds.
        attention: Whether the terminal needs an operator's attention.
    """

    name: str
    heartbeat: Heartbeat | None
    seen_s: float | None
    silent: bool
    clock_s: float
    attention: bool


def console(service: Service) -> APIRouter:
    """Return the router of the page and its style sheet, for this machine only.

    Operators have no accounts yet. To use the page from elsewhere, put a proxy that
    authenticates operators in front of it, or connect through SSH.
    """
    template = templates().get_template("console.html")
    style = (HERE / "console.css").read_text(encoding="utf-8")
    pages = APIRouter(include_in_schema=False)

    @pages.get("/console.css")
    def sheet() -> Response:
        return Response(
            style, media_type="text/css", headers={"Cache-Control": "no-cache"}
        )

    @pages.get("/")
    def page(
        request: Request,
        lang: Annotated[str | None, Query()] = None,
        accept_language: Annotated[str, Header()] = "",
    ) -> HTMLResponse:
        refuse_strangers(request)
        language = choose_language(lang, accept_language)
        now = service.now()
        lines = [_line(report, now) for report in terminal_reports(service.store)]
        html = template.render(
            lang=language,
            other="zh_CN" if language == "en" else "en",
            say=partial(say, language),
            duration=partial(duration, language),
            local=_local,
            now=now,
            refresh_s=REFRESH_S,
            clock_tolerance_s=CLOCK_TOLERANCE_S,
            demonstration=service.demonstration,
            lines=lines,
            pending=pending_count(service.store),
            staff=in_state(service.store, PaymentState.STAFF),
            amount=yuan,
            records=latest(service.store, RECORDS_SHOWN),
        )
        return HTMLResponse(html, headers=HEADERS)

    return pages


def templates() -> Environment:
    """Return the templates of this folder; an undefined name in one is an error."""
    return Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def choose_language(asked: str | None, accepted: str) -> Language:
    """Return the language of `?lang=`, else the browser's first, else Chinese."""
    wishes = [asked or "", *accepted.split(",")]
    for wish in wishes:
        tag = wish.partition(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh_CN"
        if tag.startswith("en"):
            return "en"
    return "zh_CN"


def _line(report: TerminalReport, now: datetime) -> Line:
    heartbeat, received = report.heartbeat, report.received_at
    if received is None:
        return Line(report.name, None, None, silent=False, clock_s=0, attention=True)
    seen = (now - received).total_seconds()
    silent = seen > SILENT_AFTER_S
    if heartbeat is None:
        return Line(report.name, None, seen, silent, clock_s=0, attention=True)
    clock = (heartbeat.time - received).total_seconds()
    return Line(
        report.name,
        heartbeat,
        seen,
        silent,
        clock,
        attention=silent
        or abs(clock) > CLOCK_TOLERANCE_S
        or heartbeat.screen in ("dead", "out_of_service")
        or heartbeat.queue.quarantined > 0
        or any(device.state != "ready" for device in heartbeat.devices),
    )


def refuse_strangers(request: Request) -> None:
    """Raise `ProblemError` unless the request comes from this machine."""
    try:
        known = request.client and ip_address(request.client.host).is_loopback
    except ValueError:
        known = False
    if not known:
        raise ProblemError(
            HTTPStatus.FORBIDDEN,
            "console_is_local",
            "The console answers on central's own machine alone.",
        )


def _local(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M:%S}"
