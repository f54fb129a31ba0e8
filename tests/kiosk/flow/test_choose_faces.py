"""`choose`: every line and button, and what each tap makes of the choice."""

from dataclasses import replace
from typing import Any

import pytest
from support.flow import answer, bill, option, shape
from support.steps import OneStep

import view as seen
from contract.queries import Option
from kiosk.flow.steps.choose import ChooseStep
from kiosk.flow.visit import Face, To
from view import MainAction

FINES = shape("fines")
A, B, SHUT = option("A", 20_000), option("B", 5_000), option("C", closed=True)


def choosing(*options: Option, **visit: Any) -> OneStep:
    told = answer(options=options or (A, B, SHUT), bill=bill(None))
    return OneStep(ChooseStep, FINES, **({"answer": told} | visit))


def line(reference: str, amount: int, **changes: Any) -> seen.OptionLine:
    fact = seen.FactLine("where（中）", "bridge（中）", emphasised=False)
    values = {"chosen": False, "closed": None} | changes
    return seen.OptionLine(reference, f"{reference}（中）", (fact,), amount, **values)


CLOSED = line("C", 20_000, closed="at a counter（中）")


def face(main: MainAction | None, total: int, *lines: seen.OptionLine) -> Face:
    content = seen.ChooseOptions("statement（中）", "陈*", lines, total)
    return Face(content, main=main, back=True)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ((), face(None, 0, line("A", 20_000), line("B", 5_000), CLOSED)),
        (
            ("B",),
            face(
                MainAction.NEXT,
                5_000,
                line("A", 20_000),
                line("B", 5_000, chosen=True),
                CLOSED,
            ),
        ),
        (
            ("A", "B"),
            face(
                MainAction.NEXT,
                25_000,
                line("A", 20_000, chosen=True),
                line("B", 5_000, chosen=True),
                CLOSED,
            ),
        ),
    ],
)
def test_every_screen(chosen: tuple[str, ...], expected: Face) -> None:
    step = choosing(chosen=chosen)
    assert step.face == expected
    assert (step.step.clock_runs, ChooseStep.asks) == (True, True)
    assert step.said == ()


def test_where_all_is_closed_it_can_only_be_read() -> None:
    step = choosing(SHUT)
    assert step.face == face(MainAction.FINISH, 0, CLOSED)
    assert step.tap(seen.Main()).to is To.END


def test_the_buttons() -> None:
    assert choosing().tap(seen.Main()).to is None
    assert choosing(chosen=("A",)).tap(seen.Main()).to is To.NEXT
    assert choosing().tap(seen.Back()).to is To.BACK
    assert choosing().tap(seen.Touch()).to is None


@pytest.mark.parametrize(
    ("chosen", "tapped", "then"),
    [
        ((), "B", ("B",)),
        (("B",), "A", ("A", "B")),
        (("A", "B"), "A", ("B",)),
        (("A",), "C", ("A",)),
        (("A",), "Z", ("A",)),
    ],
)
def test_a_tap_takes_or_gives_back_one(
    chosen: tuple[str, ...], tapped: str, then: tuple[str, ...]
) -> None:
    step = choosing(chosen=chosen).tap(seen.ToggleOption(tapped))
    assert (step.visit.chosen, step.to) == (then, None)


def test_it_applies_where_there_is_something_to_choose_from() -> None:
    visit = choosing().visit
    assert ChooseStep.applies(visit)
    assert not ChooseStep.applies(replace(visit, answer=answer()))
    nothing = replace(visit, answer=None)
    assert not ChooseStep.applies(nothing)
    content = ChooseStep().face(nothing).content
    assert content == seen.ChooseOptions("fines（中）", "陈*", (), 0)
