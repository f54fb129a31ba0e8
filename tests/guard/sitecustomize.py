"""Keeps every Python process of the tests inside their folders and the repository.

`tests/conftest.py` installs it in its own process and puts this folder on the path of
those that it starts. What is written by libraries in C alone is not seen.
"""

import os
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120 - before anything is loaded
ALLOWED = tuple(
    os.path.realpath(folder)
    for folder in (ROOT, sys.prefix, tempfile.gettempdir(), "/tmp", "/dev", "/proc")  # noqa: S108 - where tests may write
)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
PATHS = {
    "os.mkdir": 1,
    "os.remove": 1,
    "os.rmdir": 1,
    "os.rename": 2,
    "os.symlink": 2,
    "os.link": 2,
    "os.truncate": 1,
    "os.chmod": 1,
    "os.chown": 1,
    "shutil.rmtree": 1,
}
"""How many of an event's first arguments are paths."""


class OutsideError(Exception):
    """A test was about to change something that is not its own."""


def _outside(path: object) -> bool:
    if not isinstance(path, str | bytes | os.PathLike):
        return False  # an open file
    real = os.path.realpath(os.fsdecode(path))
    return not any(real == ours or real.startswith(ours + os.sep) for ours in ALLOWED)


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    paths = arguments[: PATHS.get(event, 0)]
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES:
        paths = arguments[:1]
    for path in paths:
        if _outside(path):
            raise OutsideError(f"{event} {path!r}")


def install() -> None:
    """Begin to watch; nothing can end it."""
    sys.addaudithook(_watch)


install()
