"""What is drawn instead of multiplied has every item, and every pair of the rest."""

from itertools import combinations, product

import pytest
from support.pairs import drawn, pairs_of

REST = {
    "network": ("there", "away"),
    "database": ("a", "b", "c"),
    "language": ("x", "y"),
}


@pytest.mark.parametrize("items", [1, 3, 9, 40])
@pytest.mark.parametrize("seed", range(20))
def test_every_item_and_every_pair_is_drawn(items: int, seed: int) -> None:
    found = drawn(range(items), REST, seed)
    assert {item for item, _ in found} == set(range(items))
    wanted = {
        pair
        for combination in product(*REST.values())
        for pair in pairs_of(combination)
    }
    assert wanted == set().union(*(pairs_of(combination) for _, combination in found))


def test_no_item_is_drawn_twice_where_there_are_enough() -> None:
    found = drawn(range(9), REST, 0)
    assert len(found) == 9
    few = drawn(range(1), REST, 0)
    assert len(few) == len({combination for _, combination in few}) <= 9


def test_the_seed_decides() -> None:
    assert drawn(range(9), REST, 3) == drawn(range(9), REST, 3)
    assert drawn(range(9), REST, 3) != drawn(range(9), REST, 4)


def test_a_pair_is_told_by_its_places() -> None:
    assert pairs_of(("a", "a", "b")) == {
        (0, "a", 1, "a"),
        (0, "a", 2, "b"),
        (1, "a", 2, "b"),
    }
    assert len(pairs_of("abcde")) == len(list(combinations(range(5), 2)))
