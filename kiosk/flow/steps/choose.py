"""`choose`: some of several things that the department has named."""

from dataclasses import dataclass, replace
from typing import ClassVar

from central.contract.queries import QueryAnswer
from kiosk.flow.events import Event, Tapped
from kiosk.flow.masking import mask_name
from kiosk.flow.visit import Face, Move, To, Visit
from kiosk.view import (
    Back,
    ChooseOptions,
    FactLine,
    Main,
    MainAction,
    OptionLine,
    ToggleOption,
)


@dataclass(frozen=True)
class Choose:
    """Shows the options; what is chosen is kept by the visit."""

    clock_runs: ClassVar[bool] = True
    asks: ClassVar[bool] = True

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Where there is something to choose from."""
        return visit.answer is not None and bool(visit.answer.options)

    @classmethod
    def enter(cls, visit: Visit) -> Move:
        """Begin with what was chosen before, as far as it is still there."""
        open_now = _open(_answer(visit))
        kept = tuple(each for each in visit.chosen if each in open_now)
        return Move(replace(visit, chosen=kept), cls())

    def advance(self, visit: Visit, event: Event) -> Move:
        """One more or one less; on, or back."""
        match event:
            case Tapped(tap):
                match tap.intent:
                    case ToggleOption(reference) if reference in _open(_answer(visit)):
                        return Move(_toggled(visit, reference), self)
                    case Main() if visit.chosen:
                        return Move(visit, self, to=To.NEXT)
                    case Back():
                        return Move(visit, self, to=To.BACK)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """The options in the department's order, and what the chosen ones cost."""
        answer, language = _answer(visit), visit.language
        lines = tuple(
            OptionLine(
                reference=option.reference,
                title=option.title.within(language),
                facts=tuple(
                    FactLine(fact.label.within(language), fact.value.within(language))
                    for fact in option.facts
                ),
                amount=option.amount,
                chosen=option.reference in visit.chosen,
                closed=option.closed.within(language) if option.closed else None,
            )
            for option in answer.options
        )
        content = ChooseOptions(
            title=answer.title.within(language),
            holder=mask_name(visit.person.name) if visit.applicant else "",
            lines=lines,
            total=sum(line.amount for line in lines if line.chosen),
        )
        return Face(content, main=MainAction.NEXT if visit.chosen else None, back=True)


def _answer(visit: Visit) -> QueryAnswer:
    if visit.answer is None:
        raise LookupError("a choice without an answer")
    return visit.answer


def _open(answer: QueryAnswer) -> set[str]:
    return {each.reference for each in answer.options if each.closed is None}


def _toggled(visit: Visit, reference: str) -> Visit:
    """Chosen or taken back; kept in the department's order."""
    chosen = set(visit.chosen) ^ {reference}
    in_order = (each.reference for each in _answer(visit).options)
    return replace(visit, chosen=tuple(each for each in in_order if each in chosen))
