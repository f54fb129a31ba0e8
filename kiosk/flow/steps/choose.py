"""`choose`: select one or more of several options, such as fines to pay."""

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
    """Stateless: the selection is kept in the visit."""

    clock_runs: ClassVar[bool] = True
    asks: ClassVar[bool] = True

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Return whether the department's answer has options."""
        return visit.answer is not None and bool(visit.answer.options)

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Begin without an action."""
        return Move(visit, cls())

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Toggle an option, go on or go back."""
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
        """Return the options, the selection and its total."""
        options, chosen = _options(visit), visit.chosen
        main = MainAction.NEXT if chosen else None
        # none can be chosen: only the reasons can be read
        if not any(map(_is_open, options)):
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
    """Toggle an option.

    Keep the department's order, so equal selections are identical.
    """
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
