"""pydantic's errors in plain words: where, what was found, what is allowed."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from config.errors import Problem
from config.locate import KeyPath

SECRET = re.compile(
    r"(^|_)(token|key|pin|password|passphrase|secret|credential)s?$", re.IGNORECASE
)
"""Names of keys whose values are never shown."""

_CREDENTIALS = re.compile(r"//[^/@\s]*@")  # of an address: //user:password@host
_LONGEST = 60  # characters of a found value, so that the rest of the line is seen

_NAMES: dict[Any, str] = {
    str: "a text",
    date: "a date, as 2026-01-31",
    Path: "a path, as a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}
_LIMITS = {
    "greater_than": "greater than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "multiple_of": "a multiple of {multiple_of}",
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "a text of the form {pattern}",
    "too_short": "at least {min_length} entries",
    "too_long": "at most {max_length} entries",
}


def problems(
    error: ValidationError,
    model: type[BaseModel],
    data: dict[str, Any],
    where: Callable[[KeyPath], str],
) -> Iterator[Problem]:
    """Describe each error of a validation.

    Args:
        error: The error that pydantic raised.
        model: The model that the data was validated against.
        data: The validated data.
        where: Returns the file and line, or the environment variable, of a path.
    """
    for details in error.errors(include_url=False):
        path = _path(details, data)
        if details["type"].startswith("union_tag_"):
            path = (*path, _unquoted(details["ctx"]["discriminator"]))
        words = _words(details, path, model)
        yield Problem(where(path), dotted(path), words)


def dotted(path: KeyPath) -> str:
    """Return a path for technicians: `materials #2.en`."""
    parts = (f" #{key + 1}" if isinstance(key, int) else f".{key}" for key in path)
    return "".join(parts).lstrip(". ")


def fields(annotation: Any) -> dict[str, Any]:
    """Return the keys that a table of this model may have, each with its field."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {
            field.alias or name: field
            for name, field in annotation.model_fields.items()
        }
    found: dict[str, Any] = {}
    for member in members(annotation):
        if member is not annotation:
            found |= fields(member)
    return found


def suggestion(found: object, allowed: list[str]) -> str:
    """Return `; did you mean "url"?` if an allowed word is similar, else nothing."""
    near = get_close_matches(str(found).lower(), [word.lower() for word in allowed], 1)
    meant = [word for word in allowed if [word.lower()] == near]
    return f'; did you mean "{meant[0]}"?' if meant else ""


def _path(details: ErrorDetails, data: Any) -> KeyPath:
    """Return the error's path in the data, without the names of union members."""
    path: KeyPath = ()
    for key in details["loc"]:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            continue
        path = (*path, key)
    return (*path, details["loc"][-1]) if details["type"] == "missing" else path


def _words(details: ErrorDetails, path: KeyPath, model: type[BaseModel]) -> str:
    kind, context = details["type"], details.get("ctx", {})
    tags = set(details["loc"]) - set(path)
    if kind == "extra_forbidden":
        known = sorted(fields(_annotation(model, path[:-1], tags)))
        meant = suggestion(path[-1], known)
        return f"unknown key{meant or ';'} allowed here: {', '.join(known)}"
    annotation = _annotation(model, path, tags)
    if kind == "missing":
        return f"missing; needed: {wanted(annotation)}"
    if kind == "union_tag_not_found":
        return "missing"
    if kind == "union_tag_invalid":
        known = [_unquoted(tag) for tag in context["expected_tags"].split(", ")]
        meant = suggestion(context["tag"], known)
        found = _found(context["tag"], path, None)
        return f"{found}allowed: {', '.join(known)}{meant}"
    found = _found(details["input"], path, annotation)
    if kind in ("value_error", "assertion_error"):
        whole = isinstance(details["input"], dict | BaseModel)
        return f"{'' if whole else found}{context['error']}"
    if kind in _LIMITS:
        description = getattr(annotation, "description", None)
        return f"{found}allowed: {description or _LIMITS[kind].format(**context)}"
    choices = options(annotation)
    meant = suggestion(details["input"], choices) if found else ""
    return f"{found}allowed: {wanted(annotation)}{meant}"


def _unquoted(word: str) -> str:
    return word.strip("'")


def _found(value: object, path: KeyPath, annotation: Any) -> str:
    secret = any(isinstance(key, str) and SECRET.search(key) for key in path)
    if secret or "Secret" in repr(annotation):
        return "found: (not shown); "
    if isinstance(value, dict | BaseModel):
        return "found: a table; "
    if isinstance(value, list | tuple):
        return "found: a list; "
    if isinstance(value, bool):
        return f"found: {str(value).lower()}; "
    text = _CREDENTIALS.sub("//(not shown)@", str(value))
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "…"
    return f'found: "{text}"; ' if isinstance(value, str) else f"found: {text}; "


def wanted(annotation: Any) -> str:
    """Describe what a field accepts; its own description comes first."""
    description = getattr(annotation, "description", None)
    if description:
        return str(description)
    choices = options(annotation)
    if choices:
        return ", ".join(choices)
    names = []
    for member in members(annotation):
        bare = get_origin(member) or member
        if fields(bare) or bare is dict:
            names.append("a table")
        elif bare in (list, tuple, set, frozenset):
            names.append("a list")
        else:
            names.append(_NAMES.get(bare, "a text"))
    return " or ".join(dict.fromkeys(names)) or "nothing"


def options(annotation: Any) -> list[str]:
    """Return the words of a closed set."""
    found = []
    for member in members(annotation):
        if get_origin(member) is Literal:
            found += [str(option) for option in get_args(member)]
        elif isinstance(member, type) and issubclass(member, Enum):
            found += [str(option.value) for option in member]
    return found


def _annotation(model: type[BaseModel], path: KeyPath, tags: set[str | int]) -> Any:
    """Return the field or type at a path; None if the model does not define it.

    Args:
        model: The model that was validated against.
        path: The path.
        tags: pydantic's names of union members on the way, such as `lock_board`.
    """
    here: Any = model
    for key in path:
        here = _member(here, tags)
        if isinstance(key, str) and key in fields(here):
            here = fields(here)[key]
            continue
        inner = [get_args(member) for member in members(here) if get_args(member)]
        here = None if not inner else inner[0][-1 if isinstance(key, str) else 0]
    return _member(here, tags)


def _member(annotation: Any, tags: set[str | int]) -> Any:
    """Return the member of a union that a tag selects, or else the annotation."""
    for member in members(annotation):
        for field in fields(member).values():
            if get_origin(field.annotation) is Literal and tags & set(options(field)):
                return member
    return annotation


def members(annotation: Any) -> list[Any]:
    """Return the types that an annotation allows, unwrapped and without None."""
    if isinstance(annotation, FieldInfo):
        return members(annotation.annotation)
    if get_origin(annotation) is Annotated:
        return members(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for part in get_args(annotation) for kind in members(part)]
    return [] if annotation in (None, type(None)) else [annotation]
