"""The rating: five grades, with reasons for the last two; and the paper to take."""

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.screens.base import Say, Screen
from ui.theme.look import BODY, GAP, STRONG, Look
from ui.widgets.button import Button, Kind
from ui.widgets.code import Code
from ui.widgets.notice import Notice
from ui.words import grade_words, reason_words
from view import (
    Grade,
    Rate,
    RateVisit,
    RatingReason,
    ToggleReason,
    View,
)

_GRADE = 152
_FACE = 108
_REASON = 96
_ABREAST = 3  # reasons in a row
POOR = frozenset({Grade.DISSATISFIED, Grade.VERY_DISSATISFIED})


class RateVisitScreen(Screen[RateVisit]):
    """A row for each grade, and reasons below them after a poor one."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=0, gap=GAP)
        self._head: QWidget | None = None
        self._take = Notice(look, "paper")
        self._code = Code(look)
        self._heading = self.heading()
        self._grades = {grade: self._grade_button(grade) for grade in Grade}
        self._why = QWidget()
        self._reasons = {reason: self._reason_button(reason) for reason in RatingReason}
        chips = QGridLayout(self._why)
        chips.setContentsMargins(0, look.px(8), 0, 0)
        chips.setSpacing(look.px(GAP))
        for index, button in enumerate(self._reasons.values()):
            chips.addWidget(button, index // _ABREAST, index % _ABREAST)

    def present(self, content: RateVisit, view: View, /) -> None:
        """Ask, and mark what has been chosen."""
        if self._head is None:
            self._head, words = self.head(view)
            words.addStretch(1)
            words.addWidget(self._take)
            words.addWidget(self._code)
            words.addStretch(1)
            words.addWidget(self._heading)
            words.addStretch(1)
            self._along.addWidget(self._head)
            for grade_button in self._grades.values():
                self._along.addWidget(grade_button)
            self._along.addWidget(self._why)
            self._along.addStretch(1)
        self._heading.setText(self.tr("How was it today?"))
        self._take.setVisible(content.paper and content.slip_code is None)
        self._take.say(self.tr("Please take your receipt, and all that was printed"))
        self._code.setVisible(content.slip_code is not None)
        if content.slip_code is not None:
            self._code.say(
                self.tr("Please take your slip. Collection code:")
                if content.paper
                else self.tr("Collection code"),
                content.slip_code,
                self.tr("With it you collect the result at any terminal"),
            )
        for grade, button in self._grades.items():
            button.label(grade_words(grade))
            chosen = grade is content.grade
            button.dress(Kind.CHOSEN if chosen else Kind.OTHER, grade.value)
        for reason, chip in self._reasons.items():
            chip.label(reason_words(reason))
            chosen = reason in content.reasons
            chip.dress(
                Kind.CHOSEN if chosen else Kind.OTHER, "check" if chosen else None
            )
        self._why.setVisible(content.grade in POOR)

    def _grade_button(self, grade: Grade) -> Button:
        button = Button(
            self.look,
            f"grade_{grade.value}",
            height=_GRADE,
            size=STRONG + 8,
            left=True,
            icon_side=_FACE,
        )
        button.clicked.connect(lambda: self.say(Rate(grade)))
        return button

    def _reason_button(self, reason: RatingReason) -> Button:
        button = Button(self.look, f"reason_{reason.value}", height=_REASON, size=BODY)
        button.clicked.connect(lambda: self.say(ToggleReason(reason)))
        return button
