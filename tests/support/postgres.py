"""A real PostgreSQL 15 for the tests, started and removed by them.

Each process of tests that needs one has a server of its own: it starts in half a
second, so nothing need be shared, locked or counted. It listens only on a socket in its
own folder, and is independent of the one of Debian's package. A test has a database of
its own, copied from one that was migrated once. The fixtures `postgres_server` and
`database_url` are in the tests' `conftest.py`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from central.store.database import open_store

BIN = Path("/usr/lib/postgresql/15/bin")

PATIENCE_S = 60.0
"""How long it may take to start or to stop; it needs a second."""

MIGRATED = "migrated"
EMPTY = "template0"

SETTINGS = {
    "listen_addresses": "",  # the socket only
    "fsync": "off",  # the data is discarded anyway
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
}


class PostgresServer:
    """A running server.

    Args:
        folder: Contains its socket.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def url(self, database: str) -> str:
        """Return SQLAlchemy's URL of one database."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._folder}"

    @contextmanager
    def database(self, template: str = MIGRATED) -> Iterator[str]:
        """Create a database; yield its URL, and drop it afterwards."""
        name = f"test_{next(self._numbers)}"
        self.command(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.command(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def away(self, database_url: str) -> Iterator[None]:
        """Make a database refuse connections, and break the existing ones."""
        name = database_url.partition("@/")[2].partition("?")[0]
        self.command(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self.command(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            name,
        )
        try:
            yield
        finally:
            self.command(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    def command(self, sql: str, *values: str) -> None:
        """Run a statement on the server as a whole."""
        with psycopg.connect(
            host=str(self._folder), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sql.encode(), values or None)


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Run a server with a migrated template, until the end of the block."""
    # Not in pytest's own folder: the user postgres cannot enter that.
    folder = Path(tempfile.mkdtemp(prefix="onetrip-postgres-"))
    try:
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = folder / "data"
        _as_its_user(
            *(BIN / "initdb", "-D", data, "-A", "trust", "-U", "postgres"),
            *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"),
        )
        with (folder / "log").open("wb") as log:
            process = _server(data, folder, log.fileno())
            try:
                server = PostgresServer(folder)
                _until_ready(server, process, folder / "log")
                server.command(f"CREATE DATABASE {MIGRATED} TEMPLATE template0")
                with open_store(server.url(MIGRATED)) as store:
                    store.migrate()
                yield server
            finally:
                process.send_signal(signal.SIGINT)  # its "fast" shutdown
                process.wait(PATIENCE_S)
    finally:
        shutil.rmtree(folder)


def _server(data: Path, folder: Path, log: int) -> subprocess.Popen[bytes]:
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    return subprocess.Popen(  # noqa: S603 - Debian's
        [
            # It ends with this process, however that ends.
            *_other_user("--pdeathsig=INT"),
            *(str(BIN / "postgres"), "-D", str(data), "-k", str(folder)),
            *settings,
        ],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
    )


def _as_its_user(*command: str | Path) -> None:
    done = subprocess.run(  # noqa: S603 - Debian's
        [*_other_user(), *command],
        cwd="/",
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _other_user(*options: str) -> list[str]:
    """PostgreSQL refuses root; any other user will do."""
    command = ["/usr/bin/setpriv", *options]
    if os.geteuid() == 0:
        command += ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
    return [*command, "--"]


def _until_ready(
    server: PostgresServer, process: subprocess.Popen[bytes], log: Path
) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            server.command("SELECT 1")
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.02)
        else:
            return
