"""Paths for documents: issue one, and collect one that is waiting."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Path

from central.api import examples
from central.api.paths import Caller, problems
from central.service import Service
from contract.documents import Collection, DocumentRequest, IssuedDocument


def router(service: Service) -> APIRouter:
    """Return the router of these paths, backed by `service`."""
    paths = APIRouter(prefix="/v1")

    @paths.post(
        "/documents",
        operation_id="issue_document",
        summary="Have a document made and signed",
        responses=problems(
            _404="`nothing_found`: the department has nothing on this person. "
            "`item_unknown`.",
            _409="`payment_missing`: the payment is not approved, or paid for "
            "something else.",
            _410="`document_deleted`: this key's document was printed, and its time "
            "is over. It is made no second time.",
            _422="`key_reused`: the key came before with another wish. "
            "`not_a_document`: the item has no document of its own. "
            "`unprintable_character`: a name holds one that no font has. "
            "`too_much`: more than a QR code holds. "
            "`body_invalid`. Sending it again will not help.",
            _502="`department_failed`.",
            _503="`department_not_connected`, `department_busy`, "
            "`documents_not_configured`, `store_unavailable`, `store_busy`: "
            "try again later.",
            _504="`department_timeout`.",
        ),
        response_model_exclude_none=True,
    )
    async def issue(
        wish: Annotated[DocumentRequest, Body(openapi_examples=examples.DOCUMENTS)],
        terminal: Caller,
    ) -> IssuedDocument:
        """Query the department again and make a document of its answer.

        The same key with the same request returns the same document, however often it
        is sent, and also while the department is unreachable.
        """
        office = service.office()
        return await office.issue(wish, terminal, now=service.now())

    @paths.post(
        "/documents/{document}/collection",
        operation_id="collect_document",
        summary="Collect a document that waits",
        responses=problems(
            _404="`document_unknown`: there is none, or it is not for this person or "
            "code.",
            _503="`documents_not_configured`, `store_unavailable`, `store_busy`: "
            "try again later.",
        ),
        response_model_exclude_none=True,
    )
    async def collect(
        document: Annotated[UUID, Path(description="Its id.")],
        collection: Annotated[Collection, Body(openapi_examples=examples.COLLECTIONS)],
        terminal: Caller,  # noqa: ARG001 - only a terminal may collect
    ) -> IssuedDocument:
        """Return a waiting document to the holder's card or to the bearer of its code.

        Once it has been printed, or may have been, the document is marked as a copy
        (副本); its serial number does not change.
        """
        return await service.office().collect(document, collection, now=service.now())

    return paths
