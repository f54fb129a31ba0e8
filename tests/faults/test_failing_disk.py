"""Promise 5: a disk that is full or fails, at the n-th operation and from then on.

System calls of a real process fail; it reports by name that it could not write, loses
nothing of what it had reported as written, and continues by itself.
"""

from collections import Counter
from functools import reduce
from pathlib import Path

import pytest
from faults import strace
from faults.bookkeeper import KEPT, REFUSED
from faults.power import Told, look

from offline_cache.errors import CacheError

COMMITS = 3
NAMED = {
    "ENOSPC": {"DiskFullError", "DiskError"},
    # SQLite reports an unreadable page as a damaged one.
    "EIO": {"DiskError", "CacheCorruptError"},
}
CALLS = {
    "ENOSPC": ("write", "pwrite64", "fsync", "ftruncate"),
    "EIO": ("write", "pwrite64", "fsync", "ftruncate", "pread64"),
}
A_WHILE = 3
"""Calls of each kind that fail: all in all fewer than the bookkeeper has tries."""

SOME = 20
"""Operations in CI; in the long run it is each of some 200."""


def keep(folder: Path, *given: str) -> strace.Traced:
    folder.mkdir()
    return strace.run("faults.bookkeeper", "keep", folder, 0, COMMITS, strace=given)


def points(tmp_path: Path, error: str) -> list[Counter[str]]:
    """Return how often each call was made at each operation, the latest first."""
    log, good = tmp_path / "log", tmp_path / "good"
    trace = f"trace={','.join(CALLS[error])}"
    assert keep(good, "-y", "-xx", "-e", trace, "-o", str(log)).status == 0
    made, found = Counter[str](), []
    for call, in_folder in strace.calls(log, good):
        made[call] += 1
        if in_folder:
            found.append(Counter({call: made[call]}) | made)
    return found


def injected(error: str, made: Counter[str], duration: str) -> list[str]:
    """Return arguments for strace, which counts each kind of call separately."""
    call = next(iter(made))
    if duration == "once":
        return [f"inject={call}:error={error}:when={made[call]}"]
    faults = []
    for each in CALLS[error]:
        first = made[each] + (each != call)
        last = "+" if duration == "for_good" else f"..{first + A_WHILE - 1}"
        faults.append(f"inject={each}:error={error}:when={first}{last}")
    return faults


def fails(folder: Path, error: str, faults: list[str], *, ends: bool) -> None:
    options = [option for each in faults for option in ("-e", each)]
    options += ["-e", f"trace={','.join(CALLS[error])}"]
    ran = keep(folder, *options, "-o", "/dev/null")
    assert ran.status == 0, ran.errors
    refused = {each.split()[1] for each in ran.said if each.startswith(REFUSED)}
    assert refused <= NAMED[error], ran.said
    if ends:
        kept = [each for each in ran.said if each.startswith(KEPT)]
        assert len(kept) >= 1 + COMMITS, f"it did not go on: {ran.said}"
    look(folder, reduce(Told.hear, ran.said, Told()))


@pytest.mark.parametrize("duration", ["once", "for_a_while", "for_good"])
@pytest.mark.parametrize("error", CALLS)
@pytest.mark.parametrize("share", ["some", pytest.param("all", marks=pytest.mark.long)])
def test_a_failing_disk_is_told_by_name_and_nothing_is_lost(
    tmp_path: Path, error: str, duration: str, share: str
) -> None:
    operations = points(tmp_path, error)
    assert len(operations) > 100
    step = len(operations) // SOME if share == "some" else 1
    ends = duration != "for_good"
    for number, made in list(enumerate(operations, 1))[::step]:
        faults = injected(error, made, duration)
        try:
            fails(tmp_path / str(number), error, faults, ends=ends)
        except (AssertionError, CacheError) as failure:
            raise AssertionError(f"operation {number}, {faults}") from failure
