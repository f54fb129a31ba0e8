"""Every value of the View's enums has a text in both languages."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from ui import problem_words, stage_words, words
from ui.service_mode import words as service_words
from ui.translation import Translation, amount_text, countdown, spoken_date
from view import (
    CardProblem,
    ClerkStage,
    DoorStage,
    FieldProblem,
    Grade,
    LabelProblem,
    MainAction,
    OfferQueue,
    Paper,
    PayStage,
    PinProblem,
    Problem,
    PutCard,
    RatingReason,
    Release,
    ServiceDoor,
    ServiceMenu,
    ServiceProblem,
    Task,
    Trouble,
)

TOLD: list[tuple[type[StrEnum], Callable[[Any], Any]]] = [
    (Trouble, words.trouble_short),
    (Trouble, words.trouble_cause),
    (CardProblem, words.card_problem),
    (Problem, problem_words.problem_title),
    (Problem, problem_words.problem_loss),
    (Problem, problem_words.problem_way),
    (FieldProblem, problem_words.field_problem),
    (PayStage, stage_words.pay_words),
    (DoorStage, stage_words.door_words),
    (Paper, words.paper_title),
    (Grade, words.grade_words),
    (RatingReason, words.reason_words),
    (MainAction, words.main_words),
    (Task, service_words.task_words),
    (PinProblem, lambda problem: service_words.pin_problem(problem, 3, 5)),
    (LabelProblem, lambda problem: service_words.label_problem(problem, 7)),
    *(
        (ClerkStage, lambda stage, t=task: service_words.cell_words(stage, t, 7))
        for task in Task
    ),
    (ServiceProblem, service_words.service_problem),
]


@pytest.fixture
def translation(qapp: QApplication) -> Iterator[Translation]:
    made = Translation()
    yield made
    made.drop()


@pytest.mark.parametrize(("enum", "tell"), TOLD, ids=lambda x: x.__name__)
def test_every_member_has_words_in_both_languages(
    translation: Translation, enum: type[StrEnum], tell: Callable[[Any], Any]
) -> None:
    for member in enum:
        translation.use("en")
        english = tell(member)
        translation.use("zh_CN")
        chinese = tell(member)
        assert not re.search("[\u4e00-\u9fff]", str(english))
        parts = [chinese] if isinstance(chinese, str) else chinese
        assert parts[0]
        for part in parts:
            assert not part or re.search("[\u4e00-\u9fff]", part), member


def test_every_main_action_has_an_icon() -> None:
    assert set(words.MAIN_ICONS) == set(MainAction)


def test_a_date_is_written_as_people_write_it() -> None:
    assert spoken_date("2026-11-02", "zh_CN") == "2026年11月2日"
    assert spoken_date("2026-11-02", "en") == "2 November 2026"
    assert spoken_date("soon", "en") == "soon"


def test_an_unclear_payment_is_told_in_the_words_that_all_payments_use(
    translation: Translation,
) -> None:
    translation.use("zh_CN")
    assert stage_words.pay_words(PayStage.UNCLEAR)[0] == "支付确认中，请勿重复支付"


def test_what_left_and_main_do_is_told_in_the_words_of_the_question(
    qapp: QApplication,
) -> None:
    taken = Release(DoorStage.TAKEN, "t", 1, 6)
    asked = Release(DoorStage.ASK_CLOSED, "t", 1, 6)
    backs = [words.back_words_on(each)[0] for each in (PutCard(), taken, asked)]
    assert backs == ["Back", "Open again", "No"]
    mains = [
        words.main_words_on(OfferQueue(Trouble.NETWORK, None, later), MainAction.ACCEPT)
        for later in (False, True)
    ]
    assert mains == ["Accept my request", "Give me the slip"]


def test_a_clerk_is_asked_in_the_words_of_the_task(qapp: QApplication) -> None:
    def door(task: Task, stage: ClerkStage = ClerkStage.ASK) -> ServiceDoor:
        return ServiceDoor(task, stage, "t", "EE1", 7, 24)

    answers = [words.main_words_on(door(task), MainAction.GOT_IT) for task in Task]
    assert answers == ["Yes, it is in", "Yes, I have it", "Yes, it is there"]
    assert words.back_words_on(door(Task.LOAD))[0] == "No"
    assert words.back_words_on(door(Task.LOAD, ClerkStage.CONFIRM))[0] == "Back"
    menu = ServiceMenu(0, 0, 0, 0)
    assert words.main_words_on(menu, MainAction.FINISH) == "Leave"
    assert "7" in service_words.label_problem(LabelProblem.ALREADY_LOADED, 7)
    assert "5" in service_words.pin_problem(PinProblem.LOCKED, None, 5)
    assert "3" in service_words.pin_problem(PinProblem.WRONG, 3, 0)


def test_a_limit_and_the_tries_that_are_left_are_told(qapp: QApplication) -> None:
    told = problem_words.field_problem(FieldProblem.TOO_MUCH, limit="¥ 50.00")
    assert "¥ 50.00" in told[1]
    assert "3" in problem_words.field_problem(FieldProblem.WRONG_CODE, tries_left=3)[1]


def test_what_cannot_be_tried_again_sends_to_the_staff(qapp: QApplication) -> None:
    for stage in (DoorStage.STUCK, DoorStage.ANOTHER_OPEN):
        assert "try again" in stage_words.door_words(stage)[1]
        assert "staff" in stage_words.door_words(stage, again=False)[1]


def test_amounts_and_times_are_written_as_people_read_them() -> None:
    assert [amount_text(fen) for fen in (0, 5, 123_450)] == [
        "¥ 0.00",
        "¥ 0.05",
        "¥ 1,234.50",
    ]
    assert [countdown(seconds) for seconds in (0, 9, 65, 600)] == [
        "0:00",
        "0:09",
        "1:05",
        "10:00",
    ]
