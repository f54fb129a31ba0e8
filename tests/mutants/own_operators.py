"""Operators for realistic bugs that mutmut does not make.

Each yields what may replace a node.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import libcst as cst
import libcst.matchers as m


@dataclass(frozen=True)
class Around:
    """The context of a node, for operators."""

    parents: tuple[cst.CSTNode, ...] = ()
    members: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The members of each enum that the module mentions."""

    @property
    def function(self) -> cst.FunctionDef | None:
        """Return the innermost function."""
        found = (
            each for each in reversed(self.parents) if type(each) is cst.FunctionDef
        )
        return next(found, None)

    @property
    def parent(self) -> cst.CSTNode | None:
        """Return the node that contains this one."""
        return self.parents[-1] if self.parents else None


Changes = Iterable[cst.CSTNode]
SELF = m.Arg(m.Name("self") | m.Name("cls"))
TEXT_KEYWORDS = frozenset(("description", "help", "title", "summary", "metavar"))
TWINS = {"min": "max", "max": "min", "any": "all", "all": "any"}
CHAINED = frozenset(
    (
        *("strip", "lstrip", "rstrip", "lower", "upper", "casefold"),
        *("removeprefix", "removesuffix", "where", "with_for_update"),
        *("order_by", "limit", "distinct", "on_conflict_do_nothing"),
    )
)
"""Methods that give back what they were called on, changed a little."""


def _negation(test: cst.BaseExpression) -> cst.BaseExpression:
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        return test.expression
    inner = (
        test
        if test.lpar
        else test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    )
    return cst.UnaryOperation(cst.Not(), inner)


def _is_reassigned(name: str, function: cst.FunctionDef | None) -> bool:
    """Return whether the name has a value without this assignment, too."""
    if function is None:
        return False
    own = m.AssignTarget(target=m.Name(name)) | m.AnnAssign(target=m.Name(name))
    given = m.Param(name=m.Name(name))
    return len(m.findall(function, own)) > 1 or bool(m.findall(function.params, given))


def delete_statement(node: cst.BaseSmallStatement, around: Around) -> Changes:
    """`self.x = y`, `call()`, `raise`, `continue` → `pass`."""
    gone: bool
    match node:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
            gone = _is_reassigned(name, around.function)
        case cst.Assign(targets=[cst.AssignTarget(target=target)]):
            gone = isinstance(target, cst.Attribute | cst.Subscript)
        case cst.Expr(value=value):
            gone = isinstance(value, cst.Call | cst.Await)
        case cst.Return(value=value):
            gone = value is None
        case _:
            kinds = cst.AugAssign | cst.Raise | cst.Del | cst.Break | cst.Continue
            gone = isinstance(node, kinds)
    if gone:
        yield cst.Pass()


def swap_arguments(node: cst.Call, around: Around) -> Changes:
    """`f(a, b)` → `f(b, a)`, where both are names, attributes, numbers, …."""
    arguments = list(node.args)
    if isinstance(node.func, cst.Name) and node.func.value in TWINS:
        return  # their order has no meaning
    for i in range(len(arguments) - 1):
        one, other = arguments[i : i + 2]
        plain = not (one.keyword or one.star or other.keyword or other.star)
        plain = plain and type(one.value) is type(other.value)
        plain = plain and not isinstance(one.value, cst.SimpleString)
        plain = plain and not m.matches(one, SELF) and not m.matches(other, SELF)
        if plain and not one.value.deep_equals(other.value):
            swapped = [
                one.with_changes(value=other.value),
                other.with_changes(value=one.value),
            ]
            yield node.with_changes(
                args=[*arguments[:i], *swapped, *arguments[i + 2 :]]
            )


def drop_argument(node: cst.Call, around: Around) -> Changes:
    """`f(a, key=b)` → `f(a)`; also a positional condition (`where(a == b)`)."""
    for i, each in enumerate(node.args):
        named = each.keyword and each.keyword.value not in TEXT_KEYWORDS
        condition = not each.keyword and isinstance(each.value, cst.Comparison)
        if named or (condition and len(node.args) > 1):
            yield node.with_changes(args=[*node.args[:i], *node.args[i + 1 :]])


def unchain(node: cst.Call, around: Around) -> Changes:
    """`a.strip()` → `a`."""
    if isinstance(node.func, cst.Attribute) and node.func.attr.value in CHAINED:
        yield node.func.value


