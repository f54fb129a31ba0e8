"""`form`: one question a screen; an answer is checked before the next is asked."""

from dataclasses import dataclass, field, replace
from typing import ClassVar

from central.contract import fields
from central.contract.fields import FieldError
from central.contract.model import Answers
from central.contract.service_item import FieldKind, FormField
from drivers.base import CodeKind
from kiosk.flow.actions import Action, ReadCode, StopCode
from kiosk.flow.events import CodeScanned, Event, Tapped
from kiosk.flow.visit import Face, Move, To, Visit
from kiosk.view import (
    AskField,
    Back,
    Erase,
    FieldChoice,
    FieldProblem,
    Key,
    Keys,
    Main,
    MainAction,
    PickOption,
)

_KEYS = {
    FieldKind.CHOICE: Keys.CHOICE,
    FieldKind.MONTH: Keys.MONTH,
    FieldKind.CITIZEN_NUMBER: Keys.CITIZEN_NUMBER,
    FieldKind.PLATE: Keys.PLATE,
    FieldKind.AMOUNT: Keys.AMOUNT,
}
_LONGEST = {
    FieldKind.CITIZEN_NUMBER: 18,
    FieldKind.PLATE: 8,
    FieldKind.AMOUNT: 12,
}
_SCANNED = (CodeKind.BILL_CODE, CodeKind.DOCUMENT_CODE, CodeKind.UNKNOWN)


@dataclass(frozen=True)
class Form:
    """Which question is on the screen, and what has been typed so far.

    Attributes:
        index: Of the question.
        value: Of its answer, as far as it goes.
        problem: Why the answer could not be taken.
        listening: Number of the action that listens to the scanner, if any.
    """

    index: int = 0
    value: str = field(default="", repr=False)
    problem: FieldProblem | None = None
    listening: int = 0

    clock_runs: ClassVar[bool] = True
    asks: ClassVar[bool] = True

    @classmethod
    def applies(cls, visit: Visit) -> bool:  # noqa: ARG003 - of the Protocol
        """Whenever it stands in the item."""
        return True

    @classmethod
    def enter(cls, visit: Visit) -> Move:
        """Ask the first question; answers given before stand there again."""
        return cls._ask(visit, 0)

    @classmethod
    def _ask(cls, visit: Visit, index: int) -> Move:
        asked = visit.item.form[index]
        value = visit.form.get(asked.name) or _default(asked, visit)
        if asked.scan and visit.scanner:
            asking, token = visit.asking()
            return Move(asking, cls(index, value, None, token.n), (ReadCode(token),))
        return Move(visit, cls(index, value))

    def advance(self, visit: Visit, event: Event) -> Move:
        """A key, a choice, a scanned code; the next question, or the one before."""
        match event:
            case CodeScanned(token, code) if (
                token.n == self.listening and code.kind in _SCANNED
            ):
                return replace(self, value=code.text)._accept(visit)
            case Tapped(tap):
                match tap.intent:
                    case Key(character) if len(self.value) < self._longest(visit):
                        typed = self.value + character[:1]
                        return Move(visit, replace(self, value=typed, problem=None))
                    case Erase(everything):
                        left = "" if everything else self.value[:-1]
                        return Move(visit, replace(self, value=left, problem=None))
                    case PickOption(value):
                        return Move(visit, replace(self, value=value, problem=None))
                    case Main():
                        return self._accept(visit)
                    case Back():
                        if self.index > 0:
                            move = self._ask(visit, self.index - 1)
                            return replace(move, actions=(*self._stop(), *move.actions))
                        return Move(visit, self, self._stop(), To.BACK)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """The question, and what answers it."""
        asked = self._asked(visit)
        language = visit.language
        limit = None
        if self.problem is FieldProblem.TOO_LITTLE:
            limit = asked.least
        elif self.problem is FieldProblem.TOO_MUCH:
            limit = asked.most
        content = AskField(
            label=asked.label.within(language),
            keys=_keys(asked),
            hint=asked.hint.within(language) if asked.hint else None,
            value=self.value,
            longest=self._longest(visit),
            options=_options(asked, visit),
            scan=self.listening > 0,
            problem=self.problem,
            limit=limit,
        )
        return Face(content, main=MainAction.NEXT, back=True)

    def _accept(self, visit: Visit) -> Move:
        asked = self._asked(visit)
        before: Answers = {
            each.name: visit.form[each.name]
            for each in visit.item.form[: self.index]
            if each.name in visit.form
        }
        try:
            answer = fields.check(asked, self.value, before, visit.today)
        except FieldError as error:
            return Move(visit, replace(self, problem=FieldProblem(error.reason)))
        answered = replace(visit, form=visit.form | {asked.name: answer})
        if self.index + 1 < len(visit.item.form):
            move = self._ask(answered, self.index + 1)
            return replace(move, actions=(*self._stop(), *move.actions))
        return Move(answered, self, self._stop(), To.NEXT)

    def _stop(self) -> tuple[Action, ...]:
        return (StopCode(),) if self.listening else ()

    def _asked(self, visit: Visit) -> FormField:
        return visit.item.form[self.index]

    def _longest(self, visit: Visit) -> int:
        asked = self._asked(visit)
        return _LONGEST.get(asked.kind, asked.longest)


def _keys(asked: FormField) -> Keys:
    if asked.kind is FieldKind.CODE:
        return Keys.DIGITS if asked.digits_only else Keys.LETTERS
    return _KEYS[asked.kind]


def _default(asked: FormField, visit: Visit) -> str:
    if asked.kind is FieldKind.MONTH:
        return fields.month_ago(visit.today, asked.months_ago)
    if asked.kind is FieldKind.CHOICE:
        return asked.options[0].value
    return ""


def _options(asked: FormField, visit: Visit) -> tuple[FieldChoice, ...]:
    if asked.kind is FieldKind.MONTH:
        first = visit.form.get(asked.not_before or "", fields.EARLIEST_MONTH)
        last = fields.last_month(visit.today)
        return FieldChoice(first, first), FieldChoice(last, last)
    return tuple(
        FieldChoice(option.value, option.label.within(visit.language))
        for option in asked.options
    )
