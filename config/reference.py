"""Reference texts for technicians, generated from the models that declare settings.

`make settings` generates `config/default.toml` and `docs/settings.md` from all
sections. Types and defaults come from the models' fields, descriptions from their
docstrings, under `Attributes`.
"""

import inspect
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from annotated_types import Ge, Gt, Le, MinLen, MultipleOf
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from config import explain
from config.layers import PREFIX

_WIDTH = 88  # columns of `default.toml`
_BACKEND = "backend"  # the key that selects the kind of a device's table

_HEAD = """\
# Every setting with its default. No program reads this file, which `make settings`
# writes and updates replace: write what is different on this terminal into a file of
# your own, and start the programs with `--config FILE`. docs/settings.md says more.
#
# A line that begins with # and no space has no default: it shows an example.
"""

_PAGE = """\
# Settings

<!-- `make settings` writes this page from config/settings.py, central/settings.py and
config/device_settings.py: change what they declare, and run it again. -->

A program takes each setting from the first of these that has it:

1. the command line, where it has an option for it;
2. the environment, as `{prefix}<SECTION>__<KEY>`: `{prefix}CENTRAL__URL` is `url` in
   `[central]`, and `{prefix}TERMINAL__PLACE__EN` is `en` in `[terminal.place]`;
3. the TOML file that `--config FILE` names; one file may serve terminal and central;
4. its default, below.

[`config/default.toml`](../config/default.toml) holds the defaults as a file to copy
from. A real terminal sets at least `terminal.name`, `terminal.place`, `central.url` and
its devices.

Keys that end in `_s` are seconds, those in `_days` days. A relative path in a file is
meant from that file's folder, one in the environment from the current folder; `~` is
the home folder of the user that runs the program.

What is wrong is refused at start, all of it at once: a key that there is not, a value
that is not allowed, a variable `{prefix}…__…` that means nothing. Each line says where
it stands, what was found, and what is allowed:

```
/etc/onetrip/terminal.toml:7: session.idle_s: found: -1; allowed: greater than 0
```

Keys and passwords have no default, and are never repeated in such a line.
"""


@dataclass(frozen=True)
class Entry:
    """One setting.

    Attributes:
        key: Name of the key.
        toml: The default in TOML; an example if there is no default.
        has_default: Whether there is a default.
        required: Whether its table must have this key.
        allowed: Description of the allowed values.
        text: Description of the setting.
    """

    key: str
    toml: str
    has_default: bool
    required: bool
    allowed: str
    text: str


@dataclass(frozen=True)
class Table:
    """One table of a settings file.

    Attributes:
        name: Name in the header, such as `devices.locker`.
        summary: Description of the table.
        optional: Whether the presence of the table has a meaning of its own.
        entries: Its keys; nested tables are separate.
    """

    name: str
    summary: str
    optional: bool
    entries: tuple[Entry, ...]


def default_toml(sections: Mapping[str, type[BaseModel]]) -> str:
    """Return the text of `config/default.toml`."""
    parts = [_HEAD]
    for table in _tables(sections):
        mark = "#" if table.optional else ""
        lines = [*_comment(table.summary), f"{mark}[{table.name}]"]
        for entry in table.entries:
            lines += _comment(entry.text)
            off = mark or ("" if entry.has_default else "#")
            lines.append(f"{off}{entry.key} = {entry.toml}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def page(sections: Mapping[str, type[BaseModel]]) -> str:
    """Return the text of `docs/settings.md`."""
    parts = [_PAGE.format(prefix=PREFIX)]
    for table in _tables(sections):
        rows = [_row(entry) for entry in table.entries if entry.key != _BACKEND]
        chosen = [entry.toml for entry in table.entries if entry.key == _BACKEND]
        named = [f"`[{table.name}]`", *(f"`{_BACKEND} = {one}`" for one in chosen)]
        parts.append(f"## {', '.join(named)}\n\n{table.summary}\n")
        if rows:
            head = ["| key | default | allowed | what it is |", "|---|---|---|---|"]
            parts.append("\n".join(head + rows) + "\n")
        if table.entries:
            variable = f"{PREFIX}{table.name}.".replace(".", "__").upper()
            parts.append(f"In the environment: `{variable}<KEY>`.\n")
    return "\n".join(parts)


def texts(model: type[BaseModel]) -> tuple[str, dict[str, str]]:
    """Return a model's docstring: its summary, and the text of each attribute."""
    summary, _, listed = inspect.cleandoc(model.__doc__ or "").partition("Attributes:")
    found = re.findall(r"(?m)^ {4}(\w+): (.*(?:\n {8}.*)*)", listed)
    return _flat(summary), {name: _flat(text) for name, text in found}


def allowed(field: Any) -> str:
    """Describe the allowed values of a setting, with limits."""
    described = [info.description for info in _infos(field) if info.description]
    if described:
        return described[0]
    words = explain.wanted(field)
    if explain.options(field):
        return words
    limits = [limit for info in _infos(field) for limit in info.metadata]
    return ", ".join([words, *filter(None, map(_limit, limits))])


def _limit(limit: Any) -> str:
    match limit:
        case Ge(least):
            return f"at least {least}"
        case Gt(bound):
            return f"greater than {bound}"
        case Le(most):
            return f"at most {most}"
        case MultipleOf(step):
            return f"a multiple of {step}"
        case MinLen():
            return "not empty"
    pattern = getattr(limit, "pattern", None)
    return f"of the form `{pattern}`" if pattern else ""


def _tables(sections: Mapping[str, type[BaseModel]]) -> Iterator[Table]:
    for name, model in sections.items():
        yield from _tables_of(name, model, optional=False)


def _tables_of(name: str, model: type[BaseModel], *, optional: bool) -> Iterator[Table]:
    summary, words = texts(model)
    own: list[Entry] = []
    within: list[Table] = []
    for key, field in model.model_fields.items():
        kinds = [kind for kind in explain.members(field) if explain.fields(kind)]
        left_out = optional or (not field.is_required() and field.default is None)
        for kind in kinds:
            within += _tables_of(f"{name}.{key}", kind, optional=left_out)
        if not kinds:
            # The summary of the table already describes the backend.
            own.append(_entry(key, field, "" if key == _BACKEND else words[key]))
    yield Table(name, summary, optional, tuple(own))
    yield from within


def _entry(key: str, field: FieldInfo, text: str) -> Entry:
    given = not field.is_required() and field.default is not None
    if given:
        value = field.default
    elif key == _BACKEND:
        [value] = explain.options(field)
    else:
        value = field.examples[0] if field.examples else "…"
    toml = _toml(value)
    return Entry(key, toml, given, field.is_required(), allowed(field), text)


def _toml(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _row(entry: Entry) -> str:
    default = "needed" if entry.required else "none"
    cells = (
        f"`{entry.key}`",
        f"`{entry.toml}`" if entry.has_default else default,
        entry.allowed,
        entry.text,
    )
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _flat(text: str) -> str:
    return " ".join(text.split())


def _infos(field: Any) -> Iterator[FieldInfo]:
    """Yield the `Field` data of a setting and of its member types."""
    if isinstance(field, FieldInfo):
        yield field
        yield from _infos(field.annotation)
    for part in get_args(field):
        yield from _infos(part)
