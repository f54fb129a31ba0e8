"""`choose`: some of several things, as which fines to pay; at least one."""

from dataclasses import dataclass, replace
from typing import ClassVar

from contract.queries import Option
from kiosk.flow.events import Event, Tapped
from kiosk.flow.move import Move
from kiosk.flow.visit import Face, To, Visit, VisitMove
from view import (
    Back,
    ChooseOptions,
    FactLine,
    Language,
    Main,
    MainAction,
    OptionLine,
    ToggleOption,
)


@dataclass(frozen=True)
class ChooseStep:
    """What is chosen stands in the visit; has no state of its own."""

    clock_runs: ClassVar[bool] = True
    asks: ClassVar[bool] = True

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Where the department has something to choose from."""
        return visit.answer is not None and bool(visit.answer.options)

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Nothing needs to be done."""
        return Move(visit, cls())

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """One thing more, or less; on, or back."""
        match event:
            case Tapped(tap):
                match tap.intent:
                    case ToggleOption(reference):
                        return Move(_toggled(visit, reference), self)
                    case Main() if visit.chosen:
                        return Move(visit, self, to=To.NEXT)
                    case Main() if not any(map(_is_open, _options(visit))):
                        return Move(visit, self, to=To.END)
                    case Back():
                        return Move(visit, self, to=To.BACK)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """The things, which are chosen, and what they cost together."""
        options, chosen = _options(visit), visit.chosen
        main = MainAction.NEXT if chosen else None
        if not any(map(_is_open, options)):  # all that can be done is to read why
            main = MainAction.FINISH
        title = visit.answer.title if visit.answer else visit.item.name
        content = ChooseOptions(
            title=title.within(visit.language),
            holder=visit.holder,
            lines=tuple(_line(each, chosen, visit.language) for each in options),
            total=sum(
                each.amount for each in options if each.reference in visit.chosen
            ),
        )
        return Face(content, main=main, back=True)


def _options(visit: Visit) -> tuple[Option, ...]:
    return visit.answer.options if visit.answer else ()


def _is_open(option: Option) -> bool:
    return option.closed is None


def _toggled(visit: Visit, reference: str) -> Visit:
    """In the department's order, so that the same choice is always said alike."""
    wanted = set(visit.chosen) ^ {reference}
    chosen = tuple(
        each.reference
        for each in _options(visit)
        if _is_open(each) and each.reference in wanted
    )
    return replace(visit, chosen=chosen)


def _line(option: Option, chosen: tuple[str, ...], language: Language) -> OptionLine:
    return OptionLine(
        reference=option.reference,
        title=option.title.within(language),
        facts=tuple(
            FactLine(
                fact.label.within(language),
                fact.value.within(language),
                fact.emphasised,
            )
            for fact in option.facts
        ),
        amount=option.amount,
        chosen=option.reference in chosen,
        closed=option.closed.within(language) if option.closed else None,
    )
