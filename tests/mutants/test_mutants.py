"""The tool itself: its mutants, their order, and the validity of its verdicts."""

from pathlib import Path

import pytest
from mutants.drawing import draw
from mutants.equivalents import Equivalents
from mutants.places import Mutant, mutants
from mutants.rooms import mirror, modules
from mutants.trees import Limits, Outcome, Tree, UnmutatedTestsFailed, Verdict
from mutants.trial import Court, Score, pick
from support.processes import ROOT

TILL = '''"""A till."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["change", "is_free"]


def change(paid: int, due: int) -> int:
    """What the customer gets back."""
    return paid - due


def is_free(prices: "Sequence[int]", member: bool = False) -> bool:
    """Whether nothing has to be paid."""
    match prices:
        case []:
            return True
        case [price] if price == 0:
            return True
    return member and sum(prices) < 10


def coins(amount: int) -> int:
    """How many coins of two cover an amount."""
    count = 0
    while amount > 0:
        amount -= 2
        count += 1
    return count
'''
TESTS = """from shop.till import change, coins, is_free


def test_change() -> None:
    assert change(7, 5) == 2


def test_nothing_is_free() -> None:
    assert is_free([])
    assert not is_free([100, 100])


def test_coins() -> None:
    assert coins(5) == 3
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop-tree"
    (root / "shop").mkdir(parents=True)
    (root / "tests" / "shop").mkdir(parents=True)
    (root / "shop" / "till.py").write_text(TILL, encoding="utf-8")
    (root / "tests" / "shop" / "test_till.py").write_text(TESTS, encoding="utf-8")
    settings = (
        '[tool.importlinter]\nroot_packages = ["shop"]\n'
        '[tool.pytest.ini_options]\npythonpath = ["."]\nmarkers = ["long"]\n'
    )
    (root / "pyproject.toml").write_text(settings, encoding="utf-8")
    return root


def named(root: Path, name: str) -> Mutant:
    (found,) = (each for each in mutants(root, "shop/till.py") if each.name == name)
    return found


def court(root: Path, folder: Path) -> Court:
    folder.mkdir()
    return Court(root, folder, 1)


KILLED = "shop/till.py::change::swap_op::1"
ENDLESS = "shop/till.py::coins::delete_statement::1"
SURVIVOR = "shop/till.py::is_free::drop_operand::1"


def test_a_survivor_and_a_killed_mutant_are_told_apart(
    shop: Path, tmp_path: Path
) -> None:
    planted = [named(shop, KILLED), named(shop, SURVIVOR)]
    results = list(court(shop, tmp_path / "c").trial(planted))
    assert [each.verdict.outcome for each in results] == [
        Outcome.KILLED,
        Outcome.SURVIVED,
    ]
    assert results[0].verdict.test == "tests/shop/test_till.py::test_change"
    assert planted[0].lines == ("return paid - due", "return paid + due")
    score = Score("shop", results, 0)
    assert score.score == 0.5
    assert not score.is_enough
    assert (shop / "shop" / "till.py").read_text(encoding="utf-8") == TILL


def test_a_mutant_that_never_ends_counts_as_killed_by_time(
    shop: Path, tmp_path: Path
) -> None:
    tree = Tree(shop, tmp_path)
    endless = named(shop, ENDLESS)
    verdict = tree.judge(endless, mirror(shop, endless.module), Limits(2, 120))
    assert verdict == Verdict(Outcome.TIMED_OUT, "tests/shop/test_till.py::test_coins")


def test_tests_that_fail_without_a_mutant_give_no_verdict(
    shop: Path, tmp_path: Path
) -> None:
    broken = shop / "tests" / "shop" / "test_till.py"
    broken.write_text(TESTS.replace("== 2", "== 3"), encoding="utf-8")
    with pytest.raises(UnmutatedTestsFailed, match="test_change"):
        list(court(shop, tmp_path / "c").trial([named(shop, KILLED)]))


def test_a_seed_draws_the_same_again(shop: Path) -> None:
    def drawn(seed: int) -> list[str]:
        return [each.name for each in draw(mutants(shop, "shop/till.py"), seed, "shop")]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert sorted(drawn(1)) == sorted(set(drawn(1)))


def test_each_line_comes_once_before_any_comes_twice(shop: Path) -> None:
    drawn = list(draw(mutants(shop, "shop/till.py"), 3, "shop"))
    lines = {each.line for each in drawn}
    assert {each.line for each in drawn[: len(lines)]} == lines


def test_annotations_names_and_what_only_types_see_are_left_alone(shop: Path) -> None:
    left = ("TYPE_CHECKING", "__all__", "from ", '"""')
    lines = TILL.splitlines()
    for each in mutants(shop, "shop/till.py"):
        assert not lines[each.line - 1].startswith(left), each.name
        assert '"Sequence[int]"' in each.after


def test_a_mutant_keeps_its_name_when_lines_move(shop: Path) -> None:
    before = named(shop, SURVIVOR)
    path = shop / "shop" / "till.py"
    path.write_text("# one\n# two\n" + TILL, encoding="utf-8")
    after = named(shop, SURVIVOR)
    assert after.line == before.line + 2
    assert after.lines == before.lines


def test_an_equivalent_mutant_does_not_count(shop: Path, tmp_path: Path) -> None:
    one = named(shop, SURVIVOR)
    file = tmp_path / "equivalents.toml"
    was, becomes = one.lines
    file.write_text(
        f"[[equivalent]]\nmodule = '{one.module}'\nwithin = '{one.within}'\n"
        f"was = '{was}'\nbecomes = '{becomes}'\nbecause = 'invented'\n",
        encoding="utf-8",
    )
    equivalents = Equivalents(file)
    drawn = list(draw(mutants(shop, "shop/till.py"), 1, "shop"))
    chosen, passed = pick(drawn, 100, equivalents)
    assert passed == 1
    assert SURVIVOR not in [each.name for each in chosen]
    assert len(chosen) == len(drawn) - 1


def test_each_entry_of_the_list_fits_the_code() -> None:
    for entry in Equivalents().entries:
        there = [
            each for each in mutants(ROOT, entry.module) if each.within == entry.within
        ]
        assert (entry.was, entry.becomes) in [each.lines for each in there], entry
        assert len(entry.because) > 10, entry


def test_every_module_has_a_room_and_tests_that_mirror_it() -> None:
    rooms = modules(ROOT)
    assert rooms["kiosk/flow"]
    for module in (each for paths in rooms.values() for each in paths):
        assert mirror(ROOT, module).all, module


@pytest.mark.parametrize(
    ("module", "nearest"),
    [
        ("kiosk/flow/steps/pay.py", "tests/kiosk/flow/test_pay.py"),
        ("drivers/supervisor/worker.py", "tests/drivers/supervisor/test_worker.py"),
        ("central/departments/desk.py", "tests/central/test_desk.py"),
        ("central/payments/wechat.py", "tests/central/payments/test_wechat.py"),
    ],
)
def test_the_nearest_tests_run_first(module: str, nearest: str) -> None:
    assert mirror(ROOT, module).nearest[0] == nearest
