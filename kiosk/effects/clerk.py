"""A clerk at the cells: documents are put in, taken back, and looked for.

The effect stays `ARMED` until the clerk has said what lies in the cell: a door that has
closed says nothing of that. Whatever ends before the answer leaves a cell that needs a
look, and that nothing else is put into.
"""

from collections.abc import Callable
from uuid import UUID, uuid4

import structlog

from contract.manifest import HoldingState
from contract.model import Bilingual
from contract.records import HoldingBody
from kiosk.effects.cells import ENDED, Cells
from kiosk.effects.door_follower import DoorOpener
from kiosk.effects.ledger import Ledger
from kiosk.effects.tickets import ArmedCell
from kiosk.flow.events import ReleaseOutcome, StoreFailed
from kiosk.flow.service.actions import (
    ClerkAnswer,
    ConfirmClerk,
    CountCells,
    ListCells,
    LookUpLabel,
    OpenForClerk,
)
from kiosk.flow.service.events import (
    CellDocument,
    CellsCounted,
    CellsListed,
    LabelLooked,
)
from offline_cache.journal import EffectState
from offline_cache.manifest import Holding
from offline_cache.words import Answer, Ended, Kind
from view import LabelProblem, Task, Trouble

KINDS = {Task.LOAD: Kind.LOAD, Task.TAKE_BACK: Kind.TAKE_BACK, Task.LOOK: Kind.LOOK}
"""The kinds of these effects in the journal."""

_ANSWERS = {
    ClerkAnswer.YES: Answer.YES,
    ClerkAnswer.NO: Answer.NO,
    ClerkAnswer.UNSURE: Answer.UNSURE,
}

_MAY_BE_LOADED = (HoldingState.EXPECTED, HoldingState.RECALLED)
_NOT_LOADED = {
    HoldingState.LOADED: LabelProblem.ALREADY_LOADED,
    HoldingState.UNCLEAR: LabelProblem.MUST_LOOK,
    HoldingState.RELEASED: LabelProblem.HANDED_OUT,
}
_NOTHING_OPENED = (ReleaseOutcome.STUCK, ReleaseOutcome.ANOTHER_OPEN)
_CLERK_SAYS = (ReleaseOutcome.CLOSED, ReleaseOutcome.UNSEEN)

_log = structlog.get_logger()


