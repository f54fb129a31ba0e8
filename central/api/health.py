"""Whether central can serve: for systemd, load balancers and terminals."""

import asyncio
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter

from central.api.paths import problems
from central.api.problems import ProblemError
from central.service import Service
from contract.model import Instant, Message


class Health(Message):
    """Central can take records in and answer."""

    ok: bool
    time: Instant


def health(service: Service, tasks: set[asyncio.Task[None]]) -> APIRouter:
    """`GET /healthz`: 200 while the database answers and background work goes on.

    Args:
        service: Whose database is asked.
        tasks: That must not have ended.
    """
    paths = APIRouter()
    words = "`store_unavailable`, or `fulfilment_ended`: restart it."
    unwell: dict[int | str, dict[str, Any]] = {
        key: said for key, said in problems(_503=words).items() if key == 503
    }

    @paths.get(
        "/healthz",
        operation_id="health",
        summary="Whether central can serve",
        responses=unwell,
    )
    def healthz() -> Health:
        """Needs no signature, and tells nothing else."""
        service.store.ping()
        if any(task.done() for task in tasks):
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "fulfilment_ended",
                "Requests accepted offline are no longer done. Restart central.",
            )
        return Health(ok=True, time=service.now())

    return paths
