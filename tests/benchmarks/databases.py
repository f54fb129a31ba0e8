"""Central's two databases as an operator runs them, with full durability."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from support import postgres

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def databases(stack: ExitStack) -> dict[str, postgres.PostgresServer | None]:
    """Return by name: the server, or None for a file in a folder."""
    postgres.SETTINGS.update(DURABLE)
    server = stack.enter_context(postgres.running_postgres())
    return {"sqlite": None, "postgresql": server}


@contextmanager
def database(server: postgres.PostgresServer | None, folder: Path) -> Iterator[str]:
    """Return the URL of a new one."""
    if server is None:
        yield f"sqlite:///{folder / 'central.db'}"
        return
    with server.database() as url:
        yield url
