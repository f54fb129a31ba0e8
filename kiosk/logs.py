"""Structured logs on standard error: JSON lines, or text for people.

A line has `ts` (UTC, ISO 8601), `level`, `event`, `process`, `logger`, and the event's
own keys. Code must not log personal data; `_Guard` is the safety net. It masks numbers
of identity documents by their form, removes the values that pydantic's errors repeat,
and drops the values of keys that hold a person's data. It cannot recognise a name.
"""

import logging
import re
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_DATE = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_NUMBER = re.compile(
    r"(?<!\d)[1-9]\d{5}"
    rf"(?:(?:18|19|20)\d\d{_DATE}\d{{3}}[\dXx]"  # GB 11643, and the card of 2023
    rf"|\d\d{_DATE}\d{{3}})(?!\d)"  # before 1999
    rf"|(?<![A-Z])[A-Z]{{3}}\d{{6}}{_DATE}\d\d(?!\d)"  # foreigners, card of 2017
)
"""Numbers of identity documents, recognised by the date of birth within.

Check digits are not verified: a mistyped number is personal data as well."""

_INPUT = re.compile(r"input_value=.*?(?=, input_type=)", re.DOTALL)
"""The invalid value that pydantic's errors repeat."""

_PERSONAL = frozenset({"name", "number", "applicant", "body"})
_FIRST = ("ts", "level", "event", "process", "logger")
_FOREIGN = ("uvicorn", "uvicorn.access", "uvicorn.error", "urllib3", "alembic")


def configure(log_format: str, level: str, process: str) -> None:
    """Send this process's logs, including libraries', to standard error.

    An error that ends a thread or the process is logged as well.

    Args:
        log_format: `json` or `console`.
        level: The lowest level written: `debug`, `info`, `warning` or `error`.
        process: The program's name: `run`, `agent`, …
    """
    console = log_format == "console"
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
        structlog.processors.StackInfoRenderer(),
        # Without the values of local variables, which could be personal data.
        structlog.processors.format_exc_info
        if console
        else structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        ),
    ]
    renderer: Processor = structlog.processors.JSONRenderer()
    if console:
        renderer = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            timestamp_key="ts",
            exception_formatter=structlog.dev.plain_traceback,
        )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _Guard(process),
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _FOREIGN:
        library = logging.getLogger(name)
        library.handlers, library.propagate = [], True
    logging.captureWarnings(True)
    sys.excepthook = _process_ended
    threading.excepthook = _thread_ended


class _Guard:
    """The last step before a line is rendered: orders keys and masks personal data.

    A value that is no text, number, list or table is converted to text here, so that
    the renderer emits only what has been checked.
    """

    def __init__(self, process: str) -> None:
        self._process = process

    def __call__(self, _logger: WrappedLogger, _method: str, told: EventDict) -> Any:
        told["process"] = self._process
        dropped: set[str] = set()
        line = {key: _clean(told[key], dropped) for key in _FIRST if key in told}
        for key, value in told.items():
            if key.lower() in _PERSONAL:
                dropped.add(key)
            elif key == "exception":
                line[key] = _clean(value, None)
            elif key not in line:
                line[_masked(key)] = _clean(value, dropped)
        if dropped:
            line["dropped_keys"] = sorted(dropped)
        return line


def _clean(value: Any, dropped: set[str] | None) -> Any:
    """Mask document numbers and, unless `dropped` is None, drop `_PERSONAL` keys."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        masked = _masked(str(value))
        return value if masked == str(value) else masked
    if isinstance(value, Mapping):
        cleaned = {}
        for key, entry in value.items():
            if dropped is not None and str(key).lower() in _PERSONAL:
                dropped.add(str(key))
            else:
                cleaned[_masked(str(key))] = _clean(entry, dropped)
        return cleaned
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(entry, dropped) for entry in value]
    return _masked(str(value))


def _masked(text: str) -> str:
    return _INPUT.sub("input_value=(masked)", _NUMBER.sub("(masked)", text))


def _process_ended(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log = structlog.get_logger("uncaught")
    log.critical("process_ended", exc_info=(kind, error, trace))


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    error = args.exc_value or args.exc_type()
    thread = args.thread.name if args.thread else ""
    log = structlog.get_logger("uncaught")
    trace = (args.exc_type, error, args.exc_traceback)
    log.critical("thread_ended", thread=thread, exc_info=trace)
