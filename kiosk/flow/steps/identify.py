"""`identify`: put the card on the reader and confirm the person, or give a code.

If a card is required, entitlements that an earlier visit left open, here or elsewhere,
are looked up after the citizen has confirmed the name. A missing answer does not stop
the visit. If a collection code is accepted as well, the item itself is about
entitlements.
"""

from dataclasses import dataclass, field, replace
from typing import ClassVar

from contract.codes import CODE_ALPHABET, CODE_LENGTH, typed_code
from contract.documents import Collection
from contract.model import Applicant
from drivers.base import CardReading
from kiosk.flow import keyboard
from kiosk.flow.actions import (
    Action,
    AskEntitlements,
    ReadCard,
    ReadCode,
    StartTimer,
    StopCode,
    StopTimer,
)
from kiosk.flow.events import (
    CardFailed,
    CardLifted,
    CardRead,
    CodeScanned,
    CodeUnreadable,
    EntitlementsAnswered,
    Event,
    QueryFailed,
    Tapped,
    Timer,
    TimerElapsed,
    TroublesChanged,
)
from kiosk.flow.masking import mask_number
from kiosk.flow.move import Move
from kiosk.flow.steps.coming import line, take
from kiosk.flow.visit import Face, To, Visit, VisitMove
from view import (
    AskField,
    Back,
    CardProblem,
    Collect,
    ConfirmPerson,
    Erase,
    FieldProblem,
    FieldWhat,
    Intent,
    Key,
    Keys,
    Main,
    MainAction,
    Message,
    Problem,
    PutCard,
    StillComing,
    Trouble,
    UseCode,
)


