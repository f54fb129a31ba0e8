"""Paths that terminals call: queries, records, heartbeats."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Request
from fastapi.security import APIKeyHeader

from central.api import examples
from central.api.problems import MEDIA_TYPE, ProblemError
from central.api.validation import check
from central.service import Service
from central.store.intake import Arrival, take_in
from central.store.terminals import keep_heartbeat
from contract.heartbeat import Heartbeat, HeartbeatAnswer
from contract.model import TerminalName
from contract.queries import Query, QueryAnswer
from contract.records import BatchAnswer, RecordBatch, RecordState

_signature = APIKeyHeader(
    name="Signature",
    auto_error=False,  # for the OpenAPI document; `guard.Guard` has already checked
    scheme_name="terminal",
    description="An HTTP message signature (RFC 9421) by an enrolled terminal.",
)


def caller(request: Request, _: Annotated[object, Depends(_signature)]) -> str:
    """Return the terminal that sent this request, as authenticated by `guard.Guard`.

    Raises:
        ProblemError: The path is outside the guard, so no terminal is known.
    """
    terminal = getattr(request.state, "terminal", None)
    if not isinstance(terminal, str):
        raise ProblemError(
            HTTPStatus.UNAUTHORIZED, "not_a_terminal", "This path is not guarded."
        )
    return terminal


Caller = Annotated[str, Depends(caller)]


def own_name(
    name: Annotated[TerminalName, Path(description="The caller's own name.")],
    terminal: Caller,
) -> str:
    """Return the terminal named in the path, which must be the sender.

    Raises:
        ProblemError: The path names another terminal.
    """
    if name != terminal:
        raise ProblemError(
            HTTPStatus.FORBIDDEN,
            "another_terminal",
            "The path names another terminal than the one that has signed.",
        )
    return name


OwnName = Annotated[str, Depends(own_name)]


def problems(**reasons: str) -> dict[int | str, dict[str, Any]]:
    """Return a path's problems for OpenAPI: `_404="item_unknown: …"`, and the usual."""
    usual = {
        "_400": "`bad_request`: the body is no JSON that can be read.",
        "_401": "`not_a_terminal`: no signature, or not that of an enrolled terminal. "
        "`revoked`. `clock_off`: sign again by the `time` of this answer. `replayed`: "
        "sign again. `body_altered`.",
        "_408": "`body_too_slow`.",
        "_413": "`body_too_large`: more than 1,000,000 bytes.",
        "_415": "`encoding_unknown`: compressed in another way than with gzip.",
        "_422": "`body_invalid`: the body is not what this contract asks for. "
        "Sending it again will not help.",
        "_429": "`too_many_requests`: more often than any terminal needs to.",
        "_500": "`internal_error`: a mistake of central. The same request may be "
        "sent again.",
        "_503": "`store_unavailable`, `store_busy`: nothing was kept. "
        "Send the same request again later.",
    }
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        int(status[1:]): {"description": words, "content": content}
        for status, words in sorted((usual | reasons).items())
    }


def router(service: Service) -> APIRouter:
    """Return the router of these paths, backed by `service`."""
    paths = APIRouter(prefix="/v1")

    @paths.post(
        "/queries",
        operation_id="ask",
        summary="Ask a department while the citizen waits",
        responses=problems(
            _404="`item_unknown`: the department has no such item.",
            _422="`form_invalid`: the form is not what the item's definition asks for. "
            "`body_invalid`. Sending it again will not help.",
            _429="`too_many_tries`: too many codes of this terminal were wrong.",
            _502="`department_failed`.",
            _503="`department_not_connected`: no source of its data is configured. "
            "`department_busy`, `department_unavailable`, `store_unavailable`, "
            "`store_busy`: try again later.",
            _504="`department_timeout`.",
        ),
        response_model_exclude_none=True,
    )
    async def ask(
        query: Annotated[Query, Body(openapi_examples=examples.QUERIES)],
        terminal: Caller,
    ) -> QueryAnswer:
        """Return a department's data about one person, laid out for screen and paper.

        `found: false` is an answer, not an error; `note` then says what to do.
        """
        if query.code is not None:
            await service.try_code(terminal, query.code)
        answer = await service.desk.ask(query)
        return service.payments.with_methods(answer)

    @paths.post(
        "/records",
        operation_id="take_in",
        summary="Take queued records in, each exactly once",
        responses=problems(
            _503="`store_unavailable`, `store_busy`, `conflict`: nothing of the batch "
            "was kept. Send the same batch again later."
        ),
        response_model_exclude_none=True,
    )
    def records(
        batch: Annotated[RecordBatch, Body(openapi_examples=examples.BATCHES)],
        terminal: Caller,
    ) -> BatchAnswer:
        """Answer each record separately, in the order of the batch.

        The same key with the same record gets the same answer, however often it is
        sent. The answer is sent after the commit: it means that the record is stored.
        A `refused` record was not stored, whatever the other answers are:
        `malformed`, `terminal_mismatch` (names another terminal than its sender),
        `key_reused` (the key was used before with another content), `sequence_reused`
        (terminal, install and seq were used before under another key: a restored disk),
        `item_unknown`, `key_unknown` (sealed to a key that central does not have).
        Later versions may add words.
        """
        checked = [
            check(raw, terminal, service.desk.knows, service.sealing_keys)
            for raw in batch.records
        ]
        now = service.now()
        arrivals = [one for one in checked if isinstance(one, Arrival)]
        taken = iter(take_in(service.store, arrivals, now, service.persons))
        answers = [next(taken) if isinstance(c, Arrival) else c for c in checked]
        if any(answer.state is RecordState.PENDING for answer in answers):
            service.fulfilment.loop.wake()
        return BatchAnswer(time=now, answers=tuple(answers))

    @paths.put(
        "/terminals/{name}/heartbeat",
        operation_id="heartbeat",
        summary="Report how a terminal is",
        responses=problems(
            _403="`another_terminal`: it was signed by another terminal."
        ),
    )
    def heartbeat(
        name: OwnName,
        heartbeat: Annotated[Heartbeat, Body(openapi_examples=examples.HEARTBEATS)],
    ) -> HeartbeatAnswer:
        """Store the terminal's latest state and return the time.

        Send one every 30 seconds; after 90 seconds without one, a terminal is shown as
        silent.
        """
        now = service.now()
        keep_heartbeat(service.store, name, heartbeat, now)
        return HeartbeatAnswer(time=now)

    return paths
