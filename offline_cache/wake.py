"""A datagram that wakes the other process, without content.

The content is in the tables `command` and `status`. A lost wake costs time, since the
other process also polls at intervals, but never a command.

The sockets are beside the database, `<database>.<name>.sock`. A Unix address is limited
to 107 bytes, and the path of the folder may be longer. Addresses therefore go through
`/proc/self/fd`, where an open folder has a short name.
"""

import errno
import fcntl
import os
import select
import socket
from pathlib import Path
from types import TracebackType
from typing import Self

from offline_cache.errors import AlreadyRunningError, file_errors

_NOTHING_TO_DO = (
    errno.ENOENT,  # no socket of that name
    errno.ECONNREFUSED,  # its process is dead
    errno.EAGAIN,  # its queue is already full of wakes
    errno.ENOBUFS,
)


class Waker:
    """Sends wakes, and receives them after `bind`; thread-safe except for `close`.

    Args:
        database: The cache file; its folder must exist.
    """

    def __init__(self, database: Path) -> None:
        self._prefix = database.name
        self._lock: int | None = None
        with file_errors("the database's folder"):
            self._folder = os.open(database.parent, os.O_PATH | os.O_DIRECTORY)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def bind(self, name: str) -> None:
        """Bind a name, `screen` or `agent`; only one living process can have it.

        Raises:
            AlreadyRunningError: Another process has this name.
            DiskError: The socket cannot be created.
        """
        path = self._beside(f"{name}.sock")
        with file_errors("the wake socket"):
            lock = os.open(self._beside(f"{name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
            try:
                # The kernel releases it when the process ends, for any reason.
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)  # left by a dead process
                self._socket.bind(str(path))
                path.chmod(0o600)
            except BlockingIOError:
                os.close(lock)
                raise AlreadyRunningError(f"another process is {name}") from None
            except OSError:
                os.close(lock)
                raise
        self._lock = lock
        self._path = path

    def wake(self, name: str) -> None:
        """Wake the process with this name; does nothing if there is none."""
        try:
            self._socket.sendto(b"!", str(self._beside(f"{name}.sock")))
        except OSError as error:
            if error.errno not in _NOTHING_TO_DO:
                raise

    def fileno(self) -> int:
        """Return the file descriptor of the socket, for `poll`."""
        return self._socket.fileno()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for a wake; several pending wakes count as one.

        Args:
            timeout: Seconds; None waits for ever, 0 only checks.

        Returns:
            False if the time ran out.
        """
        poll = select.poll()  # not select(), which is limited to descriptors below 1024
        poll.register(self._socket, select.POLLIN)
        if not poll.poll(None if timeout is None else timeout * 1000):
            return False
        try:
            while True:
                self._socket.recv(1)
        except BlockingIOError:
            return True  # all were received

    def close(self) -> None:
        """Release the name and close the socket; may be called twice."""
        if self._socket.fileno() < 0:
            return
        self._socket.close()
        if self._lock is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._lock)
        os.close(self._folder)

    def _beside(self, suffix: str) -> Path:
        return Path(f"/proc/self/fd/{self._folder}/{self._prefix}.{suffix}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
