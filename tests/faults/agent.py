"""The real agent as a process that kills itself.

`python -m faults.agent STEP ARGUMENTS`: a named step, or the number of a statement of
SQL; the arguments are those of `python -m kiosk`.
"""

import sys
from typing import Any

from faults.steps import STEPS, die, die_at

from kiosk import sync
from kiosk.__main__ import main
from offline_cache.database import Cache

LEASE_S = 0.3
"""For the next agent to wait, where the real one gives a slow central its time."""


def die_after(statements: int) -> None:
    """Die once so many statements were run, in a transaction or out of it."""
    real = Cache.rows
    left = statements

    def rows(self: Cache, sql: str, *values: object) -> Any:
        nonlocal left
        result = real(self, sql, *values)
        left -= 1
        if not left:
            die()
        return result

    Cache.rows = rows  # type: ignore[method-assign]


if __name__ == "__main__":
    step, *arguments = sys.argv[1:]
    if step in STEPS:
        die_at(step)
    else:
        die_after(int(step))
    sync.LEASE_S = LEASE_S
    sys.exit(main(arguments))
