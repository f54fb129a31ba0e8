"""`python -m central run | terminal add | ledger | openapi`.

Exit codes: 0 well, 1 the environment's fault (port taken, no database), 2 what was
asked or configured is wrong. Answers go to standard output, everything else to
standard error.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError

from central import settings as central_settings
from central.api.app import create_app
from central.api.logs import LogFormat, configure_logs
from central.api.server import listen, serve
from central.api.service import DemoTerminal, Service, utc_now
from central.contract.records import LedgerEntry
from central.departments.base import Department
from central.departments.demo.social_security import DemoAccounts
from central.departments.desk import Desk
from central.departments.fulfilment import Fulfilment
from central.departments.social_security import SocialSecurity
from central.settings import DEMO_TERMINAL, DEMO_TOKEN, CentralSettings
from central.store.database import Store, open_store
from central.store.errors import NameTakenError, StoreError
from central.store.ledger import ledger
from central.store.terminals import add_terminal
from config.errors import ConfigError

OK, FAULT, USAGE = 0, 1, 2

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; returns the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.do(asked)
    except ConfigError as error:
        return _complain(str(error), USAGE)
    except NameTakenError as error:
        return _complain(str(error), USAGE)
    except StoreError as error:
        return _complain(str(error), FAULT)
    except DatabaseError as error:
        return _complain(f"the database cannot be used: {error.orig}", FAULT)
    return code


def service_of(settings: CentralSettings, store: Store) -> Service:
    """Put central together as its settings say."""
    departments: list[Department] = []
    demo_terminal = None
    if settings.demonstration:
        departments.append(SocialSecurity(DemoAccounts()))
        demo_terminal = DemoTerminal(DEMO_TERMINAL, DEMO_TOKEN)
    desk = Desk(departments, settings.department_timeout_s, utc_now)
    return Service(
        store, desk, Fulfilment(store, desk, utc_now), utc_now, demo_terminal
    )


def openapi_document() -> str:
    """The OpenAPI document as JSON, the same bytes each time."""
    # Made from the paths alone: this database is never opened.
    store = Store(create_engine("sqlite://"))
    desk = Desk([], 1, utc_now)
    service = Service(store, desk, Fulfilment(store, desk, utc_now))
    document = create_app(service).openapi()
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _run(asked: argparse.Namespace) -> int:
    settings = _settings(asked, host=asked.host, port=asked.port)
    fallback: LogFormat = "console" if settings.demonstration else "json"
    configure_logs(settings.log_format or fallback)
    try:
        listener = listen(settings.host, settings.port)
    except OSError as error:
        place = f"{settings.host} port {settings.port}"
        return _complain(
            f"cannot listen on {place}: {error.strerror or error}. Is another central "
            "running? `--port` names another port, `--port 0` takes a free one.",
            FAULT,
        )
    with listener, open_store(settings.database) as store:
        store.migrate()
        port = listener.getsockname()[1]
        host = f"[{settings.host}]" if ":" in settings.host else settings.host

        def announce() -> None:
            _answer(json.dumps({"ready": True, "url": f"http://{host}:{port}"}))

        app = create_app(service_of(settings, store))
        served = serve(app, listener, announce, follow_stdin=asked.follow_stdin)
    return OK if served else FAULT


def _add_terminal(asked: argparse.Namespace) -> int:
    if not NAME.fullmatch(asked.name):
        return _complain(
            f"{asked.name!r} is no name for a terminal; allowed are 1 to 32 letters, "
            "digits and hyphens, as hall-01",
            USAGE,
        )
    with open_store(_settings(asked).database) as store:
        store.migrate()
        token = add_terminal(store, asked.name, utc_now())
    _note(
        f"This is the only time that the token of {asked.name} is shown. Put it into "
        "the file that the terminal's setting central.token_file names."
    )
    _answer(token)
    return OK


def _ledger(asked: argparse.Namespace) -> int:
    with open_store(_settings(asked).database, create=False) as store:
        store.require_schema()
        entries = list(ledger(store))
    if asked.json:
        rows = [e.model_dump(mode="json", exclude_none=True) for e in entries]
        _answer(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for entry in entries:
            _answer(_line(entry))
    return OK


def _openapi(_: argparse.Namespace) -> int:
    sys.stdout.write(openapi_document())
    return OK


def _line(entry: LedgerEntry) -> str:
    return (
        f"{entry.received_at:%Y-%m-%dT%H:%M:%SZ}  {entry.terminal:<12} {entry.seq:>7}  "
        f"{entry.state:<10} {entry.item}  {entry.idempotency_key}"
    )


def _settings(asked: argparse.Namespace, **overrides: Any) -> CentralSettings:
    given = {"database": asked.database, **overrides}
    return central_settings.load(asked.config, given)


def _answer(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _note(text: str) -> None:
    sys.stderr.write(text + "\n")


def _complain(text: str, code: int) -> int:
    _note(f"central: {text}")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m central", description="The central service of OneTrip."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        group: Any, name: str, words: str, do: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = group.add_parser(
            name, help=words, description=words
        )
        made.set_defaults(do=do)
        made.add_argument("--config", type=Path, metavar="FILE", help="settings (TOML)")
        made.add_argument("--database", metavar="URL", help="instead of the settings'")
        return made

    run = command(commands, "run", "Serve terminals and the operators' page.", _run)
    run.add_argument("--host", help="address to listen on (127.0.0.1)")
    run.add_argument("--port", type=int, help="port to listen on (8600); 0: a free one")
    run.add_argument(
        "--follow-stdin", action="store_true", help="end when standard input ends"
    )
    terminal = commands.add_parser("terminal", help="Terminals and their credentials.")
    add = command(
        terminal.add_subparsers(required=True, metavar="COMMAND"),
        "add",
        "Make a terminal's credential and show it once.",
        _add_terminal,
    )
    add.add_argument("name", metavar="NAME")
    book = command(commands, "ledger", "List what was taken in.", _ledger)
    book.add_argument("--json", action="store_true", help="as JSON")
    command(commands, "openapi", "Print the contract as OpenAPI.", _openapi)
    return parser
