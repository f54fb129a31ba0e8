"""The real agent as a process that kills itself, or whose clock jumps.

`python -m faults.agent WHAT ARGUMENTS`: WHAT is a named step at which it dies, or the
number of an SQL statement, or `clock`; the arguments are those of `python -m kiosk`.
"""

import sys
from typing import Any

from faults import clock
from faults.steps import STEPS, die, die_at

from kiosk.__main__ import main
from kiosk.agent import drain as sync
from offline_cache.database import Cache

LEASE_S = 0.3
"""For the next agent to wait, where the real one gives a slow central its time."""


def die_after(statements: int) -> None:
    """Die once after so many statements, in a transaction or outside."""
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


def jump() -> None:
    """Step the wall clock at every statement, in a transaction or outside."""
    real = Cache.rows

    def rows(self: Cache, sql: str, *values: object) -> Any:
        clock.step()
        return real(self, sql, *values)

    Cache.rows = rows  # type: ignore[method-assign]


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    if what == "clock":
        jump()
    elif what in STEPS:
        die_at(what)
    else:
        die_after(int(what))
    sync.LEASE_S = LEASE_S
    sys.exit(main(arguments))