@dataclass(frozen=True)
class IdentifyStep:
    """Waits for a card or a code, then the confirmation, then the entitlements.

    Attributes:
        reading: The number of the action that reads a card.
        scanning: The number of the scanner's action.
        typing: Whether the code is being typed.
        value: The code typed so far.
        fault: Why the code is not accepted.
        asking: The number of the action that finds entitlements.
        slow: Whether its answer takes so long that a way out is shown.
        telling: Whether the entitlements are on the screen.
    """

    problem: CardProblem | None = None
    reader_lost: bool = False
    reading: int = 0
    scanning: int = 0
    typing: bool = False
    value: str = field(default="", repr=False)
    fault: FieldProblem | None = None
    asking: int = 0
    slow: bool = False
    telling: bool = False

    asks: ClassVar[bool] = True

    @property
    def clock_runs(self) -> bool:
        """While the screen waits for the citizen, not for central."""
        return not self.asking

    @classmethod
    def applies(cls, visit: Visit) -> bool:  # noqa: ARG003 - of the Protocol
        """Return True: the step always applies."""
        return True

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Read a card, unless one has been read and the citizen came back."""
        if visit.applicant is not None and visit.code is None:
            return Move(visit, cls())
        fault = FieldProblem.NOT_FOUND if visit.missed else None
        visit, token = replace(_without_person(visit), missed=False).asking()
        lost = Trouble.READER in visit.troubles
        step = cls(
            problem=CardProblem.LIFT_FIRST if visit.card_lying else None,
            reader_lost=lost,
            reading=token.n,
            typing=_takes_code(visit) and (lost or fault is not None),
            fault=fault,
        )
        actions: tuple[Action, ...] = (ReadCard(token),)
        if _takes_code(visit) and visit.setting.scanner:
            visit, token = visit.asking()
            step = replace(step, scanning=token.n)
            actions = (*actions, ReadCode(token))
        return Move(visit, step, actions)

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Handle a card, a code, the entitlements or a tap."""
        match event:
            case CardRead(token, reading) if token.n == self.reading:
                read = replace(visit, applicant=_applicant(reading))
                return Move(read, IdentifyStep(), self._stop_scanner())
            case CardFailed(token, problem) if token.n == self.reading:
                return Move(visit, replace(self, problem=problem, typing=False))
            case CardLifted() if self.problem is CardProblem.LIFT_FIRST:
                return Move(visit, replace(self, problem=None))
            case TroublesChanged(troubles) if visit.applicant is None:
                return self._troubled(visit, lost=Trouble.READER in troubles)
            case CodeScanned(token, code, certificate) if token.n == self.scanning:
                if certificate:
                    fault = FieldProblem.A_CERTIFICATE
                    return Move(visit, replace(self, typing=True, fault=fault))
                return self._code(visit, code.text)
            case CodeUnreadable(token) if token.n == self.scanning:
                fault = FieldProblem.UNREADABLE
                return Move(visit, replace(self, typing=True, fault=fault))
            case EntitlementsAnswered(token, found) if token.n == self.asking:
                return self._answered(replace(visit, coming=found))
            case QueryFailed(token) if token.n == self.asking:
                return self._answered(replace(visit, coming=()))
            case TimerElapsed(Timer.SLOW, n) if n == self.asking:
                return Move(visit, replace(self, slow=True))
            case Tapped(tap) if not self.asking:
                return self._tapped(visit, tap.intent)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Return the screen for the card, the code, the person or the entitlements."""
        if visit.applicant is not None:
            return self._person(visit, visit.applicant)
        if self.typing:
            return Face(
                AskField(
                    label="",
                    keys=Keys.LETTERS,
                    what=FieldWhat.COLLECTION_CODE,
                    value=self.value,
                    longest=CODE_LENGTH,
                    scan=visit.setting.scanner,
                    problem=self.fault,
                ),
                main=MainAction.NEXT,
                back=True,
            )
        if self.reader_lost:
            message = Message(Problem.READER_LOST, Trouble.READER, visit.item.hotline)
            return Face(message, main=MainAction.FINISH, cancel=False)
        return Face(PutCard(self.problem, _takes_code(visit)), back=True)

    def _person(self, visit: Visit, person: Applicant) -> Face:
        if self.telling and visit.coming:
            lines = tuple(line(each, visit.language) for each in visit.coming)
            coming = StillComing(visit.holder, lines)
            return Face(coming, main=MainAction.GO_ON, back=True)
        asking = bool(self.asking)
        return Face(
            ConfirmPerson(person.name, mask_number(person.number)),
            main=None if asking else MainAction.CONFIRM,
            back=not asking,
            cancel=self.slow or not asking,
        )

    def _tapped(self, visit: Visit, intent: Intent) -> VisitMove:
        if visit.applicant is not None:
            return self._tapped_by(visit, visit.applicant, intent)
        if self.typing:
            return self._typed(visit, intent)
        match intent:
            case UseCode() if _takes_code(visit):
                return Move(visit, replace(self, typing=True, value="", fault=None))
            case Main() if self.reader_lost:
                return Move(visit, self, to=To.END)
            case Back():
                return Move(visit, self, self._stop_scanner(), To.BACK)
        return Move(visit, self)

    def _tapped_by(self, visit: Visit, person: Applicant, intent: Intent) -> VisitMove:
        """Handle a tap after a card was read: confirm, reject, collect or go on."""
        match intent:
            case Main() if self.telling or _takes_code(visit) or visit.coming == ():
                return Move(visit, self, to=To.NEXT)
            case Main() if visit.coming is not None:  # it was requested before
                return Move(visit, replace(self, telling=True))
            case Main():
                asked, token = visit.asking()
                question = AskEntitlements(token, Collection(applicant=person))
                slow = StartTimer(Timer.SLOW, token.n, visit.setting.way_out_s)
                return Move(asked, replace(self, asking=token.n), (question, slow))
            case Collect(index) if self.telling and visit.coming:
                if 0 <= index < len(visit.coming):
                    return take(visit, self, visit.coming[index])
            case Back() if self.telling:
                return Move(visit, replace(self, telling=False))
            case Back():
                return IdentifyStep.enter(_without_person(visit))
        return Move(visit, self)

    def _typed(self, visit: Visit, intent: Intent) -> VisitMove:
        match intent:
            case Key() | Erase():
                value = keyboard.typed(self.value, intent, Keys.LETTERS, CODE_LENGTH)
                if value is not None:
                    return Move(visit, replace(self, value=value, fault=None))
            case Main():
                return self._code(visit, self.value)
            case Back() if self.reader_lost:
                return Move(visit, self, self._stop_scanner(), To.BACK)
            case Back():
                return Move(visit, replace(self, typing=False, value="", fault=None))
        return Move(visit, self)

    def _code(self, visit: Visit, text: str) -> VisitMove:
        """Take a code; central resolves the person it belongs to."""
        code, fault = _collection_code(text)
        if code is None:
            value = self.value if fault is FieldProblem.MALFORMED else text
            return Move(visit, replace(self, typing=True, value=value, fault=fault))
        return Move(replace(visit, code=code), self, self._stop_scanner(), To.NEXT)

    def _answered(self, visit: Visit) -> VisitMove:
        stop = (StopTimer(Timer.SLOW),)
        if visit.coming:
            return Move(visit, IdentifyStep(telling=True), stop)
        return Move(visit, IdentifyStep(), stop, To.NEXT)

    def _troubled(self, visit: Visit, *, lost: bool) -> VisitMove:
        if _takes_code(visit):
            typing = self.typing or lost
            return Move(visit, replace(self, reader_lost=lost, typing=typing))
        if self.reader_lost and not lost:
            return IdentifyStep.enter(visit)
        return Move(visit, replace(self, reader_lost=lost))

    def _stop_scanner(self) -> tuple[Action, ...]:
        """Stop the scanner."""
        return (StopCode(),) if self.scanning else ()


def _takes_code(visit: Visit) -> bool:
    return visit.item.identify == "optional"


def _without_person(visit: Visit) -> Visit:
    """Return the visit without a person: one person's answers are not another's."""
    return replace(
        visit,
        applicant=None,
        code=None,
        coming=None,
        form={},
        answer=None,
        chosen=(),
        held=None,
        case=None,
    )


def _applicant(reading: CardReading) -> Applicant:
    name = reading.name or reading.english_name or ""
    return Applicant(number=reading.number, name=name)


def _collection_code(text: str) -> tuple[str | None, FieldProblem | None]:
    """Return the code as printed on slips, or why it is invalid.

    The dash is optional.
    """
    code = typed_code(text)
    if not code:
        return None, FieldProblem.EMPTY
    if not set(CODE_ALPHABET).issuperset(code) or len(code) > CODE_LENGTH:
        return None, FieldProblem.MALFORMED
    if len(code) < CODE_LENGTH:
        return None, FieldProblem.TOO_SHORT
    return f"{code[:4]}-{code[4:]}", None
