"""What all tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before Qt is loaded: nothing here needs a display, and none may be taken.
os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL that is started when the first test needs it."""
    from support.postgres import postgres

    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database for central, of each kind that it can be."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'central.db'}"
        return
    from support.postgres import database

    with database(request.getfixturevalue("postgres_server")) as url:
        yield url
