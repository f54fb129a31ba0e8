"""Commands from one process to the other: the table `command`.

`posted → taken → done`. A command is claimed, worked on, then marked done. If the
process that took it dies, it becomes `interrupted` and is never run again
automatically, as it may have printed. Every command expires: a test page that was
requested while the screen was dead must not be printed an hour later.
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
    """The state of a command."""

    POSTED = "posted"  # not taken yet
    TAKEN = "taken"  # being worked on
    DONE = "done"  # there is a result
    INTERRUPTED = "interrupted"  # its process died; the progress is unknown
    LAPSED = "lapsed"  # not taken in time, or the result not fetched in time


@dataclass(frozen=True)
class Command:
    """A command that was taken and must be worked on.

    Attributes:
        arguments: As posted. Arguments and result may hold personal data (of a card
            that a technician reads for a test), so neither is part of the `repr`.
    """

    id: int
    name: str
    arguments: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class CommandOutcome:
    """The state of a command; final unless it is posted or taken."""

    state: CommandState
    result: Any = field(default=None, repr=False)

    @property
    def final(self) -> bool:
        """Return whether the state can no longer change."""
        return self.state not in (CommandState.POSTED, CommandState.TAKEN)


class Mailbox:
    """The table `command`. Every call is one commit, or part of one.

    Args:
        cache: The connection of this thread.
        clock: Determines when commands expire.
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
        """Post a command for a process, which must then be woken.

        Args:
            for_process: `screen` or `agent`.
            name: Name of the command, defined by that process.
            arguments: Its arguments, as JSON.
            seconds: Time limit for taking it and for fetching its result.

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
        """Claim the oldest command for this process that has not expired."""
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
        """Store the result, any JSON value, of a command that was taken.

        Raises:
            CacheMisuseError: The command is not taken.
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
        """Return a command's state. A final state is returned once, then deleted."""
        with self._cache.transaction():
            rows = self._cache.rows("SELECT * FROM command WHERE id = ?", command)
            if not rows:
                return CommandOutcome(CommandState.LAPSED)
            outcome = _outcome(rows[0], self._clock())
            if outcome.final:
                self._cache.rows("DELETE FROM command WHERE id = ?", command)
        return outcome

    def interrupt_taken(self, for_process: str) -> int:
        """Mark commands that a previous process took and did not finish.

        Returns:
            The number of commands that became `interrupted`.
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
