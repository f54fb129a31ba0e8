"""Health check for systemd, load balancers and terminals."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter

from central.api.paths import problems
from central.api.problems import ProblemError
from central.service import Service
from contract.health import Health


def health(service: Service) -> APIRouter:
    """Return the router of `GET /healthz`.

    It answers 200 while the database responds and the background tasks work.

    Args:
        service: Its database and background tasks are checked.
    """
    paths = APIRouter()
    words = "`store_unavailable`, or `background_failing`, with the task's name."
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
        """Report health; needs no signature, and reveals nothing else."""
        service.store.ping()
        failing = [loop for loop in service.background if loop.failures]
        if unwell := [loop.name for loop in failing if loop.unwell]:
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "background_failing",
                f"Background work keeps failing, its log says why: {', '.join(unwell)}",
            )
        return Health(
            ok=True,
            time=service.now(),
            failing=tuple(loop.name for loop in failing),
        )

    return paths
