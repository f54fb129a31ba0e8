"""Finds in the source which settings the code reads."""

import ast
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from central.settings import CentralSettings
from config import explain
from config.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
ROOTS: dict[str, type[BaseModel]] = {"central": CentralSettings, "kiosk": Settings}
"""Folder to what is meant there by `settings`, where nothing else is said."""

Kinds = dict[str, type[BaseModel]]
Read = tuple[str, str]


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Return a model and those that its fields contain."""
    yield model
    for field in model.model_fields.values():
        for kind in explain.members(field):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from models(kind)


def read_anywhere() -> set[Read]:
    """Return class and key of all settings that a product module reads."""
    known = {kind.__name__: kind for root in ROOTS.values() for kind in models(root)}
    found: set[Read] = set()
    for folder in (*ROOTS, "config"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            found |= read_in(source, known, ROOTS.get(folder))
    return found


def read_in(source: str, known: Kinds, root: type[BaseModel] | None) -> set[Read]:
    """Return class and key of the settings that a module reads."""
    tree = ast.parse(source)
    slices = [node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript)]
    words = {str(one.value) for one in slices if isinstance(one, ast.Constant)}
    reader = _Reader(known, root, words)
    reader.visit(tree)
    return reader.found


class _Reader(ast.NodeVisitor):
    """Follows names to the settings classes that they refer to."""

    def __init__(
        self, known: Kinds, root: type[BaseModel] | None, subscripts: set[str]
    ) -> None:
        self.subscripts = subscripts
        self.known = dict(known)
        self.root = root
        self.names: Kinds = {}
        self.found: set[Read] = set()

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for name in node.names:
            if name.name in self.known and name.asname:
                self.known[name.asname] = self.known[name.name]

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        before, self.names = self.names, dict(self.names)
        if node.name in self.known:
            self.names["self"] = self.known[node.name]
        self.generic_visit(node)
        self.names = before

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if any("validator" in ast.unparse(one) for one in node.decorator_list):
            return  # validating a setting is not using it
        before, self.names = self.names, dict(self.names)
        for argument in (*node.args.args, *node.args.kwonlyargs):
            kind = argument.annotation and ast.unparse(argument.annotation).strip("'\"")
            if kind in self.known:
                self.names[argument.arg] = self.known[kind]
        self.generic_visit(node)
        self.names = before

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=True))
            for name, value in pairs:
                kind = self._kind(value)
                if isinstance(name, ast.Name) and kind is not None:
                    self.names[name.id] = kind
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "model_dump":
            kind = self._kind(node.func.value)
            # A table built from the settings, as retention's, is read by its keys.
            keys = self.subscripts & set(kind.model_fields) if kind else set()
            self.found |= {(kind.__name__, key) for key in keys if kind}
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        kind = self._kind(node.value)
        if kind is not None and node.attr in kind.model_fields:
            self.found.add((kind.__name__, node.attr))
        self.generic_visit(node)

    def _kind(self, node: ast.expr) -> type[BaseModel] | None:
        word = node.id if isinstance(node, ast.Name) else ""
        if word in self.names:
            return self.names[word]
        if isinstance(node, ast.Attribute):
            within = self._kind(node.value)
            if within is not None and node.attr in within.model_fields:
                kinds = explain.members(within.model_fields[node.attr])
                return next((kind for kind in kinds if kind in self._models()), None)
            word = node.attr
        return self.root if word.strip("_") == "settings" else None

    def _models(self) -> list[type[BaseModel]]:
        return list(self.known.values())
