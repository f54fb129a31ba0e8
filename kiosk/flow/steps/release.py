"""`release`: opens a cell, follows its door, and asks what no sensor shows."""

from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.flow.actions import Action, ConfirmRelease, ReleaseCell
from kiosk.flow.door import DoorPhase, follow
from kiosk.flow.events import (
    Event,
    Held,
    ReleaseOutcome,
    ReleaseSettled,
    StoreFailed,
    Tapped,
)
from kiosk.flow.move import Move
from kiosk.flow.visit import Face, To, Visit, VisitMove
from view import (
    Back,
    DoorStage,
    Main,
    MainAction,
    Message,
    Problem,
    Release,
    Trouble,
)

MOST_OPENINGS = 3
"""Openings of one cell in one visit; after that staff must check."""

_PHASES = {
    DoorStage.OPENING: DoorPhase.OPENING,
    DoorStage.TAKE: DoorPhase.OPEN,
    DoorStage.CLOSE: DoorPhase.LONG_OPEN,
}
_STAGES: dict[DoorPhase | ReleaseOutcome, DoorStage] = {
    **{phase: stage for stage, phase in _PHASES.items()},
    ReleaseOutcome.CLOSED: DoorStage.TAKEN,
    ReleaseOutcome.STUCK: DoorStage.STUCK,
    ReleaseOutcome.ANOTHER_OPEN: DoorStage.ANOTHER_OPEN,
    ReleaseOutcome.UNSEEN: DoorStage.ASK_CLOSED,
    ReleaseOutcome.LEFT_OPEN: DoorStage.LEFT_OPEN,
    ReleaseOutcome.UNKNOWN: DoorStage.UNCLEAR,
}
_ASKING = frozenset({DoorStage.TAKEN, DoorStage.ASK_CLOSED})
_RETRYING = frozenset({DoorStage.STUCK, DoorStage.ANOTHER_OPEN})
_MAINS = {
    DoorStage.TAKEN: MainAction.GOT_IT,
    DoorStage.ASK_CLOSED: MainAction.GOT_IT,
    DoorStage.UNCLEAR: MainAction.FINISH,
}


@dataclass(frozen=True)
class ReleaseStep:
    """The progress of the release.

    Attributes:
        openings: Attempts to open the cell in this visit.
        lost: Why the release could not be stored; nothing was opened then.
    """

    stage: DoorStage
    openings: int = 1
    lost: Trouble | None = None

    asks: ClassVar[bool] = False

    @property
    def clock_runs(self) -> bool:
        """While the citizen is asked; never while a door may be open."""
        return self.stage not in _PHASES or self.lost is not None

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Return whether there is a document in a cell for this person."""
        return visit.held is not None

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Open the cell."""
        return cls._open(visit, 1)

    @classmethod
    def _open(cls, visit: Visit, openings: int) -> VisitMove:
        asking, token = visit.asking()
        release = ReleaseCell(
            token=token,
            item=visit.item,
            applicant=visit.person,
            held=_held(visit),
            case=visit.case,
            entered=visit.entered,
            serial=visit.serial,
        )
        return Move(asking, cls(DoorStage.OPENING, openings), (release,))

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Follow the door, and take the citizen's answer."""
        phase = _PHASES.get(self.stage)
        if phase is not None and self.lost is None:
            long_s = visit.setting.door_long_s
            if (news := follow(phase, visit.n, event, long_s)) is not None:
                door, actions = news
                if isinstance(event, ReleaseSettled):
                    return self._settled(visit, event, actions)
                step = replace(self, stage=_STAGES[door])
                return Move(visit, step, actions)
        match event:
            case StoreFailed(token, trouble) if (
                token.n == visit.n and self.stage is DoorStage.OPENING
            ):
                return Move(visit, replace(self, lost=trouble))
            case Tapped(tap) if isinstance(tap.intent, Main):
                return self._main(visit)
            case Tapped(tap) if isinstance(tap.intent, Back) and self.stage in _ASKING:
                return self._not_taken(visit)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Return the cells' drawing and the instruction."""
        if self.lost is not None:
            content = Message(Problem.CANNOT_STORE, self.lost, visit.item.hotline)
            return Face(content, main=MainAction.FINISH, cancel=False)
        held = _held(visit)
        release = Release(
            stage=self.stage,
            title=held.title.within(visit.language),
            cell=held.cell or 0,
            cells=visit.setting.cells,
        )
        main = _MAINS.get(self.stage)
        if self.stage in _RETRYING:
            again = self.openings < MOST_OPENINGS
            main = MainAction.RETRY if again else MainAction.FINISH
        return Face(
            release,
            main=main,
            back=self.stage in _ASKING,
            cancel=False,
            staff_code=visit.serial,
        )

    def _settled(
        self, visit: Visit, event: ReleaseSettled, actions: tuple[Action, ...]
    ) -> VisitMove:
        entered = replace(visit, case=event.case, serial=event.serial, entered=True)
        if event.outcome is ReleaseOutcome.CLOSED:
            entered = replace(entered, released=_held(visit))
        step = replace(self, stage=_STAGES[event.outcome])
        # The citizen left with the door open: the visit's data must not stay.
        over = event.outcome is ReleaseOutcome.LEFT_OPEN
        to = To.END if over else None
        return Move(entered, step, actions, to)

    def _main(self, visit: Visit) -> VisitMove:
        if self.lost is not None or self.stage is DoorStage.UNCLEAR:
            return Move(visit, self, to=To.END)
        if self.stage in _ASKING:
            asking, confirm = self._confirm(visit, taken=True)
            taken = replace(asking, released=_held(visit))
            return Move(taken, self, (confirm,), To.NEXT)
        if self.stage in _RETRYING:
            if self.openings < MOST_OPENINGS:
                return self._open(visit, self.openings + 1)
            return Move(visit, self, to=To.END)
        return Move(visit, self)

    def _not_taken(self, visit: Visit) -> VisitMove:
        """Open the cell again for a document still inside, unless staff must help."""
        if self.stage is DoorStage.TAKEN and self.openings < MOST_OPENINGS:
            return self._open(replace(visit, released=None), self.openings + 1)
        asking, confirm = self._confirm(visit, taken=False)
        unclear = replace(self, stage=DoorStage.UNCLEAR)
        return Move(replace(asking, released=None), unclear, (confirm,))

    def _confirm(self, visit: Visit, *, taken: bool) -> tuple[Visit, ConfirmRelease]:
        if visit.case is None:
            raise LookupError("a release without a case")
        asking, token = visit.asking()
        action = ConfirmRelease(token, visit.item, _held(visit), visit.case, taken)
        return asking, action


def _held(visit: Visit) -> Held:
    if visit.held is None:
        raise LookupError("a release of nothing")
    return visit.held
