"""Validates raw records one by one, so that a malformed one affects only itself."""

import json
from collections.abc import Callable, Mapping
from uuid import UUID

import structlog
from pydantic import ValidationError

from central.store.intake import Arrival
from contract import sealing
from contract.records import (
    BODIES,
    NO_KEY,
    Record,
    RecordAnswer,
    RecordKind,
    RecordState,
    Refusal,
)

log = structlog.get_logger()


def check(
    raw: object,
    terminal: str,
    knows_item: Callable[[str], bool],
    sealing_keys: Mapping[str, bytes],
) -> Arrival | RecordAnswer:
    """Validate one raw record.

    Args:
        raw: An element of the batch; any JSON value.
        terminal: The authenticated sender.
        knows_item: Return whether a request for this item can be handled, now or later.
        sealing_keys: Central's private sealing keys, by id.

    Returns:
        The record with its body, or the refusal for its sender. A refusal is not
        stored, so that a corrected central can still take in the record.
    """
    try:
        # Through JSON again, for pydantic's strict JSON rules: "5" is not a number.
        text = json.dumps(raw)
        record = Record.model_validate_json(text, strict=True)
        content = record.body
        if record.key_id is not None:
            content = sealing.unseal(content, record.key_id, sealing_keys)
        body = BODIES[record.kind].model_validate_json(content, strict=True)
    except sealing.UnknownKeyError:
        return _refused(_key(raw), Refusal.KEY_UNKNOWN, terminal, ["key_id"])
    except sealing.SealingError:
        return _refused(_key(raw), Refusal.MALFORMED, terminal, ["body"])
    except (ValidationError, RecursionError, ValueError) as error:
        return _refused(_key(raw), Refusal.MALFORMED, terminal, _places(error))
    if record.idempotency_key == NO_KEY:
        return _refused(NO_KEY, Refusal.MALFORMED, terminal, ["idempotency_key"])
    if record.terminal != terminal:
        return _refused(record.idempotency_key, Refusal.TERMINAL_MISMATCH, terminal)
    if record.kind is RecordKind.REQUEST and not knows_item(record.item):
        return _refused(record.idempotency_key, Refusal.ITEM_UNKNOWN, terminal)
    return Arrival(record, body, content)


def _key(raw: object) -> UUID:
    given = raw.get("idempotency_key") if isinstance(raw, dict) else None
    try:
        return UUID(given) if isinstance(given, str) else NO_KEY
    except ValueError:
        return NO_KEY


def _places(error: Exception) -> list[str]:
    """Return the wrong fields: known names only, since an unknown name may be data."""
    if not isinstance(error, ValidationError):
        return []
    known = set(Record.model_fields).union(*(b.model_fields for b in BODIES.values()))
    places = (str(one["loc"][0]) for one in error.errors() if one["loc"])
    return sorted({place if place in known else "?" for place in places})


def _refused(
    key: UUID, reason: Refusal, terminal: str, fields: list[str] | None = None
) -> RecordAnswer:
    log.warning(
        "record refused",
        reason=reason,
        terminal=terminal,
        idempotency_key=str(key),
        fields=fields or [],
    )
    return RecordAnswer(idempotency_key=key, state=RecordState.REFUSED, reason=reason)
