"""Combinations that are drawn instead of multiplied.

Where things multiply (items, networks, databases, languages), CI takes each item once,
with combinations of the rest in which every pair of values occurs. The whole product is
for `make test-long`.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import TypeVar

Item = TypeVar("Item")
Combination = tuple[str, ...]
Pair = tuple[int, str, int, str]


def pairs_of(combination: Sequence[str]) -> set[Pair]:
    """Every pair of values in a combination, with their places."""
    placed = list(enumerate(combination))
    return {(i, one, j, other) for (i, one), (j, other) in combinations(placed, 2)}


def drawn(
    items: Iterable[Item],
    rest: Mapping[str, Sequence[str]],
    seed: int,
) -> list[tuple[Item, Combination]]:
    """Draw a combination of the rest for each item; the same seed draws the same.

    An item is drawn again only where there are too few items to cover every pair.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    every = list(product(*rest.values()))
    missing = set().union(*map(pairs_of, every))
    shuffled = list(items)
    chance.shuffle(shuffled)
    found: list[tuple[Item, Combination]] = []
    while len(found) < len(shuffled) or missing:
        most = max(len(pairs_of(each) & missing) for each in every)
        best = [each for each in every if len(pairs_of(each) & missing) == most]
        combination = chance.choice(best)
        missing -= pairs_of(combination)
        found.append((shuffled[len(found) % len(shuffled)], combination))
    return found
