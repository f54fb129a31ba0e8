"""`form`: the item's questions, one per screen; answers are kept.

A code that can be typed can be scanned as well. A document's own code is recognised and
refused: it answers no question.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar

from contract.fields import FieldError, check
from contract.money import plain_yuan
from contract.service_item import FieldKind, FormField
from kiosk.flow import keyboard
from kiosk.flow.actions import ReadCode, StopCode
from kiosk.flow.events import CodeScanned, CodeUnreadable, Event, Tapped
from kiosk.flow.move import Move
from kiosk.flow.visit import Face, To, Visit, VisitMove
from view import (
    AskField,
    Back,
    Erase,
    FieldChoice,
    FieldProblem,
    Intent,
    Key,
    Keys,
    Language,
    Main,
    MainAction,
    PickOption,
)

EARLIEST_MONTH = "1990-01"
"""Departments have no records before this month."""
LONGEST_AMOUNT = 12

_KEYS = {
    FieldKind.CHOICE: Keys.CHOICE,
    FieldKind.MONTH: Keys.MONTH,
    FieldKind.CITIZEN_NUMBER: Keys.CITIZEN_NUMBER,
    FieldKind.PLATE: Keys.PLATE,
    FieldKind.AMOUNT: Keys.AMOUNT,
    FieldKind.CODE: Keys.LETTERS,
}
_LONGEST = {
    FieldKind.CITIZEN_NUMBER: 18,
    FieldKind.PLATE: 8,
    FieldKind.AMOUNT: LONGEST_AMOUNT,
}
_LIMITS = {FieldProblem.TOO_LITTLE: "least", FieldProblem.TOO_MUCH: "most"}


@dataclass(frozen=True)
class FormStep:
    """The form at one question.

    Attributes:
        index: The question's index.
        value: The answer so far; accepted answers are in the visit.
        scanning: The number of the scanner's action; 0 without one.
    """

    index: int = 0
    value: str = field(default="", repr=False)
    problem: FieldProblem | None = None
    scanning: int = 0

    clock_runs: ClassVar[bool] = True
    asks: ClassVar[bool] = True

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Return whether the item has questions."""
        return bool(visit.item.form)

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Ask the first unanswered question or, coming back, the last one."""
        unanswered = (
            index
            for index, each in enumerate(visit.item.form)
            if each.name not in visit.form
        )
        return cls._ask(visit, next(unanswered, len(visit.item.form) - 1))

    @classmethod
    def _ask(cls, visit: Visit, index: int) -> VisitMove:
        asked = visit.item.form[index]
        step = cls(index, _begun(asked, visit))
        if not (asked.scan and visit.setting.scanner):
            return Move(visit, step)
        asking, token = visit.asking()
        return Move(asking, replace(step, scanning=token.n), (ReadCode(token),))

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Handle a key, an option or a scanned code; go on or back."""
        match event:
            case CodeScanned(token, code, certificate) if token.n == self.scanning:
                if certificate:
                    refused = replace(self, problem=FieldProblem.A_CERTIFICATE)
                    return Move(visit, refused)
                return self._accept(visit, code.text)
            case CodeUnreadable(token) if token.n == self.scanning:
                return Move(visit, replace(self, problem=FieldProblem.UNREADABLE))
            case Tapped(tap):
                return self._tapped(visit, tap.intent)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Return the question, and the answer so far."""
        asked = visit.item.form[self.index]
        limit = _LIMITS.get(self.problem) if self.problem else None
        content = AskField(
            label=asked.label.within(visit.language),
            keys=_keys(asked),
            hint=asked.hint.within(visit.language) if asked.hint else None,
            value=self.value,
            longest=_longest(asked),
            options=_options(asked, visit),
            scan=asked.scan and visit.setting.scanner,
            problem=self.problem,
            limit=getattr(asked, limit) if limit else None,
        )
        return Face(content, main=MainAction.NEXT, back=True, question=self.index)

    def _tapped(self, visit: Visit, intent: Intent) -> VisitMove:
        asked = visit.item.form[self.index]
        match intent:
            case Key() | Erase():
                value = keyboard.typed(
                    self.value, intent, _keys(asked), _longest(asked)
                )
                if value is not None:
                    return Move(visit, replace(self, value=value, problem=None))
            case PickOption(value) if _may_pick(asked, value):
                return Move(visit, replace(self, value=value, problem=None))
            case Main():
                return self._accept(visit, self.value)
            case Back():
                return self._leave(visit, self.index - 1)
        return Move(visit, self)

    def _accept(self, visit: Visit, text: str) -> VisitMove:
        asked = visit.item.form[self.index]
        try:
            value = check(asked, text, visit.form, visit.today)
        except FieldError as error:
            problem = FieldProblem(error.reason)
            kept = text if len(text) <= _longest(asked) else self.value
            return Move(visit, replace(self, value=kept, problem=problem))
        answered = replace(visit, form={**visit.form, asked.name: value})
        return self._leave(answered, self.index + 1)

    def _leave(self, visit: Visit, index: int) -> VisitMove:
        """Go to another question; past either end, to another step."""
        stop = (StopCode(),) if self.scanning else ()
        if index < 0:
            return Move(visit, self, stop, To.BACK)
        if index >= len(visit.item.form):
            return Move(visit, self, stop, To.NEXT)
        move = self._ask(visit, index)
        return replace(move, actions=(*stop, *move.actions))


def _keys(asked: FormField) -> Keys:
    return Keys.DIGITS if asked.digits_only else _KEYS[asked.kind]


def _longest(asked: FormField) -> int:
    return _LONGEST.get(asked.kind, asked.longest)


def _begun(asked: FormField, visit: Visit) -> str:
    """Return the answer's initial value."""
    if asked.name in visit.form:
        value = visit.form[asked.name]
        if asked.kind is FieldKind.AMOUNT:
            return plain_yuan(int(value))
        return value
    if asked.kind is FieldKind.MONTH:
        return max(_month(visit.today, asked.months_ago), _first_month(asked, visit))
    return ""


def _options(asked: FormField, visit: Visit) -> tuple[FieldChoice, ...]:
    if asked.kind is FieldKind.MONTH:
        first, last = _first_month(asked, visit), _month(visit.today, 1)
        return FieldChoice(first, first), FieldChoice(last, last)
    return _choices(asked, visit.language)


def _choices(asked: FormField, language: Language) -> tuple[FieldChoice, ...]:
    return tuple(
        FieldChoice(each.value, each.label.within(language)) for each in asked.options
    )


def _may_pick(asked: FormField, value: str) -> bool:
    if asked.kind is FieldKind.MONTH:
        return True  # `check` reports what is wrong with it
    return value in {each.value for each in asked.options}


def _first_month(asked: FormField, visit: Visit) -> str:
    if asked.not_before is None:
        return EARLIEST_MONTH
    return visit.form.get(asked.not_before, EARLIEST_MONTH)


def _month(today: date, ago: int) -> str:
    """Return the month that many months ago; 1 is the last whole month."""
    months = today.year * 12 + today.month - 1 - ago
    if months < 12:  # the date is not known yet
        return EARLIEST_MONTH
    return f"{months // 12:04d}-{months % 12 + 1:02d}"
