"""`review`: read what the department knows, and have it printed."""

from dataclasses import dataclass
from typing import ClassVar

from central.contract.queries import DataTable, QueryAnswer
from central.contract.service_item import StepKind
from kiosk.business_day import day
from kiosk.flow.events import Event, Tapped
from kiosk.flow.masking import mask_name
from kiosk.flow.visit import Face, Move, To, Visit
from kiosk.view import (
    Back,
    FactLine,
    Language,
    Main,
    MainAction,
    TableView,
)
from kiosk.view import Review as ReviewContent


@dataclass(frozen=True)
class Review:
    """Shows the answer; has no state of its own."""

    clock_runs: ClassVar[bool] = True
    asks: ClassVar[bool] = True

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Where there is an answer: a queued request has none yet."""
        return visit.answer is not None

    @classmethod
    def enter(cls, visit: Visit) -> Move:
        """Nothing needs to be done."""
        return Move(visit, cls())

    def advance(self, visit: Visit, event: Event) -> Move:
        """The citizen has read it."""
        match event:
            case Tapped(tap) if isinstance(tap.intent, Main):
                return Move(visit, self, to=To.NEXT)
            case Tapped(tap) if isinstance(tap.intent, Back):
                return Move(visit, self, to=To.BACK)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Facts and table, in the citizen's language."""
        answer = visit.answer
        if answer is None:
            raise LookupError("a review without an answer")
        content = _content(answer, visit.language, _holder(visit))
        return Face(content, main=_main(visit, answer), back=True)


def _holder(visit: Visit) -> str:
    return mask_name(visit.person.name) if visit.applicant else ""


def _main(visit: Visit, answer: QueryAnswer) -> MainAction:
    """What follows: money, paper, or another question."""
    steps = visit.item.steps
    if not answer.found:
        return MainAction.CONTINUE
    if StepKind.DECLARE in steps or StepKind.CHOOSE in steps:
        return MainAction.NEXT
    return MainAction.PAY if StepKind.PAY in steps else MainAction.PRINT


def _content(answer: QueryAnswer, language: Language, holder: str) -> ReviewContent:
    return ReviewContent(
        found=answer.found,
        title=answer.title.within(language),
        department=answer.department.within(language),
        holder=holder,
        as_of=day(answer.as_of),
        facts=tuple(
            FactLine(
                fact.label.within(language),
                fact.value.within(language),
                fact.emphasised,
            )
            for fact in answer.facts
        ),
        table=_table(answer.table, language) if answer.table else None,
        note=answer.note.within(language) if answer.note else None,
    )


def _table(table: DataTable, language: Language) -> TableView:
    return TableView(
        header=tuple(column.heading.within(language) for column in table.columns),
        rows=tuple(tuple(cell.within(language) for cell in row) for row in table.rows),
        right=frozenset(
            index
            for index, column in enumerate(table.columns)
            if column.align == "right"
        ),
    )
