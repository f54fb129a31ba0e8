"""Commands that one process leaves for the other: the table `command`.

`posted → taken → done`. Claimed, worked, then marked done; one that was taken by a
process that died becomes `interrupted` and is never run again by itself, as it may
have printed. Every command lapses: a test page asked for an hour ago, while the screen
was dead, must not come out when it is back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from offline_cache.clock import BootClock, BootTime, boot_time
from offline_cache.database import MAX_ROWS, Cache, Row
from offline_cache.errors import CacheMisuseError


class CommandState(StrEnum):
    """Where a command stands."""

    POSTED = "posted"  # nobody has taken it yet
    TAKEN = "taken"  # somebody works on it
    DONE = "done"  # there is a result
    INTERRUPTED = "interrupted"  # who took it has died; how far it came is unknown
    LAPSED = "lapsed"  # not taken in time, or the result not fetched in time


@dataclass(frozen=True)
class Command:
    """A command that its process has taken and must work on.

    Attributes:
        arguments: As posted. They and the result may hold personal data (a card that
            a technician reads for a test), so neither is part of the `repr`.
    """

    id: int
    name: str
    arguments: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class CommandOutcome:
    """How a command stands; final unless it is posted or taken."""

    state: CommandState
    result: Any = field(default=None, repr=False)

    @property
    def final(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.state not in (CommandState.POSTED, CommandState.TAKEN)


class Mailbox:
    """The table `command`. Every call is one commit, or part of one.

    Args:
        cache: The connection of this thread.
        clock: By which commands lapse.
    """

    def __init__(self, cache: Cache, clock: BootClock = boot_time) -> None:
        self._cache = cache
        self._clock = clock

    def post(
        self,
        for_process: str,
        name: str,
        arguments: Mapping[str, object],
        seconds: float,
    ) -> int:
        """Leave a command for a process; then wake it.

        Args:
            for_process: `screen` or `agent`.
            name: What to do, in the words of that process.
            arguments: JSON for it.
            seconds: How long it may wait to be taken, and its result to be fetched.

        Returns:
            The command's number, for `outcome`.
        """
        until = self._clock().later(seconds)
        text = json.dumps(arguments, ensure_ascii=False, allow_nan=False)
        with self._cache.transaction():
            self._sweep()
            (row,) = self._cache.rows(
                "INSERT INTO command"
                " (for_process, name, arguments, until_boot, until_at)"
                " VALUES (?, ?, ?, ?, ?) RETURNING id",
                *(for_process, name, text, until.boot, until.seconds),
            )
        return int(row["id"])

    def take(self, for_process: str) -> Command | None:
        """Claim the oldest command for this process that has not lapsed."""
        now = self._clock()
        with self._cache.transaction():
            rows = self._cache.rows(
                "UPDATE command SET state = 'taken' WHERE id ="
                " (SELECT id FROM command WHERE for_process = ? AND state = 'posted'"
                " AND until_boot = ? AND until_at > ? ORDER BY id LIMIT 1)"
                " RETURNING *",
                *(for_process, now.boot, now.seconds),
            )
        if not rows:
            return None
        row = rows[0]
        return Command(row["id"], row["name"], json.loads(row["arguments"]))

    def done(self, command: int, result: object) -> None:
        """Leave the result of a command that was taken: any JSON value.

        Raises:
            CacheMisuseError: It is not taken.
        """
        text = json.dumps(result, ensure_ascii=False, allow_nan=False)
        with self._cache.transaction():
            changed = self._cache.rows(
                "UPDATE command SET state = 'done', result = ?"
                " WHERE id = ? AND state = 'taken' RETURNING id",
                *(text, command),
            )
            if not changed:
                raise CacheMisuseError(f"command {command} is not taken")

    def outcome(self, command: int) -> CommandOutcome:
        """How a command stands. A final answer is given once, and then deleted."""
        with self._cache.transaction():
            rows = self._cache.rows("SELECT * FROM command WHERE id = ?", command)
            if not rows:
                return CommandOutcome(CommandState.LAPSED)
            outcome = _outcome(rows[0], self._clock())
            if outcome.final:
                self._cache.rows("DELETE FROM command WHERE id = ?", command)
        return outcome

    def interrupt_taken(self, for_process: str) -> int:
        """What a predecessor took and never finished; for a process that starts.

        Returns:
            How many commands became `interrupted`.
        """
        with self._cache.transaction():
            changed = self._cache.rows(
                "UPDATE command SET state = 'interrupted'"
                " WHERE for_process = ? AND state = 'taken' RETURNING id",
                for_process,
            )
        return len(changed)

    def _sweep(self) -> None:
        now = self._clock()
        self._cache.rows(
            "DELETE FROM command WHERE id IN (SELECT id FROM command"
            " WHERE state <> 'taken' AND (until_boot <> ? OR until_at <= ?) LIMIT ?)",
            *(now.boot, now.seconds, MAX_ROWS),
        )


def _outcome(row: Row, now: BootTime) -> CommandOutcome:
    state = CommandState(row["state"])
    lapsed = row["until_boot"] != now.boot or row["until_at"] <= now.seconds
    if state is CommandState.POSTED and lapsed:
        return CommandOutcome(CommandState.LAPSED)
    return CommandOutcome(state, json.loads(row["result"]) if row["result"] else None)
