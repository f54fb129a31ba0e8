"""Settings in layers: the models' defaults, then a FILE, then the environment.

`ONETRIP_<SECTION>__<KEY>` overrides a key, for instance `ONETRIP_CENTRAL__URL`. An
unknown variable is an error, so that a misspelt one is noticed.

Paths: `~` is the home folder. A relative path in a file is relative to that file's
folder, one in the environment to the current folder.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from config import explain
from config.errors import ConfigError, Problem
from config.loader import Document, read_toml
from config.locate import KeyPath

PREFIX = "ONETRIP_"

S = TypeVar("S", bound="Layered")


def _absolute(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError:
        raise ValueError("there is no home folder of that name") from None


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]
"""A path in the settings, made absolute."""


class Section(BaseModel):
    """Base class of sections; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Layered(BaseModel):
    """The base of settings: each field is a section. `load` brings the layers."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


def sections(settings: type[Layered]) -> dict[str, type[BaseModel]]:
    """Return the sections of settings with their models."""
    kinds = {name: field.annotation for name, field in settings.model_fields.items()}
    return {
        name: kind
        for name, kind in kinds.items()
        if isinstance(kind, type) and issubclass(kind, BaseModel)
    }


def load(settings: type[S], path: Path | None, others: type[Layered]) -> S:
    """Read `path`, then the environment; all other keys have the model's default.

    Args:
        settings: The settings to load; its fields are sections.
        path: The FILE, or None.
        others: Settings whose sections may be in the file too; they are ignored.

    Raises:
        ConfigError: Lists every mistake in the file and in the environment.
    """
    document = read_toml(path) if path else None
    found = list(_unknown_variables(settings, others))
    data: dict[str, Any] = {section: {} for section in settings.model_fields}
    if document:
        found += _unknown_sections(document, settings, others)
        wanted = {key: document.data[key] for key in data if key in document.data}
        data |= _anchored(wanted, settings, document.path.parent.absolute())
    try:
        data = _merged(data, _environment(settings, {one.where for one in found}))
        loaded = settings(**data)
    except json.JSONDecodeError:
        words = 'a variable that holds a list is not JSON, as ["one", "two"]'
        found.append(Problem(f"{PREFIX}…", "", words))
    except ValidationError as error:

        def where(path: KeyPath) -> str:
            return _origin(path, document)

        found += explain.problems(error, settings, data, where)
    if found:
        # Raised outside of `except`: pydantic's error as its context would hold values.
        raise ConfigError(found)
    return loaded


def _environment(settings: type[Layered], without: set[str]) -> dict[str, Any]:
    """What the variables say of the sections: text, and JSON for a list.

    What is within a table whose keys are not known here is JSON where it can be.

    Raises:
        json.JSONDecodeError: A list is not JSON.
    """
    said: dict[str, Any] = {}
    for name, text in sorted(os.environ.items()):
        if name.upper().startswith(PREFIX) and name not in without:
            path = name[len(PREFIX) :].lower().split("__")
            if len(path) > 1 and path[0] in settings.model_fields:
                _say(said, settings, path, text)
    return said


def _say(table: dict[str, Any], field: Any, path: list[str], text: str) -> None:
    """Put a variable's text in its place."""
    for depth, lower in enumerate(path, start=1):
        names = {name.lower(): name for name in explain.fields(field)}
        key = names.get(lower, lower)
        field = explain.fields(field).get(key)
        if depth == len(path):
            table[key] = _value(field, text)
            return
        within = table.get(key)
        table[key] = table = within if isinstance(within, dict) else {}


def _value(field: Any, text: str) -> Any:
    if field is not None and not any(
        (get_origin(member) or member) in (list, tuple, dict)
        for member in explain.members(field)
    ):
        return text
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        if field is not None:
            raise
        return text


def _unknown_sections(
    document: Document, settings: type[Layered], others: type[Layered]
) -> Iterator[Problem]:
    known = sorted(settings.model_fields.keys() | others.model_fields.keys())
    for key in document.data.keys() - set(known):
        words = f"unknown section{explain.suggestion(key, known) or ';'} "
        yield Problem(
            document.where((key,)), key, f"{words}there are: {', '.join(known)}"
        )


def _unknown_variables(
    settings: type[Layered], others: type[Layered]
) -> Iterator[Problem]:
    known: list[str] = []
    opaque: list[str] = []  # sections whose keys are defined by the other program
    for section, field in {**others.model_fields, **settings.model_fields}.items():
        prefix = f"{PREFIX}{section}__".upper()
        names = list(_variables(field, prefix))
        known += names
        opaque += [] if names else [prefix]
    sections = {prefix.removesuffix("__") for prefix in (*opaque, *_prefixes(known))}
    for name in sorted(os.environ):
        upper = name.upper()
        ours = upper.startswith(PREFIX) and ("__" in upper or upper in sections)
        if ours and upper not in known and not upper.startswith(tuple(opaque)):
            meant = explain.suggestion(upper, known)
            yield Problem(name, "", f"means nothing here{meant}")


def _prefixes(names: list[str]) -> set[str]:
    return {name.partition("__")[0] for name in names}


def _variables(table: Any, prefix: str) -> Iterator[str]:
    for key, field in explain.fields(table).items():
        name = f"{prefix}{key}".upper()
        if explain.fields(field):
            yield from _variables(field, f"{name}__")
        else:
            yield name


def _origin(path: KeyPath, document: Document | None) -> str:
    """Return the variable or the line that determines a key's value."""
    names = [_variable(path[:n]) for n in range(2, len(path) + 1)]
    variables = sorted(name for name in os.environ if name.upper().startswith(PREFIX))
    for name in variables:
        if name.upper() in names:
            return name
    for length in (len(path), len(path) - 1):
        if document and length > 0 and _has(document.data, path[:length]):
            return document.where(path[:length])
    for name in variables:  # for a whole table: a variable that sets a key within it
        if path and name.upper().startswith(_variable(path) + "__"):
            return name
    return str(document.path) if document else "environment"


def _variable(path: KeyPath) -> str:
    return (PREFIX + "__".join(map(str, path))).upper()


def _has(data: Any, path: KeyPath) -> bool:
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            value = _merged(merged[key], value)
        merged[key] = value
    return merged


def _anchored(data: dict[str, Any], table: Any, folder: Path) -> dict[str, Any]:
    """Return the data with relative paths joined to the folder of their file."""
    known = explain.fields(table)
    anchored = dict(data)
    for key, value in data.items():
        if isinstance(value, dict):
            anchored[key] = _anchored(value, known.get(key), folder)
        elif isinstance(value, str) and Path in explain.members(known.get(key)):
            anchored[key] = value if value.startswith("~") else str(folder / value)
    return anchored
