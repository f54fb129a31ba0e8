"""Errors as RFC 9457 problem details (`application/problem+json`), everywhere.

A problem says what is wrong in a word for machines (`reason`) and in a sentence for
the operator or the engineer who implements the other end. It never repeats what was
sent, which may be about a person.
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
    """What went wrong with a request as a whole.

    Attributes:
        type: `urn:onetrip:problem:` and the reason.
        reason: A word for machines; a later version may know more.
        time: Central's time, as in every answer.
        request_id: Under which central's log speaks of this request.
        errors: Where the body is wrong, as JSON Pointers; without what stood there.
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
    """Raised where a request ends; becomes a problem at the edge of the API.

    Args:
        status: Of HTTP.
        reason: A word for machines, which stands in the log as well.
        detail: A sentence. Never holds personal data.
        headers: To be sent with it.
        errors: Places in the body.
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
        """The answer that the client gets."""
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
    """The problem that an exception is for the client; None if it is a bug of ours."""
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
    """What the client is told where the fault is ours."""
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
    """`("body", "records", 3)` as `#/records/3` (RFC 6901)."""
    parts = [str(part) for part in location if part != "body"]
    escaped = (part.replace("~", "~0").replace("/", "~1") for part in parts)
    return "#" + "".join(f"/{part}" for part in escaped)
