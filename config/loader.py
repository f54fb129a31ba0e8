"""Reads TOML files into validated models and reports mistakes in plain words.

All mistakes of a file are reported at once, each with its line, what was found and what
is allowed. Values of keys that may hold secrets are never shown.
"""

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from config import explain
from config.errors import ConfigError, Problem
from config.locate import KeyPath, key_lines

HOME = Path(__file__).resolve().parent
"""This folder, with `default.toml` and `demo.toml`."""

SERVICES = HOME / "services"
"""The service items of this version."""

SIZE_LIMIT = 1_000_000
"""Bytes. A larger file is certainly not a settings file."""

DEPTH_LIMIT = 30
"""Levels of nested tables; our files need five."""

M = TypeVar("M", bound=BaseModel)

_PLACE = re.compile(
    r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL
)
_ADVICE = {
    "Invalid value": 'a text stands in "quotes", a number or true or false without',
    "Illegal character '\\n'": 'a text ends on its own line with "',
    "Cannot overwrite a value": "a key stands only once in its table",
    "Unescaped '\\' in a string": r"write \\ for a backslash",
}


@dataclass(frozen=True)
class Document:
    """A file's content, and the line of each key."""

    path: Path
    data: dict[str, Any]
    lines: dict[KeyPath, int]

    def where(self, path: KeyPath) -> str:
        """Return `file:line` of a key or, if it is missing, of its table."""
        line = self.lines.get(path) or self.lines.get(path[:-1])
        return f"{self.path}:{line}" if line else str(self.path)


def load_toml(path: Path, model: type[M]) -> M:
    """Read a TOML file into a model.

    Values keep TOML's types: `"60"` is not a number and `1` is not `true`. A list is
    accepted for a tuple, a string for an enum or a path, an integer for a float.

    Raises:
        ConfigError: The file cannot be read, or does not fit the model.
    """
    return _checked(read_toml(path), model)


def load_text(text: str, name: str, model: type[M]) -> M:
    """Read TOML text into a model like `load_toml`; `name` is reported as the file.

    Raises:
        ConfigError: The text does not fit the model.
    """
    return _checked(_parsed(Path(name), text), model)


def _checked(document: Document, model: type[M]) -> M:
    text = json.dumps(document.data, default=_iso)
    try:
        return model.model_validate_json(text, strict=True)
    except ValidationError as error:
        found = list(explain.problems(error, model, document.data, document.where))
    # Raised outside of `except`: pydantic's error as its context would hold values.
    raise ConfigError(found)


def service_files(folder: Path = SERVICES) -> list[Path]:
    """Return the files of service items in a folder, sorted by path.

    By convention they are `<department>/<item>.toml`, and department folders may be
    links. TOML files at other levels count as well, so that none is overlooked; hidden
    ones are ignored.
    """
    found = {*folder.rglob("*.toml"), *folder.glob("*/*.toml")}
    return sorted(path for path in found if not _is_hidden(path.relative_to(folder)))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def read_toml(path: Path) -> Document:
    """Read a TOML file without validating its content.

    Raises:
        ConfigError: It cannot be opened, is not UTF-8, or is not TOML.
    """
    try:
        if not path.is_file():
            raise ConfigError([Problem(str(path), "", _not_a_file(path))])
        raw = path.read_bytes()
    except OSError as error:
        words = f"cannot be read: {error.strerror or error}"
        raise ConfigError([Problem(str(path), "", words)]) from error
    if len(raw) > SIZE_LIMIT:
        words = f"has {len(raw)} bytes; allowed: at most {SIZE_LIMIT}"
        raise ConfigError([Problem(str(path), "", words)])
    try:
        text = raw.decode("utf-8-sig")  # Windows editors add a byte order mark
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        words = "not UTF-8 text; save the file with the encoding UTF-8"
        raise ConfigError([Problem(f"{path}:{line}", "", words)]) from None
    return _parsed(path, text)


def _parsed(path: Path, text: str) -> Document:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax(path, text, str(error))]) from None
    except ValueError:  # int() refuses thousands of digits
        raise ConfigError([Problem(str(path), "", "a number is too long")]) from None
    except RecursionError:
        deep = True
    else:
        deep = _too_deep(data, DEPTH_LIMIT)
    if deep:
        words = "lists or tables stand too deep within each other"
        raise ConfigError([Problem(str(path), "", words)])
    return Document(path, data, key_lines(text, data))


def _too_deep(value: object, left: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(inner, str) or not isinstance(inner, Iterable):
        return False
    return left == 0 or any(_too_deep(entry, left - 1) for entry in inner)


def _not_a_file(path: Path) -> str:
    if path.is_dir():
        return "is a folder; a TOML file is needed"
    return "is not a file" if path.exists() else "there is no such file"


def _syntax(path: Path, text: str, message: str) -> Problem:
    where, match = str(path), _PLACE.fullmatch(message)
    if match:
        message = match[1]
        last = text.removesuffix("\n").count("\n") + 1
        where += f":{match[2] or last}"
    advice = next((_ADVICE[key] for key in _ADVICE if message.startswith(key)), "")
    return Problem(where, "", f"not TOML: {message}" + (advice and f"; {advice}"))


def _iso(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(f"TOML has no {type(value).__name__}")
