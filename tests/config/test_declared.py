"""Every setting is declared whole, in one place, and read by something."""

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from support.settings_read import models, read_anywhere, read_in

from central.settings import CentralSettings, every_section
from config import explain, reference
from config.device_settings import Device, Devices
from config.settings import Central, Session, Settings, load_section, load_settings

ALL = sorted(
    {model for section in every_section().values() for model in models(section)},
    key=lambda model: model.__name__,
)
KEYS = [
    (model, key)
    for model in ALL
    for key, field in model.model_fields.items()
    if not explain.fields(field)
]
COUNTED = {  # numbers without a unit: how many, which, and pixels
    "batch_size",
    "baud_rate",
    "board",
    "cells",
    "closed_state",
    "height",
    "limit",
    "port",
    "queue_limit",
    "screen",
    "unit",
    "width",
}


def names(keys: list[tuple[type[BaseModel], str]]) -> list[str]:
    return [f"{model.__name__}.{key}" for model, key in keys]


def test_the_sections_are_the_terminals_and_centrals() -> None:
    known = set(every_section())
    assert known == set(Settings.model_fields)
    assert every_section()["central"] is Central
    assert every_section()["central_service"] is CentralSettings


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)
def test_every_setting_is_explained_and_nothing_else(model: type[BaseModel]) -> None:
    summary, words = reference.texts(model)
    assert summary.endswith(".")
    assert all(text.endswith(".") for text in words.values())
    keys = {key for key, field in model.model_fields.items()}
    tables = {key for key in keys if explain.fields(model.model_fields[key])}
    assert set(words) == keys - tables - {"backend"}


@pytest.mark.parametrize(("model", "key"), KEYS, ids=names(KEYS))
def test_a_secret_has_no_default(model: type[BaseModel], key: str) -> None:
    field = model.model_fields[key]
    named = explain.SECRET.search(key) and Path not in explain.members(field)
    if named or "Secret" in repr(field):
        assert field.is_required() or field.default is None
        assert not field.examples, "an example would be somebody's"


@pytest.mark.parametrize(("model", "key"), KEYS, ids=names(KEYS))
def test_a_duration_says_its_unit(model: type[BaseModel], key: str) -> None:
    field = model.model_fields[key]
    kinds = set(explain.members(field))
    if float in kinds:
        assert key.endswith("_s"), "a number that is not whole is so many seconds"
    if int in kinds:
        assert key in COUNTED or key.endswith(("_days", "_dots", "_bytes"))
    text = reference.texts(model)[1].get(key, "")
    if re.match(r"(How long|Between|Pause|After which|Without a touch)", text):
        assert key.endswith(("_s", "_days"))


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)
def test_defaults_and_examples_are_allowed(model: type[BaseModel]) -> None:
    values: dict[str, Any] = {}
    for key, field in model.model_fields.items():
        if field.examples:
            [values[key]] = field.examples
        elif not field.is_required() and not explain.fields(field):
            values[key] = field.default
        elif explain.options(field):
            [values[key]] = explain.options(field)
        elif not explain.fields(field):
            values[key] = "00" * 32  # a secret
    assert model.model_validate(values)


def test_every_setting_is_read() -> None:
    read = read_anywhere()
    unread = [
        (model, key)
        for model, key in KEYS
        # Drivers take theirs by name, and refuse what they do not know.
        if not issubclass(model, Device) and (model.__name__, key) not in read
    ]
    assert names(unread) == []


def test_a_setting_that_nothing_reads_would_be_found() -> None:
    source = """
class App:
    def __init__(self, settings: Settings, table: Session) -> None:
        session = settings.session
        self.idle = (session.idle_s, other.session.idle_prompt_s, table.way_out_s)
        self.name = table.name
"""
    known: dict[str, type[BaseModel]] = {"Settings": Settings, "Session": Session}
    assert read_in(source, known, None) == {
        ("Settings", "session"),
        ("Session", "idle_s"),
        ("Session", "way_out_s"),
    }
    checked = "class Session:\n    @model_validator\n    def a(self): self.idle_s\n"
    assert read_in(checked, known, None) == set()
    assert read_in(checked.replace("@model_validator", "@property"), known, None)


def test_every_role_of_the_cabinet_has_a_table() -> None:
    assert all(field.default is None for field in Devices.model_fields.values())


def _set(section: str) -> list[tuple[str, str, Any, tuple[str, ...]]]:
    """Variable, text, value and path of a change to each key of a section."""
    found = []

    def walk(model: type[BaseModel], path: tuple[str, ...]) -> None:
        for key, field in model.model_fields.items():
            kinds = explain.members(field)
            here = (*path, key)
            if explain.fields(field):
                if not field.is_required() and field.default is None:
                    continue  # a table of its own: its keys come together
                walk(kinds[0], here)
                continue
            text, value = _another(key, field.default, explain.options(field))
            found.append(("__".join(("ONETRIP", *here)).upper(), text, value, here))

    walk(every_section()[section], (section,))
    return [(name.replace("ONETRIP__", "ONETRIP_"), *rest) for name, *rest in found]


def _another(key: str, default: Any, options: list[str]) -> tuple[str, Any]:
    if isinstance(default, bool):
        return str(not default).lower(), not default
    if options:
        [first] = [word for word in options if word != default][:1]
        return first, first
    if isinstance(default, int | float):
        # `batch_size` is at its most already; days have to keep an order.
        less = default - 1 if key in ("batch_size", "query_timeout_s") else default + 1
        return f"{less}", less
    if "key" in key and "file" not in key and key != "keys":
        return "0b" * 32, "0b" * 32
    return {
        "url": ("https://central.example", "https://central.example"),
        "public_url": ("https://pay.example", "https://pay.example"),
        "name": ("hall-7", "hall-7"),
        "host": ("::1", "::1"),
    }.get(key, ("/there", "/there"))


CHANGES = [
    change
    for section in every_section()
    if section != "devices"
    for change in _set(section)
]


@pytest.mark.parametrize(
    ("variable", "text", "value", "path"), CHANGES, ids=[one[0] for one in CHANGES]
)
def test_the_environment_sets_every_key(
    variable: str,
    text: str,
    value: Any,
    path: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(variable, text)
    here: Any
    if path[0] == "central_service":
        here, path = load_section(None, path[0], CentralSettings), path[1:]
    else:
        here = load_settings(None)
    for key in path:
        here = getattr(here, key)
    revealed = here.get_secret_value() if hasattr(here, "get_secret_value") else here
    assert str(revealed) == str(value) or revealed == value


@pytest.mark.parametrize("role", Devices.model_fields)
def test_the_environment_sets_every_device(
    role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in explain.members(Devices.model_fields[role]):
        table = {
            key: str(field.examples[0] if field.examples else int(field.default))
            if key != "backend"
            else explain.options(field)[0]
            for key, field in kind.model_fields.items()
            if field.examples or key == "backend" or isinstance(field.default, int)
        }
        for key, text in table.items():
            monkeypatch.setenv(f"ONETRIP_DEVICES__{role}__{key}".upper(), text)
        device = load_settings(None).devices.configured()[role]
        assert device == kind.model_validate(table)
        for key in table:
            monkeypatch.delenv(f"ONETRIP_DEVICES__{role}__{key}".upper())


def test_texts_stand_in_docstrings_and_not_in_fields() -> None:
    # One place for a text: a field's description says what is allowed.
    for model, key in KEYS:
        assert model.model_fields[key].title is None
        assert inspect.getdoc(model)
