"""Central within the test's process, on a database of its own."""

import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog
from support.central import central_app, central_store
from support.postgres import database_url, postgres

from central.departments.demo.social_security import DemoAccounts
from central.departments.social_security import SocialSecurity
from central.store.database import Store, open_store

__all__ = ["database_url", "postgres"]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Migrated; each test that asks for it runs on both databases."""
    with open_store(database_url) as store:
        store.migrate()
        yield store


@pytest.fixture
def client(store: Store) -> Iterator[httpx.Client]:
    with central_app(store, SocialSecurity(DemoAccounts())) as client:
        yield client


@pytest.fixture(scope="module")
def shared_client(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[httpx.Client]:
    """For tests that leave nothing behind."""
    with (
        central_store(tmp_path_factory.mktemp("central")) as store,
        central_app(store, SocialSecurity(DemoAccounts())) as client,
    ):
        yield client


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
