"""Builds the application: paths, middleware and background tasks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NoReturn

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from central.api.description import describe
from central.api.documents import router as documents
from central.api.edge import BodyLimit, RequestLog
from central.api.guard import Guard
from central.api.health import health
from central.api.paths import router
from central.api.payments import router as payments
from central.api.problems import problem_of
from central.api.terminals import router as terminals
from central.console.page import console
from central.console.receipt import receipts
from central.console.verify import verification
from central.service import Service


def create_app(service: Service) -> FastAPI:
    """Return central's HTTP application.

    While it runs, its background tasks handle requests that were accepted offline,
    follow payments to their final state, report loaded documents to departments, and
    delete personal data when its retention period ends.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(loop.run()) for loop in service.background]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    app = FastAPI(
        title="OneTrip central service",
        lifespan=lifespan,
        docs_url=None,  # its page would load scripts from other sites
        redoc_url=None,
    )
    # Starlette would answer these itself; here every error has one format.
    app.add_exception_handler(RequestValidationError, _outward)
    app.add_exception_handler(HTTPException, _outward)
    # From the innermost to the outermost.
    app.add_middleware(BodyLimit)
    app.add_middleware(Guard, terminals=service.terminals, now=service.now)
    app.add_middleware(RequestLog, now=service.now)
    app.include_router(router(service))
    app.include_router(documents(service))
    app.include_router(payments(service))
    app.include_router(terminals(service))
    app.include_router(health(service))
    app.include_router(console(service))
    app.include_router(verification(service))
    app.include_router(receipts(service))

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe(app)
        return app.openapi_schema

    # FastAPI's documented way to replace the OpenAPI document.
    app.openapi = openapi  # type: ignore[method-assign]
    return app


async def _outward(_: Request, error: Exception) -> NoReturn:
    raise problem_of(error) or error from None
