"""Paths for payments: for terminals, providers and citizens' phones."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Request
from starlette.responses import Response

from central.api import examples
from central.api.paths import Caller, problems
from central.api.problems import ProblemError
from central.payments.base import NotGenuineError
from central.service import Service
from contract.payment import Payment, PaymentRequest, PaymentState

_ID = Annotated[UUID, Path(description="The key of the request that began it.")]


def router(service: Service) -> APIRouter:
    """Return the router of these paths, backed by `service`."""
    paths = APIRouter()

    @paths.post(
        "/v1/payments",
        operation_id="request_payment",
        summary="Open an order, or charge the citizen's own code",
        responses=problems(
            _404="`item_unknown`.",
            _409="`bill_changed`: it costs something else than was shown. "
            "`bill_paid`: it was paid meanwhile. `payment_unclear`: an earlier payment "
            "of it is still being confirmed.",
            _422="`amount_refused`: nothing, less, or over the limit. `not_payable`: "
            "no such provider, or it takes no payment codes. `key_reused`: the key "
            "came before with another wish. `form_invalid`. `body_invalid`.",
            _502="`department_failed`. `provider_away`: no code was shown to anybody; "
            "send the same again.",
            _503="`department_not_connected`, `department_busy`, "
            "`department_unavailable`, `store_unavailable`, `store_busy`: "
            "try again later.",
            _504="`department_timeout`.",
        ),
        response_model_exclude_none=True,
    )
    async def request(
        wish: Annotated[PaymentRequest, Body(openapi_examples=examples.PAYMENTS)],
        terminal: Caller,
    ) -> Payment:
        """Query the department for the bill once more, then begin the payment.

        The same key with the same request is the same payment, however often it is
        sent.
        """
        return await service.payments.request(wish, terminal)

    @paths.get(
        "/v1/payments/{payment}",
        operation_id="payment",
        summary="How a payment stands",
        responses=problems(_404="`payment_unknown`: none of this terminal's."),
        response_model_exclude_none=True,
    )
    async def get(
        payment: _ID,
        terminal: Caller,
        unlike: Annotated[
            PaymentState | None,
            Query(description="Held for a while as long as it is in this state."),
        ] = None,
    ) -> Payment:
        """Return the payment at once if its state is not `unlike`, else on a change."""
        return await service.payments.get(payment, terminal, unlike)

    @paths.post(
        "/v1/payments/{payment}/close",
        operation_id="close_payment",
        summary="Close an order before the citizen is told so",
        responses=problems(_404="`payment_unknown`: none of this terminal's."),
        response_model_exclude_none=True,
    )
    async def close(payment: _ID, terminal: Caller) -> Payment:
        """Close a payment.

        The answer may be approved, since the citizen may pay before the close arrives,
        or unknown.
        """
        return await service.payments.close(payment, terminal)

    @paths.post("/payments/{provider}/notify", include_in_schema=False)
    async def notify(provider: str, request: Request) -> Response:
        """Take in a provider's notification; refuse one that is not genuine."""
        body = await request.body()
        try:
            await service.payments.notified(provider, request.headers, body)
        except NotGenuineError:
            raise ProblemError(
                HTTPStatus.UNAUTHORIZED, "not_genuine", "Not signed by the provider."
            ) from None
        # The acknowledgements that the providers require.
        if provider == "alipay":
            return Response("success", media_type="text/plain")
        return Response('{"code": "SUCCESS"}', media_type="application/json")

    return paths