def twin(node: cst.Call, around: Around) -> Changes:
    """`min(a)` → `max(a)`."""
    if isinstance(node.func, cst.Name) and node.func.value in TWINS:
        yield node.with_changes(func=cst.Name(TWINS[node.func.value]))


def drop_element(node: cst.CSTNode, around: Around) -> Changes:
    """`[a, b]` → `[a]`, `[b]`; not of a tuple whose reader expects its length."""
    fixed = (
        cst.Return | cst.AssignTarget | cst.For | cst.CompFor | cst.Yield | cst.Index
    )
    assert isinstance(node, cst.Tuple | cst.List | cst.Set | cst.Dict)
    if isinstance(node, cst.Tuple) and isinstance(around.parent, fixed):
        return
    if len(node.elements) > 1:
        for i in range(len(node.elements)):
            rest = [*node.elements[:i], *node.elements[i + 1 :]]
            if isinstance(node, cst.Tuple) and len(rest) == 1:
                rest = [rest[0].with_changes(comma=cst.Comma())]
            yield node.with_changes(elements=rest)


def negate(
    node: cst.If | cst.While | cst.IfExp | cst.CompIf, around: Around
) -> Changes:
    """`if a` → `if not (a)`."""
    yield node.with_changes(test=_negation(node.test))


def drop_guard(node: cst.If | cst.CompIf, around: Around) -> Changes:
    """`if a` → `if False`, `if True`."""
    for word in ("False", "True"):
        if not m.matches(node.test, m.Name(word)):
            yield node.with_changes(test=cst.Name(word))


def drop_operand(node: cst.BooleanOperation, around: Around) -> Changes:
    """`a and b` → `a`, `b`."""
    for side in (node.left, node.right):
        yield side.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def drop_case(node: cst.MatchCase, around: Around) -> Changes:
    """`case a if b:` → `case a if False:`, `case a:`."""
    space = cst.SimpleWhitespace(" ")
    spaces = {"whitespace_before_if": space, "whitespace_after_if": space}
    yield node.with_changes(guard=cst.Name("False"), **spaces)
    if node.guard:
        yield node.with_changes(guard=None)
        yield node.with_changes(guard=_negation(node.guard))


def drop_await(node: cst.Await, around: Around) -> Changes:
    """`await a` → `a`."""
    yield node.expression


def drop_lock(node: cst.With, around: Around) -> Changes:
    """`with lock:` → `if True:`, where nothing is bound."""
    if all(item.asname is None for item in node.items):
        yield cst.If(cst.Name("True"), node.body, leading_lines=node.leading_lines)


def other_answer(node: cst.Return, around: Around) -> Changes:
    """The other bool, or None where the function may return it."""
    function = around.function
    if node.value is None or function is None or function.returns is None:
        return
    returns = cst.Module([]).code_for_node(function.returns.annotation)
    if returns == "bool":
        yield node.with_changes(value=_negation(node.value))
    elif "None" in returns and not m.matches(node.value, m.Name("None")):
        yield node.with_changes(value=cst.Name("None"))


def return_early(node: cst.FunctionDef, around: Around) -> Changes:
    """A function that returns nothing does nothing."""
    returns = node.returns and node.returns.annotation
    does = not m.matches(
        node.body, m.IndentedBlock([m.SimpleStatementLine([m.Expr(m.SimpleString())])])
    )
    if (
        m.matches(returns or cst.Pass(), m.Name("None"))
        and does
        and node.name.value != "__init__"
    ):
        yield node.with_changes(
            body=cst.IndentedBlock([cst.SimpleStatementLine([cst.Pass()])])
        )


def one_less(node: cst.Integer, around: Around) -> Changes:
    """`3` → `2`."""
    if node.evaluated_value > 0:
        yield cst.Integer(str(node.evaluated_value - 1))


def other_member(node: cst.Attribute, around: Around) -> Changes:
    """`State.OPEN` → the next member of the same enum that the module mentions."""
    if isinstance(node.value, cst.Name):
        members = around.members.get(node.value.value, ())
        if len(members) > 1 and node.attr.value in members:
            following = members[(members.index(node.attr.value) + 1) % len(members)]
            yield node.with_changes(attr=cst.Name(following))
