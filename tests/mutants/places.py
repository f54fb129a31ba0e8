"""Where a module may be mutated: each place, and its possible mutants."""

import ast
import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import libcst as cst
import libcst.matchers as m
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutants.left_alone import is_left_alone
from mutants.operators import changes
from mutants.own_operators import Around

MEMBER = m.Attribute(
    value=m.Name(value=m.MatchRegex(r"_?[A-Z][A-Za-z]*[a-z]\w*")),
    attr=m.Name(value=m.MatchRegex(r"[A-Z][A-Z0-9_]*")),
)


@dataclass(frozen=True)
class Mutant:
    """One change to one module."""

    module: str
    within: str
    operator: str
    number: int
    line: int
    before: str
    old: cst.CSTNode
    new: cst.CSTNode
    tree: cst.Module

    @property
    def name(self) -> str:
        """Return the name that repeats it; lines may move."""
        return f"{self.module}::{self.within}::{self.operator}::{self.number}"

    @cached_property
    def after(self) -> str:
        """Return the module's mutated text."""
        changed = self.tree.deep_replace(self.old, self.new)
        assert isinstance(changed, cst.Module)
        return changed.code

    @cached_property
    def is_a_change(self) -> bool:
        """Return whether it is a different program, and one that compiles."""
        try:
            compile(self.after, self.module, "exec")
            return ast.dump(ast.parse(self.before)) != ast.dump(ast.parse(self.after))
        except SyntaxError:
            return False

    @property
    def diff(self) -> str:
        """Return the change as a unified diff."""
        before, after = self.before.splitlines(True), self.after.splitlines(True)
        name = self.module
        return "".join(difflib.unified_diff(before, after, f"a/{name}", f"b/{name}"))

    @property
    def lines(self) -> tuple[str, str]:
        """Return the lines that it removes and adds, without their indents."""
        before, after = self.before.splitlines(), self.after.splitlines()
        changed = list(difflib.unified_diff(before, after, n=0, lineterm=""))[2:]
        gone, come = (
            "\n".join(each[1:].strip() for each in changed if each[0] == sign)
            for sign in "-+"
        )
        return gone, come


@dataclass(frozen=True)
class _Found:
    within: str
    operator: str
    line: int
    old: cst.CSTNode
    new: cst.CSTNode


def _members(tree: cst.Module) -> dict[str, list[str]]:
    found = defaultdict(set)
    for node in m.findall(tree, MEMBER):
        assert isinstance(node, cst.Attribute)
        assert isinstance(node.value, cst.Name)
        found[node.value.value].add(node.attr.value)
    return {enum: sorted(members) for enum, members in found.items()}


class _Walk:
    """Walks through a module, and tracks the context."""

    def __init__(self, module: str, code: str) -> None:
        self._module = module
        wrapper = MetadataWrapper(cst.parse_module(code), unsafe_skip_copy=True)
        self.tree = wrapper.module
        self._at = wrapper.resolve(PositionProvider)
        self._members = _members(self.tree)

    def __iter__(self) -> Iterator[_Found]:
        yield from self._inside(self.tree, (), (), 1)

    def _inside(
        self,
        node: cst.CSTNode,
        parents: tuple[cst.CSTNode, ...],
        names: tuple[str, ...],
        line: int,
    ) -> Iterator[_Found]:
        if is_left_alone(self._module, node, parents):
            return
        where = self._at.get(node)
        line = where.start.line if isinstance(where, CodeRange) and parents else line
        if isinstance(node, cst.ClassDef | cst.FunctionDef):
            names = (*names, node.name.value)
        within = ".".join(names) or "(module)"
        for operator, changed in changes(node, Around(parents, self._members)):
            yield _Found(within, operator, line, node, changed)
        for child in node.children:
            yield from self._inside(child, (*parents, node), names, line)


def mutants(root: Path, module: str) -> list[Mutant]:
    """Yield every mutant of a module, in the order of its text."""
    code = (root / module).read_text(encoding="utf-8")
    walk = _Walk(module, code)
    counts: Counter[tuple[str, str]] = Counter()
    found = []
    for each in walk:
        counts[each.within, each.operator] += 1
        number = counts[each.within, each.operator]
        found.append(
            Mutant(
                module, each.within, each.operator, number, each.line, code,
                each.old, each.new, walk.tree,
            )
        )  # fmt: skip
    return found
