"""Central within the test's process, on a database of its own."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial

import httpx
import pytest
import structlog
from sqlalchemy import text
from support.central import central_app, central_store
from support.postgres import PostgresServer

from central.demo.social_security import DemoAccounts
from central.departments.social_security import SocialSecurity
from central.documents.keys import open_keys
from central.store.database import Store, open_store


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands answer in English, whatever the language of who runs the tests."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Migrated; a test that asks for it runs on each kind of database."""
    with open_store(database_url) as store:
        store.migrate()
        yield store


@pytest.fixture
def away(
    request: pytest.FixtureRequest, database_url: str, store: Store
) -> Callable[[], AbstractContextManager[None]]:
    """Blocks in which the database of `store` cannot be used."""
    if database_url.startswith("sqlite"):
        return partial(_tables_lost, store)
    return partial(request.getfixturevalue("postgres_server").away, database_url)


LOST = ("record", "terminal", "nonce")


@contextmanager
def _tables_lost(store: Store) -> Iterator[None]:
    with store.writing() as session:
        for table in LOST:
            session.execute(text(f"ALTER TABLE {table} RENAME TO lost_{table}"))
    try:
        yield
    finally:
        with store.writing() as session:
            for table in LOST:
                session.execute(text(f"ALTER TABLE lost_{table} RENAME TO {table}"))


@pytest.fixture
def client(store: Store) -> Iterator[httpx.Client]:
    with central_app(store, SocialSecurity(DemoAccounts())) as client:
        yield client


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """For tests that leave nothing behind; on each kind of database."""
    folder = tmp_path_factory.mktemp("central")
    with ExitStack() as stack:
        if request.param == "sqlite":
            store = stack.enter_context(central_store(folder))
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            url = stack.enter_context(server.database())
            store = stack.enter_context(open_store(url))
        keys = open_keys(folder / "keys", demonstration=True)
        department = SocialSecurity(DemoAccounts())
        yield stack.enter_context(central_app(store, department, keys=keys))


@pytest.fixture
def restored_logs() -> Iterator[None]:
    """Undo what `configure_logs` sets for the whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    try:
        yield
    finally:
        root.handlers = handlers
        root.setLevel(level)
        structlog.reset_defaults()
