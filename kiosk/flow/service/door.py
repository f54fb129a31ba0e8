"""Opens a cell for a clerk, follows its door, and asks what no sensor shows."""

from dataclasses import dataclass, replace

from kiosk.flow.actions import Action
from kiosk.flow.door import DoorPhase, follow
from kiosk.flow.events import Event, ReleaseOutcome, StoreFailed, Tapped
from kiosk.flow.move import Move
from kiosk.flow.service.actions import ClerkAnswer, ConfirmClerk, OpenForClerk
from kiosk.flow.service.base import ClerkMove, ClerkSession, To
from kiosk.flow.service.events import CellDocument
from kiosk.flow.service.notice import failed
from kiosk.flow.visit import Face
from view import Back, ClerkStage, Intent, Main, MainAction, ServiceDoor, Task

_PHASES = {
    ClerkStage.OPENING: DoorPhase.OPENING,
    ClerkStage.OPEN: DoorPhase.OPEN,
    ClerkStage.CLOSE: DoorPhase.LONG_OPEN,
}
_STAGES: dict[DoorPhase | ReleaseOutcome, ClerkStage] = {
    **{phase: stage for stage, phase in _PHASES.items()},
    ReleaseOutcome.CLOSED: ClerkStage.ASK,
    ReleaseOutcome.UNSEEN: ClerkStage.ASK_CLOSED,
    ReleaseOutcome.STUCK: ClerkStage.STUCK,
    ReleaseOutcome.ANOTHER_OPEN: ClerkStage.DOOR_OPEN,
    ReleaseOutcome.UNKNOWN: ClerkStage.UNCLEAR,
    ReleaseOutcome.LEFT_OPEN: ClerkStage.UNCLEAR,
}
_ASKING = frozenset({ClerkStage.ASK, ClerkStage.ASK_CLOSED})
_TO_OPEN = frozenset({ClerkStage.CONFIRM, ClerkStage.STUCK, ClerkStage.DOOR_OPEN})
_MAINS = {
    ClerkStage.CONFIRM: MainAction.OPEN_CELL,
    ClerkStage.STUCK: MainAction.RETRY,
    ClerkStage.DOOR_OPEN: MainAction.RETRY,
    ClerkStage.ASK: MainAction.GOT_IT,
    ClerkStage.ASK_CLOSED: MainAction.GOT_IT,
    ClerkStage.UNCLEAR: MainAction.CONTINUE,
}


@dataclass(frozen=True)
class Door:
    """One cell, from the confirmation to open it to the clerk's answer."""

    task: Task
    document: CellDocument
    stage: ClerkStage = ClerkStage.CONFIRM

    @property
    def clock_runs(self) -> bool:
        """While the clerk is asked; never while a door may be open."""
        return self.stage not in _PHASES

    def advance(self, session: ClerkSession, event: Event) -> ClerkMove:
        """Follow the door, and take the clerk's answer."""
        if (phase := _PHASES.get(self.stage)) is not None:
            long_s = session.setting.door_long_s
            if (news := follow(phase, session.n, event, long_s)) is not None:
                door, actions = news
                # The clerk left a door open: the alarm is raised, and the service mode
                # closes so that passers-by cannot use it.
                to = To.LEAVE if door is ReleaseOutcome.LEFT_OPEN else None
                return Move(session, replace(self, stage=_STAGES[door]), actions, to)
        match event:
            case StoreFailed(token, trouble) if (
                token.n == session.n and self.stage is ClerkStage.OPENING
            ):
                return Move(session, failed(trouble))
            case Tapped(tap):
                return self._tapped(session, tap.intent)
        return Move(session, self)

    def face(self, session: ClerkSession) -> Face:
        """Return the cells' drawing and the instruction."""
        content = ServiceDoor(
            task=self.task,
            stage=self.stage,
            title=self.document.title.within(session.language),
            label=self.document.label,
            cell=self.document.cell,
            cells=session.setting.cells,
        )
        return Face(
            content,
            main=_MAINS.get(self.stage),
            back=self.stage in _TO_OPEN | _ASKING,
            cancel=False,
            question=list(ClerkStage).index(self.stage),
        )

    def left(self, session: ClerkSession) -> tuple[Action, ...]:
        """Record the cell as unclear: without an answer it must be checked."""
        if self.stage not in _ASKING:
            return ()
        _, token = session.asking()
        unsure = ClerkAnswer.UNSURE
        return (ConfirmClerk(token, self.task, self.document, unsure),)

    def _tapped(self, session: ClerkSession, intent: Intent) -> ClerkMove:
        match intent:
            case Main() if self.stage in _TO_OPEN:
                opening, token = session.asking()
                act = OpenForClerk(token, self.task, self.document)
                return Move(opening, replace(self, stage=ClerkStage.OPENING), (act,))
            case Back() if self.stage in _TO_OPEN:
                return Move(session, self, to=To(self.task))
            case Main() if self.stage is ClerkStage.UNCLEAR:
                return Move(session, self, to=To.MENU)
            case Main() if self.stage in _ASKING:
                return self._answer(session, ClerkAnswer.YES)
            case Back() if self.stage in _ASKING:
                return self._answer(session, ClerkAnswer.NO)
        return Move(session, self)

    def _answer(self, session: ClerkSession, answer: ClerkAnswer) -> ClerkMove:
        asking, token = session.asking()
        confirm = ConfirmClerk(token, self.task, self.document, answer)
        if self.task is Task.LOAD and answer is ClerkAnswer.YES:
            asking = replace(asking, stored=self.document)
        elif self.task is Task.LOAD:  # it did not fit, or the cell was not empty
            passed = asking.passed | {self.document.cell}
            asking = replace(asking, passed=passed)
        return Move(asking, self, (confirm,), To(self.task))
