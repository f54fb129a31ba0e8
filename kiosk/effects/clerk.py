"""A clerk's work at the cells: loading, taking back and looking for documents.

The effect stays `ARMED` until the clerk has confirmed what is in the cell, since a
closed door does not show it. Whatever ends before the answer leaves a cell that must be
checked and is not loaded again until then.
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
        """Return how many documents and cells each task concerns."""
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
        """Return the documents that a task concerns, by cell."""
        found = map(_document, self._about(action.task))
        return CellsListed(action.token, tuple(found))

    def look_up_label(self, action: LookUpLabel) -> LabelLooked:
        """Return whether a labelled document is to be loaded here, and where."""
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
        """Return the document with this label, or None if several could be meant."""
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
        """Arm a cell and have it opened; `settle_cell` records what the door did.

        Args:
            action: The task and its document.
            seen_open: Called in the locker's thread once a sensor reports the door
                open.

        Returns:
            The reason if nothing was begun: the manifest has changed, or a cell is
            open.
        """
        document, effect = action.document, uuid4()
        with self._ledger.cache.transaction():
            holding = self._ledger.manifest.get(document.holding)
            if holding is None or not self._may_be_opened(action, holding):
                _log.warning("cell_refused", task=action.task, cell=document.cell)
                return StoreFailed(action.token, Trouble.MANIFEST)
            # The case that it was last opened for ends once a clerk holds the document.
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
        """Record the door's outcome, unless the clerk's answer decides it."""
        if outcome in _CLERK_SAYS:
            return
        nothing = outcome in _NOTHING_OPENED
        state = EffectState.FAILED if nothing else EffectState.EFFECT_UNKNOWN
        with self._ledger.cache.transaction():
            self._ledger.journal.settle(armed.effect, state, {"reason": ENDED[outcome]})
            self._ledger.manifest.opened(armed.holding)
            if not nothing:
                self._moved(armed.item, armed.holding, armed.cell, HoldingState.UNCLEAR)
        if outcome is ReleaseOutcome.LEFT_OPEN:
            _log.error("cell_left_open", cell=armed.cell)

    def confirm_clerk(self, action: ConfirmClerk) -> None:
        """Record the clerk's answer in journal, manifest and outbox in one commit.

        Do nothing if the effect has been settled meanwhile, for example by a restart.
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
                self._moved(
                    holding.item, holding.holding, document.cell, state, not unsure
                )
            if state is HoldingState.LOADED:
                self._cells.forgive_codes(holding.holding)

    def _moved(
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
        """Return the cells that are empty for certain, according to the manifest.

        Open doors are left to the locker: while one is open, it opens no other.
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
    """Return the document's state after an answer, or None if it is unchanged."""
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
    # Not in its cell: the citizen it was opened for has it, otherwise a clerk.
    if holding.opened_for is not None:
        return HoldingState.RELEASED
    return HoldingState.RECALLED


def _document(holding: Holding, cell: int | None = None) -> CellDocument:
    lies = cell or holding.cell
    if lies is None:
        raise LookupError("a document in no cell")
    title = Bilingual(zh_CN=holding.title_zh, en=holding.title_en)
    return CellDocument(holding.holding, holding.item, holding.label, title, lies)
