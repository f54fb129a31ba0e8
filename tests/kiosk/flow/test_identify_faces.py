"""`identify`: every screen, whole, and when the citizen's patience counts."""

from typing import Any

import pytest
from support.flow import NAME, entitlement, item, shape
from support.steps import PERSON, OneStep

import view as seen
from contract.entitlements import EntitlementKind
from kiosk.flow.steps.identify import IdentifyStep
from kiosk.flow.visit import Face
from view import CardProblem, FieldProblem, MainAction, Problem, Trouble

CARD, CODE = item(), shape("collect")
COMING = tuple(entitlement(kind) for kind in EntitlementKind)
LINES = (
    seen.ComingLine("document（中）", "2026-11-22", receipt=False, unclear=False),
    seen.ComingLine("receipt（中）", "2026-11-22", receipt=True, unclear=False),
    seen.ComingLine("unclear_payment（中）", "2026-11-22", receipt=False, unclear=True),
)
KNOWN = {"applicant": PERSON}
TOLD = {"applicant": PERSON, "coming": COMING}


def put(problem: CardProblem | None = None, *, code: bool = False) -> Face:
    return Face(seen.PutCard(problem, code), main=None, back=True, cancel=True)


def ask(
    value: str = "", problem: FieldProblem | None = None, scan: bool = False
) -> Face:
    content = seen.AskField(
        label="",
        keys=seen.Keys.LETTERS,
        what=seen.FieldWhat.COLLECTION_CODE,
        hint=None,
        value=value,
        longest=8,
        options=(),
        scan=scan,
        problem=problem,
        tries_left=None,
        limit=None,
    )
    return Face(content, main=MainAction.NEXT, back=True, cancel=True)


def person(main: MainAction | None, *, back: bool, cancel: bool) -> Face:
    content = seen.ConfirmPerson(NAME, "510411********3175")
    return Face(content, main=main, back=back, cancel=cancel)


CONFIRM = person(MainAction.CONFIRM, back=True, cancel=True)
LOST = Face(
    seen.Message(Problem.READER_LOST, Trouble.READER, "12333"),
    main=MainAction.FINISH,
    cancel=False,
)
STILL = Face(seen.StillComing("陈*", LINES), main=MainAction.GO_ON, back=True)


@pytest.mark.parametrize(
    ("about", "visit", "step", "face", "clock"),
    [
        (CARD, {}, IdentifyStep(reading=1), put(), True),
        (
            CARD,
            {},
            IdentifyStep(CardProblem.EXPIRED, reading=1),
            put(CardProblem.EXPIRED),
            True,
        ),
        (CODE, {}, IdentifyStep(reading=1), put(code=True), True),
        (CARD, {}, IdentifyStep(reader_lost=True), LOST, True),
        (CODE, {}, IdentifyStep(typing=True), ask(), True),
        (
            CODE,
            {"scanner": True},
            IdentifyStep(typing=True, value="7K", fault=FieldProblem.TOO_SHORT),
            ask("7K", FieldProblem.TOO_SHORT, scan=True),
            True,
        ),
        (CODE, {}, IdentifyStep(typing=True, reader_lost=True), ask(), True),
        (CARD, KNOWN, IdentifyStep(), CONFIRM, True),
        (CARD, KNOWN, IdentifyStep(telling=True), CONFIRM, True),
        (CARD, TOLD, IdentifyStep(), CONFIRM, True),
        (
            CARD,
            KNOWN,
            IdentifyStep(asking=2),
            person(None, back=False, cancel=False),
            False,
        ),
        (
            CARD,
            KNOWN,
            IdentifyStep(asking=2, slow=True),
            person(None, back=False, cancel=True),
            False,
        ),
        (CARD, TOLD, IdentifyStep(telling=True), STILL, True),
    ],
)
def test_every_screen(
    about: Any, visit: dict[str, Any], step: IdentifyStep, face: Face, clock: bool
) -> None:
    at = OneStep(IdentifyStep, about, **({"applicant": None} | visit))
    at.step = step
    assert at.face == face
    assert step.clock_runs is clock
