"""The mutation operators: mutmut's, and further ones for realistic bugs.

An operator yields what may replace a node. Mutants are left out that mypy refuses or
that by their nature raise at import (an argument replaced by None, `a = None`), and
those that only change words in a string.
"""

from collections.abc import Callable, Iterable, Sequence

import libcst as cst
from mutants import own_operators as own
from mutants.own_operators import Around, Changes
from mutmut.mutation import mutators

LEFT_OUT = (
    mutators.operator_string,
    mutators.operator_dict_arguments,
    mutators.operator_lambda,
    mutators.operator_arg_removal,
    mutators.operator_assignment,
    mutators.operator_match,  # ours stands at the case's own line
)
"""Of mutmut's own: changed words, and what mypy or the first call refuses."""

OWN: Sequence[tuple[type | tuple[type, ...], Callable[..., Changes]]] = (
    (cst.BaseSmallStatement, own.delete_statement),
    (cst.Call, own.swap_arguments),
    (cst.Call, own.drop_argument),
    (cst.Call, own.unchain),
    (cst.Call, own.twin),
    ((cst.Tuple, cst.List, cst.Set, cst.Dict), own.drop_element),
    ((cst.If, cst.While, cst.IfExp, cst.CompIf), own.negate),
    ((cst.If, cst.CompIf), own.drop_guard),
    (cst.BooleanOperation, own.drop_operand),
    (cst.MatchCase, own.drop_case),
    (cst.Await, own.drop_await),
    (cst.With, own.drop_lock),
    (cst.Return, own.other_answer),
    (cst.FunctionDef, own.return_early),
    (cst.Integer, own.one_less),
    (cst.Attribute, own.other_member),
)


def changes(node: cst.CSTNode, around: Around) -> Iterable[tuple[str, cst.CSTNode]]:
    """Yield all replacements of the node, each with its operator's name."""
    for kind, theirs in mutators.mutation_operators:
        if isinstance(node, kind) and theirs not in LEFT_OUT:
            name = theirs.__name__.removeprefix("operator_")
            yield from ((name, changed) for changed in theirs(node))
    for kinds, ours in OWN:
        if isinstance(node, kinds):
            yield from ((ours.__name__, changed) for changed in ours(node, around))
