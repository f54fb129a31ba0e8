"""Processes under `strace`: records what they do to a folder, and injects faults.

Their standard output is written by `writev`, which no fault is injected into, and so is
in the log among the other calls.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from faults.disk import Disk, Operation, Rename, Resize, Said, Sync, Write
from support.processes import ROOT

WITHIN_S = 60
INDEX = "-shm"
"""Memory that processes share, and a file only by name: none of it survives."""

_CHANGES = (
    "openat,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,sync_file_range,"
    "ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,link,linkat,"
    "symlink,symlinkat,copy_file_range,sendfile,mmap"
)
_CALL = re.compile(
    r"(?P<process>\d+) +(?P<name>\w+)\((?P<given>.*)\) += (?P<result>-?\w+)"
)
_UNFINISHED = re.compile(r"(\d+) +(.*) <unfinished \.\.\.>")
_RESUMED = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True)
class Traced:
    """How a traced process has ended."""

    status: int
    said: list[str]
    errors: str


def run(module: str, *arguments: object, strace: tuple[str, ...]) -> Traced:
    """Run `python -m module` to its end under strace.

    Args:
        strace: Arguments of strace.
    """
    ran = subprocess.run(  # noqa: S603 - our own module
        [
            *("strace", "-f", "--seccomp-bpf", *strace),
            *(sys.executable, "-m", module, *map(str, arguments)),
        ],
        cwd=ROOT,
        env=os.environ
        | {
            "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}",
            "PYTHONDONTWRITEBYTECODE": "1",  # so that calls can be counted
        },
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )
    return Traced(ran.returncode, ran.stdout.splitlines(), ran.stderr)


@contextmanager
def attached(process: int, *strace: str) -> Iterator[None]:
    """Trace all threads of a running process, until the end of the block."""
    tracer = subprocess.Popen(  # noqa: S603 - the same
        ["strace", "-f", *strace, "-o", os.devnull, "-p", str(process)],  # noqa: S607
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr is not None
    with tracer.stderr as says:
        try:
            line = says.readline()
            assert "attached" in line, line
            yield
        finally:
            tracer.terminate()
            says.read()
            tracer.wait()


def record(log: Path) -> tuple[str, ...]:
    """Return the arguments of strace that record everything."""
    return ("-y", "-xx", "-s", "1048576", "-e", f"trace={_CHANGES}", "-o", str(log))


def calls(log: Path, folder: Path) -> list[tuple[str, bool]]:
    """Yield each call in a log, and whether it concerned the folder."""
    reader = _Reader(str(folder))
    return [(call, bool(reader.named(given))) for _, call, given, _ in _calls(log)]


def operations(log: Path, folder: Path) -> list[Operation]:
    """Return the operations on the folder's files, in order, and the output between."""
    reader = _Reader(str(folder))
    for process, call, given, result in _calls(log):
        reader.read(process, call, given, result)
    return reader.found


def _calls(log: Path) -> Iterator[tuple[str, str, str, int]]:
    begun: dict[str, str] = {}
    with log.open(encoding="ascii") as lines:
        for line in lines:
            whole = line
            if unfinished := _UNFINISHED.match(line):
                begun[unfinished[1]] = unfinished[2]
                continue
            if resumed := _RESUMED.match(line):
                whole = f"{resumed[1]} {begun.pop(resumed[1])}{resumed[2]}"
            if call := _CALL.match(whole):
                result = int(call["result"], 0)
                yield call["process"], call["name"], call["given"], result


class _Reader:
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._disk = Disk()
        self._ends: dict[tuple[str, int], int] = {}
        self.found: list[Operation] = []

    def read(self, process: str, call: str, given: str, result: int) -> None:
        if call == "openat":
            self._opened(process, given, result)
        elif call == "writev" and given.startswith("1<"):
            self._found(Said(_decoded(given).decode().strip()))
        elif names := self.named(given):
            assert "(deleted)" not in given, "written to under no name"
            self._changed(process, call, given, result, names)

    def _opened(self, process: str, given: str, result: int) -> None:
        names = self.named(given.partition(", ")[2])
        if result < 0 or not names or not names[0]:
            return
        assert "O_TRUNC" not in given
        self._ends[process, result] = 0
        if "O_CREAT" in given and not self._disk.has(names[0]):
            self._found(Rename({names[0]: names[0]}))

    def _changed(
        self, process: str, call: str, given: str, result: int, names: list[str]
    ) -> None:
        last = given.rpartition(", ")[2]
        match call:
            case "pwrite64":
                if result > 0:
                    data = _decoded(given)[:result]
                    self._found(Write(names[0], int(last), data))
            case "write":
                if result > 0:
                    file = process, int(given.partition("<")[0])
                    data = _decoded(given)[:result]
                    self._found(Write(names[0], self._ends[file], data))
                    self._ends[file] += result
            case "ftruncate":
                if result == 0:
                    self._found(Resize(names[0], int(last)))
            case "fsync" | "fdatasync":
                self._found(Sync(names[0], done=result == 0))
            case "link":
                if result == 0:
                    self._found(Rename({names[1]: names[0]}))
            case "rename":
                if result == 0:
                    self._found(Rename({names[0]: None, names[1]: names[0]}))
            case "unlink":
                if result == 0:
                    self._found(Rename({names[0]: None}))
            case _:
                raise NotImplementedError(f"the model knows no {call}")

    def _found(self, operation: Operation) -> None:
        self._disk.do(operation)
        self.found.append(operation)

    def named(self, given: str) -> list[str]:
        """Return names within the folder; the folder itself is the empty one."""
        file = _FILE.search(given) or re.search(r", (\d+)<((?:\\x\w\w)*)>, ", given)
        texts = [file[2]] if file else _TEXT.findall(given)
        paths = [_bytes(each).decode(errors="replace") for each in texts]
        return [
            path.removeprefix(self._folder).removeprefix("/")
            for path in paths
            if f"{path}/".startswith(f"{self._folder}/") and not path.endswith(INDEX)
        ]


def _decoded(given: str) -> bytes:
    return b"".join(map(_bytes, _TEXT.findall(given)))


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
