"""What is not mutated: no test could detect a change there, or none should.

Annotations and aliases of types, decorators, imports, docstrings, `__all__` and
`__slots__`, what is under `if TYPE_CHECKING` or `if __name__`, log lines, assertions
(they state what types guarantee), Protocols, overloads and abstract methods. In `ui`,
what only the eye can judge: what draws with a painter, and sizes and spaces.
"""

from collections.abc import Sequence

import libcst as cst
import libcst.matchers as m

UNDER = m.Name("TYPE_CHECKING") | m.Comparison(left=m.Name("__name__"))
NAMES = m.Name("__all__") | m.Name("__slots__")
LOGGERS = m.Name("log") | m.Name("_log") | m.Name("logging")
TYPING = m.Decorator(m.Name("overload") | m.Name("abstractmethod"))
ANY = m.ZeroOrMore()
EVERYWHERE = (
    m.Annotation()
    | m.Decorator()
    | m.Import()
    | m.ImportFrom()
    | m.Assert()
    | m.If(test=UNDER)
    | m.Assign(targets=[m.AssignTarget(target=NAMES)])
    | m.Expr(m.SimpleString() | m.ConcatenatedString())
    | m.Expr(m.Call(func=m.Attribute(value=LOGGERS)))
    | m.Expr(m.Call(func=m.Name("assert_never")))
    | m.ClassDef(bases=[ANY, m.Arg(m.Name("Protocol")), ANY])
    | m.FunctionDef(decorators=[ANY, TYPING, ANY])
    | m.BinaryOperation(operator=m.BitOr(), right=m.Name("None"))
    | m.Call(func=m.Name("isinstance"))
)
ALIAS = m.Assign(
    value=m.BinaryOperation(operator=m.BitOr())
    | m.Subscript(value=m.Name(value=m.MatchRegex("Annotated|Callable|Literal")))
)
PAINTER = m.Param(annotation=m.Annotation(m.Name("QPainter")))
SPACES = "px|mm|addSpacing|addStretch|set(Spacing|ContentsMargins)"
SIZES = f"{SPACES}|set(Fixed|Minimum|Maximum)(Size|Width|Height)"
SIZE = m.Name(value=m.MatchRegex("(?!.*_M?S$)[A-Z_]+"))  # a time is not a size
PICTURES = (
    m.FunctionDef(name=m.Name("paintEvent"))
    | m.FunctionDef(params=m.Parameters(params=[ANY, PAINTER, ANY]))
    | m.Call(func=m.Attribute(attr=m.Name(value=m.MatchRegex(SIZES))))
    | m.Assign(targets=[m.AssignTarget(SIZE)], value=m.Integer() | m.Float())
)
KINDS = (
    cst.Annotation,
    cst.Decorator,
    cst.FunctionDef,
    cst.ClassDef,
    cst.If,
    cst.BaseSmallStatement,
    cst.BinaryOperation,
    cst.Call,
)
"""Of these are all that are left alone: to match costs time."""


def is_left_alone(
    module: str, node: cst.CSTNode, parents: Sequence[cst.CSTNode]
) -> bool:
    """Return whether no operator goes into a node."""
    if not isinstance(node, KINDS):
        return False
    if m.matches(node, EVERYWHERE):
        return True
    if m.matches(node, ALIAS):
        return not any(isinstance(each, cst.FunctionDef) for each in parents)
    return module.startswith("ui/") and m.matches(node, PICTURES)
