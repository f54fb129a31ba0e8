"""Errors as RFC 9457 problem details (`application/problem+json`), for every path.

A problem contains a word for machines (`reason`) and a sentence for the operator or
the engineer who implements the client. It never repeats the request's content, which
may be personal data.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import Field
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from central.departments import errors as departments
from central.documents import errors as documents
from central.payments import errors as payments
from central.store.errors import ConflictError, TooManyTriesError
from central.store.tries import WITHIN
from contract.model import Instant, Message

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:onetrip:problem:"
RETRY_AFTER_S = 5
"""What a terminal is told to wait when central or a department is overloaded."""


class Problem(Message):
    """The reason why a request as a whole failed.

    Attributes:
        type: `urn:onetrip:problem:` and the reason.
        reason: A word for machines; later versions may add words.
        time: Central's time, as in every answer.
        request_id: The id of this request in central's log.
        errors: The wrong places in the body, as JSON Pointers; without their values.
    """

    type: str
    title: str
    status: int
    reason: str
    detail: str
    time: Instant
    request_id: str
    errors: tuple[str, ...] = Field(default=())


class ProblemError(Exception):
    """Ends a request with a problem; the middleware turns it into the response.

    Args:
        status: The HTTP status.
        reason: A word for machines; it is logged too.
        detail: A sentence. Never contains personal data.
        headers: Headers of the response.
        errors: Wrong places in the body.
    """

    def __init__(
        self,
        status: HTTPStatus,
        reason: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: tuple[str, ...] = (),
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = errors

    def response(self, now: datetime, request_id: str) -> Response:
        """Return the response for the client."""
        problem = Problem(
            type=TYPE_PREFIX + self.reason,
            title=self.reason.replace("_", " "),
            status=self.status,
            reason=self.reason,
            detail=self.detail,
            time=now,
            request_id=request_id,
            errors=self.errors,
        )
        content = problem.model_dump(mode="json", exclude_defaults=True)
        return Response(
            json.dumps(content, ensure_ascii=False),
            int(self.status),
            self.headers,
            MEDIA_TYPE,
        )


_RETRY = {"Retry-After": str(RETRY_AFTER_S)}

_KNOWN: dict[type[Exception], tuple[HTTPStatus, str, str, dict[str, str]]] = {
    TooManyTriesError: (
        HTTPStatus.TOO_MANY_REQUESTS,
        "too_many_tries",
        "Too many codes of this terminal were wrong. Try again later.",
        {"Retry-After": str(int(WITHIN.total_seconds()))},
    ),
    departments.NotConnectedError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "department_not_connected",
        "No source of this department's data is configured at central.",
        {},
    ),
    departments.UnknownItemError: (
        HTTPStatus.NOT_FOUND,
        "item_unknown",
        "The department is connected and has no item of this code.",
        {},
    ),
    departments.BusyError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "department_busy",
        "Too many questions to this department have not come back yet.",
        _RETRY,
    ),
    departments.SlowError: (
        HTTPStatus.GATEWAY_TIMEOUT,
        "department_timeout",
        "The department did not answer in time.",
        {},
    ),
    departments.FailedError: (
        HTTPStatus.BAD_GATEWAY,
        "department_failed",
        "The department's system failed.",
        {},
    ),
    departments.UnavailableError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "department_unavailable",
        "The department kept failing, and is not asked for a while.",
        _RETRY,
    ),
    documents.NothingFoundError: (
        HTTPStatus.NOT_FOUND,
        "nothing_found",
        "The department has nothing on this person, so there is no document.",
        {},
    ),
    documents.NotADocumentError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "not_a_document",
        "This item has no document of its own.",
        {},
    ),
    documents.UnprintableError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "unprintable_character",
        "A character has no glyph in the font of documents; central's log names it.",
        {},
    ),
    documents.TooMuchError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "too_much",
        "What the department gave is too long for a document's QR code.",
        {},
    ),
    documents.DocumentKeyReusedError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "key_reused",
        "This key came before with another wish.",
        {},
    ),
    documents.DocumentDeletedError: (
        HTTPStatus.GONE,
        "document_deleted",
        "It was made and printed, and is kept no longer. None is made again.",
        {},
    ),
    documents.PaymentMissingError: (
        HTTPStatus.CONFLICT,
        "payment_missing",
        "The item is paid before, and no approved payment of it was named.",
        {},
    ),
    documents.NoSuchDocumentError: (
        HTTPStatus.NOT_FOUND,
        "document_unknown",
        "There is no such document, or not for this person or code.",
        {},
    ),
    payments.BillChangedError: (
        HTTPStatus.CONFLICT,
        "bill_changed",
        "It costs something else than the citizen was shown.",
        {},
    ),
    payments.BillPaidError: (
        HTTPStatus.CONFLICT,
        "bill_paid",
        "It was paid meanwhile, here or elsewhere.",
        {},
    ),
    payments.PaymentUnclearError: (
        HTTPStatus.CONFLICT,
        "payment_unclear",
        "An earlier payment of this bill is still being confirmed.",
        {},
    ),
    payments.AmountRefusedError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "amount_refused",
        "The amount is 0, negative, or over the limit.",
        {},
    ),
    payments.NotPayableError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "not_payable",
        "The item takes no money, or there is no such way to pay.",
        {},
    ),
    payments.PaymentKeyReusedError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "key_reused",
        "This key came before with another wish.",
        {},
    ),
    payments.NoSuchPaymentError: (
        HTTPStatus.NOT_FOUND,
        "payment_unknown",
        "This terminal has no such payment.",
        {},
    ),
    payments.ProviderAwayError: (
        HTTPStatus.BAD_GATEWAY,
        "provider_away",
        "The payment provider did not answer; no code was shown to anybody.",
        _RETRY,
    ),
    documents.NotConfiguredError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "documents_not_configured",
        "This central runs without keys to sign documents with.",
        {},
    ),
    ConflictError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "conflict",
        "The same records kept arriving elsewhere. Nothing was taken in.",
        _RETRY,
    ),
    OperationalError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "store_unavailable",
        "Central's database cannot be used. Nothing of this request was kept.",
        _RETRY,
    ),
    PoolTimeoutError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "store_busy",
        "Central's database is overloaded. Nothing of this request was kept.",
        _RETRY,
    ),
}


def problem_of(error: Exception) -> ProblemError | None:
    """Return the problem that describes an exception; None if it is a bug."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        status = HTTPStatus(error.status_code)
        return ProblemError(
            status, status.name.lower(), status.description, headers=error.headers
        )
    if isinstance(error, departments.FormError):
        return ProblemError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "form_invalid",
            "The form is not what the item's definition asks for.",
            errors=(f"#/form/{error.field}: {error.why}",),
        )
    for kind, known in _KNOWN.items():
        if isinstance(error, kind):
            status, reason, detail, headers = known
            return ProblemError(status, reason, detail, headers=headers)
    return None


def bug() -> ProblemError:
    """Return the problem that reports a bug of central to the client."""
    return ProblemError(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal_error",
        "Central made a mistake. Nothing is told of it here; its log says more.",
    )


def _invalid(error: RequestValidationError) -> ProblemError:
    found: list[Any] = list(error.errors())
    for one in found:
        if one["type"] == "json_invalid":
            one["loc"] = ("body",)  # not the offset, which is no place in JSON
    return ProblemError(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "body_invalid",
        "The body is not what the contract asks for.",
        errors=tuple(_pointer(one["loc"]) + f": {one['type']}" for one in found[:20]),
    )


def _pointer(location: tuple[object, ...]) -> str:
    """Return `("body", "records", 3)` as `#/records/3` (RFC 6901)."""
    parts = [str(part) for part in location if part != "body"]
    escaped = (part.replace("~", "~0").replace("/", "~1") for part in parts)
    return "#" + "".join(f"/{part}" for part in escaped)
