"""The language of people at a command line."""

import os

from config.settings import Language

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Environment variables that name it; the first that is set counts, as in POSIX."""


def of_environment(default: Language) -> Language:
    """Return the language that the environment asks for.

    Args:
        default: The answer where it asks for none of ours, as the locale `C`.
    """
    locale = next(filter(None, map(os.environ.get, VARIABLES)), "")
    if locale.startswith("zh"):
        return "zh_CN"
    return "en" if locale.startswith("en") else default
