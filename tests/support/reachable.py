"""Finds what is reachable from an object: whether a citizen's data is left."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum

from pydantic import BaseModel


def texts(root: object, *, leaving_out: tuple[object, ...] = ()) -> Iterator[str]:
    """Yield every text inside `root`, also those that its `repr` does not show."""
    if any(root is each for each in leaving_out):
        return
    match root:
        case str():
            yield root
        case Enum() | type():
            return
        case BaseModel():
            yield from texts(dict(root), leaving_out=leaving_out)
        case dict():
            for key, value in root.items():
                yield from texts(key, leaving_out=leaving_out)
                yield from texts(value, leaving_out=leaving_out)
        case list() | tuple() | set() | frozenset():
            for each in root:
                yield from texts(each, leaving_out=leaving_out)
        case _ if is_dataclass(root):
            for each in fields(root):
                value = getattr(root, each.name)
                yield from texts(value, leaving_out=leaving_out)
