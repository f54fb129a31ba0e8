"""What commands share: exit codes, the settings, and how they answer."""

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import Any

from central import settings as central_settings
from central.cli.words import say
from central.errors import OperatorError
from central.settings import CentralSettings

OK, FAULT, USAGE = 0, 1, 2


def settings_of(asked: argparse.Namespace, **overrides: Any) -> CentralSettings:
    """Load the settings that a command line names.

    Raises:
        ConfigError: They are wrong.
    """
    given = {"database": asked.database, **overrides}
    return central_settings.load(asked.config, given)


def answer(text: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def answer_json(value: object) -> None:
    """Write a value as JSON to standard output; its words are those of the contract."""
    answer(json.dumps(value, ensure_ascii=False, indent=1))


def note(text: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(text + "\n")


def complain(text: str, code: int) -> int:
    """Write what is wrong to standard error; returns the exit code."""
    note(f"central: {text}")
    return code


def explain(error: OperatorError) -> str:
    """Return an error's text in the language of the command line."""
    return say(error.text, **error.values)


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC, as the contract writes instants."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
