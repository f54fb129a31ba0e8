"""What the fields of a package's dataclasses say where they are left out."""

from dataclasses import MISSING, Field, fields, is_dataclass
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

_NOTHING: tuple[object, ...] = (None, False, 0, "", (), frozenset(), {})


def telling(package: ModuleType) -> dict[str, object]:
    """Return the defaults that say something, as `Class.field`."""
    found: dict[str, object] = {}
    modules = walk_packages(package.__path__, f"{package.__name__}.")
    for module in (import_module(each.name) for each in modules):
        for kind in vars(module).values():
            if isinstance(kind, type) and kind.__module__ == module.__name__:
                for each in fields(kind) if is_dataclass(kind) else ():
                    found[f"{kind.__name__}.{each.name}"] = _default(each)
    return {name: value for name, value in found.items() if _says(value)}


def _default(each: Field[Any]) -> object:
    if each.default_factory is not MISSING:
        return each.default_factory()
    return each.default


def _says(value: object) -> bool:
    nothing = any(value == each and type(value) is type(each) for each in _NOTHING)
    return value is not MISSING and not nothing
