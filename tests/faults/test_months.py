"""Promise 16: it runs for months, so nothing may grow from visit to visit."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults.system import whole_system

from kiosk.demo.citizen import Visit

STATEMENT = Visit("social_security.contribution_statement", False, "li_na")
MOST_GROWTH = 0.02
REST_WITHIN_S = 60.0


@dataclass(frozen=True)
class Size:
    """A process's size; memory in kB, without what is mapped from files.

    A share of libraries would depend on the other processes of this machine.
    """

    memory: int
    files: int
    threads: int


def size_of(process: int) -> Size:
    proc = Path(f"/proc/{process}")
    rollup = (proc / "smaps_rollup").read_text("ascii")
    memory = re.search(r"^Anonymous:\s+(\d+) kB", rollup, re.MULTILINE)
    assert memory is not None
    return Size(
        memory=int(memory[1]),
        files=len(list((proc / "fd").iterdir())),
        threads=len(list((proc / "task").iterdir())),
    )


def size_at_rest(process: int, first: Size | None) -> Size:
    """Return the size once the threads and files of the visit before have ended.

    What never ends is returned as it is, and fails the test.
    """
    deadline = time.monotonic() + REST_WITHIN_S
    while True:
        size = size_of(process)
        rests = first is None or (
            size.threads <= first.threads and size.files <= first.files
        )
        if rests or time.monotonic() > deadline:
            return size
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("warm_up", "visits"),
    [
        pytest.param(50, 150, marks=pytest.mark.timeout(900)),
        pytest.param(50, 5000, marks=[pytest.mark.long, pytest.mark.timeout(0)]),
    ],
)
def test_nothing_grows_from_visit_to_visit(
    tmp_path: Path, warm_up: int, visits: int
) -> None:
    with whole_system(tmp_path) as whole:
        whole.screen()
        sizes: list[Size] = []
        for number in range(warm_up + visits):
            screen = whole.screens.begin(STATEMENT)
            if number >= warm_up:
                sizes.append(size_at_rest(screen, sizes[0] if sizes else None))
            assert whole.screens.over()
            if number % 20 == 0:
                whole.controls["escpos_printer"].do("refill")
        whole.screens.end()
    first, last = sizes[0], sizes[-1]
    print([each.memory for each in sizes])  # noqa: T201 - shown where it fails
    assert last.memory <= first.memory * (1 + MOST_GROWTH)
    assert max(each.threads for each in sizes) <= first.threads
    assert last.files <= first.files