class Clerk:
    """Opens cells for a clerk."""

    def __init__(self, ledger: Ledger, cells: Cells, opener: DoorOpener) -> None:
        self._ledger = ledger
        self._cells = cells
        self._opener = opener

    def count_cells(self, action: CountCells) -> CellsCounted:
        """What there is to do."""
        known = self._ledger.manifest.all()
        now = self._ledger.clock()
        return CellsCounted(
            action.token,
            expected=sum(
                each.state == HoldingState.EXPECTED and each.until > now
                for each in known
            ),
            free=len(self._free(action.cells)),
            overdue=len(self._about(Task.TAKE_BACK)),
            unclear=len(self._about(Task.LOOK)),
        )

    def list_cells(self, action: ListCells) -> CellsListed:
        """The documents that a task is about, by cell."""
        found = map(_document, self._about(action.task))
        return CellsListed(action.token, tuple(found))

    def look_up_label(self, action: LookUpLabel) -> LabelLooked:
        """Whether the document with this label is to be put in here, and where."""
        holding = self._labelled(action.label.strip())
        if holding is None:
            return LabelLooked(action.token, None, LabelProblem.UNKNOWN)
        state = HoldingState(holding.state)
        if state not in _MAY_BE_LOADED:
            lies = holding.cell if state is not HoldingState.RELEASED else None
            return LabelLooked(action.token, None, _NOT_LOADED[state], lies)
        if holding.until <= self._ledger.clock():
            return LabelLooked(action.token, None, LabelProblem.OVERDUE)
        free = self._free(action.cells) - action.passed
        if not free:
            return LabelLooked(action.token, None, LabelProblem.NO_FREE_CELL)
        return LabelLooked(action.token, _document(holding, min(free)))

    def _labelled(self, label: str) -> Holding | None:
        """The document in an envelope; None too where it may be one of several."""
        found = self._ledger.manifest.labelled(label) or self._ledger.manifest.labelled(
            label.upper()
        )
        now = self._ledger.clock()
        ready = [each for each in found if HoldingState(each.state) in _MAY_BE_LOADED]
        ready = [each for each in ready if each.until > now] or ready[:1]
        if len(ready) > 1:
            _log.error("label_of_several", holdings=[str(e.holding) for e in ready])
            return None
        return next(iter(ready or found), None)

    def open_for_clerk(
        self, action: OpenForClerk, seen_open: Callable[[], object] = lambda: None
    ) -> StoreFailed | None:
        """Arm a cell, and have it opened; `settle_cell` hears how the door went.

        Args:
            action: What for.
            seen_open: Called in the locker's thread once the door is seen open.

        Returns:
            Why nothing was begun: the manifest is another one now, or a cell is open.
        """
        document, effect = action.document, uuid4()
        with self._ledger.cache.transaction():
            holding = self._ledger.manifest.get(document.holding)
            if holding is None or not self._may_be_opened(action, holding):
                _log.warning("cell_refused", task=action.task, cell=document.cell)
                return StoreFailed(action.token, Trouble.MANIFEST)
            # Whom it was last opened for is over once a clerk has it in hand.
            case = holding.opened_for if action.task is Task.LOOK else None
            self._ledger.manifest.opens(holding.holding, case, effect)
            self._ledger.journal.arm(
                effect,
                KINDS[action.task],
                visit=self._ledger.visit_label(action.token),
                item=holding.item,
                detail={"holding": str(holding.holding), "cell": document.cell},
            )
        armed = ArmedCell(
            token=action.token,
            effect=effect,
            task=action.task,
            item=holding.item,
            holding=holding.holding,
            cell=document.cell,
        )
        self._opener.open(armed, document.cell, seen_open)
        return None

    def settle_cell(self, armed: ArmedCell, outcome: ReleaseOutcome) -> None:
        """Write down how the door went, unless the clerk has the last word."""
        if outcome in _CLERK_SAYS:
            return
        nothing = outcome in _NOTHING_OPENED
        state = EffectState.FAILED if nothing else EffectState.EFFECT_UNKNOWN
        with self._ledger.cache.transaction():
            self._ledger.journal.settle(armed.effect, state, {"reason": ENDED[outcome]})
            self._ledger.manifest.opened(armed.holding)
            if not nothing:
                self._told(armed.item, armed.holding, armed.cell, HoldingState.UNCLEAR)
        if outcome is ReleaseOutcome.LEFT_OPEN:
            _log.error("cell_left_open", cell=armed.cell)

    def confirm_clerk(self, action: ConfirmClerk) -> None:
        """Write down what the clerk has said, in journal, manifest and outbox at once.

        Nothing where it is settled already, as after a restart meanwhile.
        """
        document = action.document
        with self._ledger.cache.transaction():
            holding = self._ledger.manifest.get(document.holding)
            if holding is None or holding.opening is None:
                _log.warning("cell_settled_before", cell=document.cell)
                return
            unsure = action.answer is ClerkAnswer.UNSURE
            self._ledger.journal.settle(
                holding.opening,
                EffectState.EFFECT_UNKNOWN if unsure else EffectState.CONFIRMED,
                {"reason": Ended.CLERK, "answer": _ANSWERS[action.answer]},
            )
            self._ledger.manifest.opened(document.holding)
            state = _lies(action, holding)
            if state is not None:
                self._told(
                    holding.item, holding.holding, document.cell, state, not unsure
                )
            if state is HoldingState.LOADED:
                self._cells.forgive_codes(holding.holding)

    def _told(
        self,
        item: str,
        holding: UUID,
        cell: int,
        state: HoldingState,
        asked: bool = False,
    ) -> None:
        body = HoldingBody(holding=holding, cell=cell, state=state, asked=asked)
        self._cells.moved(item, body)

    def _free(self, cells: int) -> frozenset[int]:
        """Cells in which nothing lies, or may lie, says the manifest.

        A door that stands open is the locker's own matter: while one does, none opens.
        """
        taken = {each.cell for each in self._ledger.manifest.in_cells()}
        return frozenset(range(1, cells + 1)) - taken

    def _about(self, task: Task) -> list[Holding]:
        lying = self._ledger.manifest.in_cells()
        if task is Task.LOOK:
            return [each for each in lying if each.state == HoldingState.UNCLEAR]
        now = self._ledger.clock()
        return [
            each
            for each in lying
            if each.state == HoldingState.LOADED and each.until <= now
        ]

    def _may_be_opened(self, action: OpenForClerk, holding: Holding) -> bool:
        cell = action.document.cell
        if self._ledger.manifest.opening():
            return False
        if action.task is Task.LOAD:
            taken = {each.cell for each in self._ledger.manifest.in_cells()}
            return holding.state in _MAY_BE_LOADED and cell not in taken
        here = {each.holding for each in self._about(action.task)}
        return holding.holding in here and holding.cell == cell


def _lies(action: ConfirmClerk, holding: Holding) -> HoldingState | None:
    """Where the document is, after an answer; None where that is no news."""
    if action.answer is ClerkAnswer.UNSURE:
        return HoldingState.UNCLEAR
    yes = action.answer is ClerkAnswer.YES
    match action.task:
        case Task.LOAD:
            return HoldingState.LOADED if yes else None
        case Task.TAKE_BACK:
            return HoldingState.RECALLED if yes else None
        case Task.LOOK if yes:
            return HoldingState.LOADED
    # Not in its cell: the citizen has it for whom it was opened, else a clerk has.
    if holding.opened_for is not None:
        return HoldingState.RELEASED
    return HoldingState.RECALLED


def _document(holding: Holding, cell: int | None = None) -> CellDocument:
    lies = cell or holding.cell
    if lies is None:
        raise LookupError("a document in no cell")
    title = Bilingual(zh_CN=holding.title_zh, en=holding.title_en)
    return CellDocument(holding.holding, holding.item, holding.label, title, lies)
