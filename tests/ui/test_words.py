"""Every word of the View's enums says something, in both languages."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.view import (
    CardProblem,
    Grade,
    MainAction,
    Paper,
    Problem,
    RatingReason,
    Trouble,
)
from ui import words
from ui.translation import Translation, spoken_date

TOLD: list[tuple[type[StrEnum], Callable[[Any], Any]]] = [
    (Trouble, words.trouble_short),
    (Trouble, words.trouble_cause),
    (CardProblem, words.card_problem),
    (Problem, words.problem_title),
    (Problem, words.problem_loss),
    (Paper, words.paper_title),
    (Grade, words.grade_words),
    (RatingReason, words.reason_words),
    (MainAction, words.main_words),
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
        for part in [chinese] if isinstance(chinese, str) else chinese:
            assert re.search("[\u4e00-\u9fff]", part), member


def test_every_main_action_has_an_icon() -> None:
    assert set(words.MAIN_ICONS) == set(MainAction)


def test_a_date_is_written_as_people_write_it() -> None:
    assert spoken_date("2026-11-02", "zh_CN") == "2026年11月2日"
    assert spoken_date("2026-11-02", "en") == "2 November 2026"
    assert spoken_date("soon", "en") == "soon"
