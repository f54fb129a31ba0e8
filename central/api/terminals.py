"""Paths about a terminal: entitlements, manifest, catalogue and checkpoint."""

from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import APIRouter, Body

from central.api import examples
from central.api.paths import Caller, OwnName, problems
from central.api.problems import ProblemError
from central.cases.entitlements import entitlements
from central.service import Service
from central.store.checkpoints import keep_checkpoint
from contract.catalogue import Catalogue
from contract.checkpoint import (
    Countersigned,
    JournalHead,
    countersign,
    is_countersigned,
    is_signed,
)
from contract.documents import Collection
from contract.entitlements import Entitlements
from contract.manifest import Manifest

log = structlog.get_logger()


def router(service: Service) -> APIRouter:
    """Return the router of these paths, backed by `service`."""
    paths = APIRouter(prefix="/v1")

    @paths.post(
        "/entitlements",
        operation_id="entitlements",
        summary="What a citizen still has coming",
        responses=problems(
            _429="`too_many_tries`: too many codes of this terminal were wrong."
        ),
        response_model_exclude_none=True,
    )
    async def coming(
        collection: Annotated[Collection, Body(openapi_examples=examples.COLLECTIONS)],
        terminal: Caller,
    ) -> Entitlements:
        """Return unprinted documents, unprinted receipts and unclear payments."""
        if collection.code is not None:
            await service.try_code(terminal, collection.code)
        return await entitlements(
            service.store,
            service.persons,
            service.payments,
            collection,
            service.now(),
        )

    @paths.get(
        "/manifest",
        operation_id="manifest",
        summary="What lies in the caller's cells, and what should",
        responses=problems(
            _502="`department_failed`: keep the manifest that is there.",
            _503="`department_busy`, `department_unavailable`, `store_unavailable`, "
            "`store_busy`: keep the manifest that is there.",
            _504="`department_timeout`: keep the manifest that is there.",
        ),
        response_model_exclude_none=True,
    )
    async def manifest(terminal: Caller) -> Manifest:
        """Return the whole manifest, with people and codes as keyed hashes."""
        return await service.holdings.manifest(terminal)

    @paths.get(
        "/catalogue",
        operation_id="catalogue",
        summary="The service items, signed",
        responses=problems(
            _503="`documents_not_configured`, `store_unavailable`, `store_busy`: "
            "keep the catalogue that is there."
        ),
    )
    def catalogue(terminal: Caller) -> Catalogue:  # noqa: ARG001 - terminals alone
        """Return all definitions, and the keys that verify them and documents."""
        return service.definitions.publish(service.office().keys, service.now())

    @paths.put(
        "/terminals/{name}/checkpoint",
        operation_id="checkpoint",
        summary="Have the electronic journal countersigned",
        responses=problems(
            _403="`another_terminal`: it was signed by another terminal.",
            _409="`journal_contradicts`: it does not follow what was countersigned "
            "last. Somebody must look at this terminal.",
            _422="`head_not_signed`: not by the terminal itself. `body_invalid`.",
            _503="`documents_not_configured`, `store_unavailable`, `store_busy`.",
        ),
    )
    def checkpoint(name: OwnName, head: JournalHead) -> Countersigned:
        """Sign the last hash of a chain; the same hash may be sent again."""
        keys, now = service.office().keys, service.now()
        genuine = head.before is None or is_countersigned(
            *(head.before.signature, name, head.install, head.before),
            keys.verification_keys,
        )
        credential = service.terminals.credential(name)
        if credential is None or not is_signed(credential.public_key, name, head):
            raise ProblemError(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "head_not_signed",
                "The terminal's own signature does not fit its journal's last entry.",
            )
        if not genuine or not keep_checkpoint(service.store, name, head, now):
            log.error(
                "alarm: a journal contradicts its last checkpoint",
                terminal=name,
                install=str(head.install),
                seq=head.last.seq,
            )
            raise ProblemError(
                HTTPStatus.CONFLICT,
                "journal_contradicts",
                "Another journal of this terminal and install was countersigned.",
            )
        return Countersigned.model_construct(
            time=now,
            signature=countersign(keys.signing_key, name, head.install, head.last),
        )

    return paths
