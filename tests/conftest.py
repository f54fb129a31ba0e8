"""What all tests share."""

import importlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from support.properties import patient
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:  # most tests need no database
    from support.postgres import PostgresServer

GUARD = Path(__file__).with_name("guard")
"""Holds this process and those that tests start to their folders; see `test_guard`."""

sys.path.insert(0, str(GUARD))
importlib.import_module("sitecustomize")
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, (str(GUARD), os.environ.get("PYTHONPATH")))
)

# What programs keep for whoever runs them, a demonstration's settings among it.
HOME = GUARD.parents[1] / "build" / "home"
HOME.mkdir(parents=True, exist_ok=True)
os.environ["HOME"] = str(HOME)

# Before Qt is loaded: nothing here needs a display, and none may be taken.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# Also for a property that names no settings of its own.
settings.register_profile("patient", patient)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator["PostgresServer"]:
    """A PostgreSQL that is started when the first test needs it."""
    from support.postgres import running_postgres

    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database for central, of each kind that it can be.

    `Store.migrate` makes its tables; in PostgreSQL they are there already.
    """
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'central.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


TOGETHER = re.compile(
    r"tests/ui/(test_geometry)\.py"
    r"|tests/journeys/test_items\.py::\w+\[.*-(there|away)-(sqlite|postgresql)-"
)
"""Tests whose ids agree in these parts share something that takes long to make."""


class ByFixture(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Any test goes to any worker, but for those that belong together.

    xdist's own `loadgroup` loses its groups under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        together = TOGETHER.match(nodeid)
        return str(together.groups()) if together else nodeid


FIRST = ("tests/faults/test_months.py", "tests/faults/", "tests/journeys/")
"""What takes longest; begun last, one of them would be waited for by all."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; the rest stays as it was shuffled."""

    def rank(item: pytest.Item) -> int:
        long = [number for number, each in enumerate(FIRST) if each in item.nodeid]
        return long[0] if long else len(FIRST)

    items.sort(key=rank)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFixture:
    """The order in which `-n` hands tests out."""
    return ByFixture(config, log)
