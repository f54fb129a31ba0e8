"""Draws random mutants; each line of code has the same chance."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator

from mutants.places import Mutant


def draw(mutants: Iterable[Mutant], seed: int, room: str) -> Iterator[Mutant]:
    """Yield mutants in the order of a seed: a line, an operator, one of its mutants.

    Each line comes once before any comes a second time.
    """
    chance = random.Random(f"{seed} {room}")  # noqa: S311 - no secret
    lines: dict[tuple[str, int], dict[str, list[Mutant]]] = {}
    for each in mutants:
        line = lines.setdefault((each.module, each.line), defaultdict(list))
        line[each.operator].append(each)
    seen: set[tuple[str, str]] = set()
    while lines:
        for place in chance.sample(sorted(lines), len(lines)):
            found = _take(lines[place], chance, seen)
            if found is None:
                del lines[place]
            else:
                yield found


def _take(
    operators: dict[str, list[Mutant]],
    chance: random.Random,
    seen: set[tuple[str, str]],
) -> Mutant | None:
    """Return a line's next mutant whose program differs from all before."""
    while any(operators.values()):
        left = [name for name in sorted(operators) if operators[name]]
        among = operators[chance.choice(left)]
        found = among.pop(chance.randrange(len(among)))
        if found.is_a_change and (found.module, found.after) not in seen:
            seen.add((found.module, found.after))
            return found
    return None
