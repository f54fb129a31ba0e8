"""Assembles central and serves it: the work of `python -m central run`.

A module of its own, since it imports all of central, and most commands need little.
"""

import json
import sys

from sqlalchemy import create_engine

from central.api.logs import LogFormat, configure_logs
from central.api.server import listen, serve
from central.app import create_app
from central.definitions import Definitions
from central.demo.departments import demo_departments
from central.documents.custody import keys_of
from central.errors import OperatorError
from central.payments.office import PaymentRules
from central.payments.providers import providers_of
from central.service import Service
from central.settings import DEMO_TERMINAL, DEMO_TERMINAL_KEY, CentralSettings
from central.store.database import Store, open_store
from central.store.terminals import DemoTerminal
from config import loader
from contract.business_day import utc_now

DEMO = DemoTerminal(DEMO_TERMINAL, bytes.fromhex(DEMO_TERMINAL_KEY))


class PlaceTakenError(OperatorError):
    """The address cannot be listened on; the text is for operators."""


def service_of(settings: CentralSettings, store: Store, url: str) -> Service:
    """Assemble central from its settings.

    Args:
        settings: Of this central.
        store: Its database, migrated.
        url: Where it listens.

    Raises:
        OfficeError: Documents cannot be made on this machine, or its keys are missing.
        ConfigError: A service item is invalid.
    """
    demonstration = settings.demonstration
    # Before anything is written: without its keys a database is left unchanged.
    keys = keys_of(store, settings.keys_folder, utc_now(), demonstration=demonstration)
    public_url = (settings.payments.public_url or url).rstrip("/")
    providers = providers_of(settings.payments, public_url)
    return Service(
        store,
        demo_departments(store, providers, utc_now()) if demonstration else [],
        Definitions(settings.catalogue_folder, store),
        keys,
        department_timeout_s=settings.department_timeout_s,
        providers=providers,
        payments=PaymentRules(
            settings.payments.limit, settings.payments.deadline_s, public_url
        ),
        retention=settings.retention,
        demo_terminal=DEMO if demonstration else None,
    )


def openapi_document() -> str:
    """Return the OpenAPI document as JSON, the same bytes each time."""
    # Made from the paths alone: this database is never opened.
    store = Store(create_engine("sqlite://"))
    service = Service(store, [], Definitions(loader.SERVICES))
    document = create_app(service).openapi()
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def run(settings: CentralSettings, *, follow_stdin: bool) -> bool:
    """Serve until stopped; return whether it ended well.

    Raises:
        PlaceTakenError: The address is in use, or not permitted.
        StoreError: The database cannot be used.
        OfficeError: Documents cannot be made on this machine.
        ConfigError: A service item is invalid.
    """
    fallback: LogFormat = "console" if settings.demonstration else "json"
    configure_logs(settings.log_format or fallback)
    try:
        listener = listen(settings.host, settings.port)
    except OSError as error:
        raise PlaceTakenError(
            "cannot listen on {host} port {port}: {why}. Is another central "
            "running? `--port` names another port, `--port 0` takes a free one.",
            host=settings.host,
            port=settings.port,
            why=error.strerror or error,
        ) from error
    with listener, open_store(settings.database) as store:
        store.migrate()
        port = listener.getsockname()[1]
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        url = f"http://{host}:{port}"

        def announce() -> None:
            sys.stdout.write(json.dumps({"ready": True, "url": url}) + "\n")
            sys.stdout.flush()

        app = create_app(service_of(settings, store, url))
        return serve(app, listener, announce, follow_stdin=follow_stdin)
