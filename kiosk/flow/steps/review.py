"""`review`: read the department's answer before anything is paid or printed.

If nothing was found, it says so and the visit ends.
"""

from dataclasses import dataclass
from typing import ClassVar

from contract.business_day import business_day
from contract.queries import DataTable, QueryAnswer
from contract.service_item import StepKind
from kiosk.flow.events import Event, Tapped
from kiosk.flow.move import Move
from kiosk.flow.steps.pay import PayStep
from kiosk.flow.steps.print import PrintStep
from kiosk.flow.visit import Face, To, Visit, VisitMove
from view import (
    Back,
    FactLine,
    Language,
    Main,
    MainAction,
    Review,
    TableView,
)


@dataclass(frozen=True)
class ReviewStep:
    """Shows the answer; stateless."""

    clock_runs: ClassVar[bool] = True
    asks: ClassVar[bool] = True

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Return whether there is an answer: a queued request has none yet."""
        return visit.answer is not None

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Begin without an action."""
        return Move(visit, cls())

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Go on once the answer has been read, or go back."""
        match event:
            case Tapped(tap) if isinstance(tap.intent, Main):
                found = visit.answer is not None and visit.answer.found
                return Move(visit, self, to=To.NEXT if found else To.END)
            case Tapped(tap) if isinstance(tap.intent, Back):
                return Move(visit, self, to=To.BACK)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Return facts and table in the citizen's language."""
        answer = visit.answer
        if answer is None:
            raise LookupError("a review without an answer")
        content = _content(answer, visit.language, visit.holder)
        main = _main(visit) if answer.found else MainAction.CONTINUE
        return Face(content, main=main, back=True)


def _main(visit: Visit) -> MainAction:
    """Return the button for what follows in the item."""
    steps = visit.item.steps
    following = steps[steps.index(StepKind.REVIEW) + 1 :]
    if following and following[0] is StepKind.PAY and PayStep.applies(visit):
        return MainAction.PAY
    if following and following[0] is StepKind.PRINT:
        prints = PrintStep.applies(visit)
        return MainAction.PRINT if prints else MainAction.CONTINUE
    if set(following) <= {StepKind.RATE}:  # the receipt is the purpose of the item
        return MainAction.PRINT
    return MainAction.CONTINUE


def _content(answer: QueryAnswer, language: Language, holder: str) -> Review:
    return Review(
        found=answer.found,
        title=answer.title.within(language),
        department=answer.department.within(language),
        holder=holder,
        as_of=business_day(answer.as_of).isoformat(),
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
