"""`GET /receipt/{token}`: a payment's receipt on the phone that scanned its code.

It replaces a paper receipt that a terminal could not print, and contains no name.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse

from central.console.page import templates
from central.console.verify import PAGE_HEADERS
from central.payments.office import NAMES
from central.service import Service
from contract.business_day import local
from contract.money import yuan
from contract.payment import PaymentState


def receipts(service: Service) -> APIRouter:
    """Return the router of the page; a payment's token is all that it asks for."""
    template = templates().get_template("receipt.html")
    pages = APIRouter(include_in_schema=False)

    @pages.get("/receipt/{token}")
    async def receipt(token: Annotated[str, Path(max_length=64)]) -> HTMLResponse:
        payment = await service.payments.receipt(token)
        demonstration = service.demonstration
        if payment is None or payment.state is not PaymentState.APPROVED:
            html = template.render(demonstration=demonstration, payment=None)
            return HTMLResponse(html, HTTPStatus.NOT_FOUND, headers=PAGE_HEADERS)
        at = payment.approved_at or payment.changed_at
        html = template.render(
            demonstration=demonstration,
            payment=payment,
            amount=yuan(payment.amount),
            at=f"{local(at):%Y-%m-%d %H:%M:%S}",
            method=NAMES[payment.provider],
        )
        return HTMLResponse(html, headers=PAGE_HEADERS)

    return pages
