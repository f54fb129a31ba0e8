"""Documents in cells: finding them, checking collection codes, opening doors."""

import hmac
from collections.abc import Callable
from uuid import UUID, uuid4

import structlog

from contract.manifest import HoldingState, code_hash, person_hash
from contract.model import Bilingual
from contract.records import HoldingBody, RecordKind
from kiosk.effects.door_follower import DoorOpener
from kiosk.effects.ledger import Ledger
from kiosk.effects.tickets import ArmedRelease, release_settled
from kiosk.flow.actions import (
    CheckCode,
    ConfirmRelease,
    LookUpHoldings,
    ReleaseCell,
)
from kiosk.flow.events import (
    CodeChecked,
    Held,
    HoldingsLooked,
    ReleaseOutcome,
    ReleaseSettled,
    StoreFailed,
)
from offline_cache.journal import EffectState, JournalEntry
from offline_cache.manifest import Holding
from offline_cache.words import Ended, Kind
from view import Trouble

WRONG_CODES = 5
"""Wrong collection codes in a row before a holding is locked; there are a million
codes."""

LOCKED_S = 24 * 3600.0
"""Seconds for which a holding stays locked, unless a clerk unlocks it earlier."""

_OPENED = (HoldingState.RELEASED, HoldingState.UNCLEAR)

_STATES = {
    ReleaseOutcome.CLOSED: EffectState.CONFIRMED,
    ReleaseOutcome.STUCK: EffectState.FAILED,
    ReleaseOutcome.ANOTHER_OPEN: EffectState.FAILED,
    ReleaseOutcome.UNSEEN: EffectState.EFFECT_UNKNOWN,
    ReleaseOutcome.LEFT_OPEN: EffectState.EFFECT_UNKNOWN,
    ReleaseOutcome.UNKNOWN: EffectState.EFFECT_UNKNOWN,
}
ENDED = {
    ReleaseOutcome.CLOSED: Ended.CLOSED,
    ReleaseOutcome.STUCK: Ended.STUCK,
    ReleaseOutcome.ANOTHER_OPEN: Ended.ANOTHER_OPEN,
    ReleaseOutcome.UNSEEN: Ended.UNSEEN,
    ReleaseOutcome.LEFT_OPEN: Ended.LEFT_OPEN,
    ReleaseOutcome.UNKNOWN: Ended.UNKNOWN,
}
"""Outcomes of a release in the words of the journal."""

_HOLDINGS = {
    ReleaseOutcome.CLOSED: HoldingState.RELEASED,
    ReleaseOutcome.UNSEEN: HoldingState.UNCLEAR,
    ReleaseOutcome.LEFT_OPEN: HoldingState.UNCLEAR,
    ReleaseOutcome.UNKNOWN: HoldingState.UNCLEAR,
}
"""A document's state after a release; if the door did not open, it is unchanged."""

_log = structlog.get_logger()


class Cells:
    """Hands out the documents in the cells."""

    def __init__(self, ledger: Ledger, opener: DoorOpener) -> None:
        self._ledger = ledger
        self._opener = opener

    def holdings(self, action: LookUpHoldings) -> HoldingsLooked:
        """Return a person's documents here: loaded, released, taken back or unclear."""
        key = self._ledger.manifest.key()
        if key is None:
            return HoldingsLooked(action.token, ())
        person = person_hash(key, action.applicant.number)
        found = self._ledger.manifest.of_person(person, action.item.code)
        known = [each for each in found if each.state != HoldingState.EXPECTED]
        held = tuple(map(self._held, known))
        return HoldingsLooked(action.token, held)

    def check_code(self, action: CheckCode) -> CodeChecked:
        """Check a collection code.

        A wrong one is committed before the answer is returned.
        """
        holding = self._ledger.manifest.get(action.held.holding)
        key = self._ledger.manifest.key()
        name = _lock_name(action.held.holding)
        if holding is None or key is None or self._tries_left(holding.holding) == 0:
            return CodeChecked(action.token, right=False, tries_left=0)
        given = code_hash(key, holding.holding, action.code)
        if hmac.compare_digest(given, holding.code):
            self._ledger.lockouts.clear(name)
            return CodeChecked(action.token, right=True, tries_left=WRONG_CODES)
        with self._ledger.cache.transaction():
            if self._ledger.lockouts.get(name).failures >= WRONG_CODES:
                self._ledger.lockouts.clear(name)  # the previous lock has expired
            failures = self._ledger.lockouts.fail(name)
            if failures >= WRONG_CODES:
                self._ledger.lockouts.lock(name, LOCKED_S)
                self._ledger.journal.append(
                    Kind.CODE_LOCKED,
                    visit=self._ledger.visit_label(action.token),
                    item=holding.item,
                    detail={"holding": str(holding.holding)},
                )
        return CodeChecked(
            action.token, right=False, tries_left=self._tries_left(holding.holding)
        )

    def forgive_codes(self, holding: UUID) -> None:
        """Allow codes to be tried again; a clerk has checked the person's identity."""
        self._ledger.lockouts.clear(_lock_name(holding))

    def release(
        self, action: ReleaseCell, seen_open: Callable[[], object] = lambda: None
    ) -> StoreFailed | None:
        """Arm a release and have the cell opened; `settle_release` records the outcome.

        Args:
            action: Which holding to open, and for which applicant.
            seen_open: Called in the locker's thread once a sensor reports the door
                open.

        Returns:
            The reason if nothing was begun: the document is not in the cell, was handed
            out before, or another cell is being opened.
        """
        holding, cell = action.held.holding, action.held.cell
        effect = uuid4()
        with self._ledger.cache.transaction():
            if cell is None or not self._may_open(action):
                _log.warning("release_refused", holding=str(holding))
                return StoreFailed(action.token, Trouble.MANIFEST)
            case, serial = self._ledger.entered(action)
            self._ledger.manifest.opens(holding, case, effect)
            if self._was_released(holding):
                # The citizen reports that it is still inside: unclear until it is taken
                # out.
                doubt = HoldingBody(
                    holding=holding,
                    cell=cell,
                    state=HoldingState.UNCLEAR,
                    about=case,
                    asked=True,
                )
                self.moved(action.item.code, doubt)
            self._ledger.journal.arm(
                effect,
                Kind.RELEASE,
                visit=self._ledger.visit_label(action.token),
                item=action.item.code,
                serial=serial,
                detail={"case": str(case), "holding": str(holding), "cell": cell},
            )
        armed = ArmedRelease(
            token=action.token,
            effect=effect,
            case=case,
            item=action.item.code,
            serial=serial,
            holding=holding,
            cell=cell,
        )
        self._opener.open(armed, cell, seen_open)
        return None

    def settle_release(
        self, armed: ArmedRelease, outcome: ReleaseOutcome
    ) -> ReleaseSettled:
        """Record the outcome of a release."""
        with self._ledger.cache.transaction():
            self._ledger.journal.settle(
                armed.effect, _STATES[outcome], {"reason": ENDED[outcome]}
            )
            self._ledger.manifest.opened(armed.holding)
            if state := _HOLDINGS.get(outcome):
                body = HoldingBody(
                    holding=armed.holding,
                    cell=armed.cell,
                    state=state,
                    about=armed.case,
                )
                self.moved(armed.item, body)
        if outcome is ReleaseOutcome.LEFT_OPEN:
            _log.error("cell_left_open", cell=armed.cell)
        return release_settled(armed, outcome)

    def confirm_release(self, action: ConfirmRelease) -> None:
        """Record the citizen's answer: the document was taken, or staff must check."""
        cell = action.held.cell
        if cell is None:
            raise LookupError("a release from no cell was confirmed")
        state = HoldingState.RELEASED if action.taken else HoldingState.UNCLEAR
        body = HoldingBody(
            holding=action.held.holding,
            cell=cell,
            state=state,
            about=action.case,
            asked=True,
        )
        with self._ledger.cache.transaction():
            self._ledger.journal.append(
                Kind.RELEASE_CONFIRMED,
                visit=self._ledger.visit_label(action.token),
                item=action.item.code,
                detail={
                    "case": str(action.case),
                    "holding": str(action.held.holding),
                    "cell": cell,
                    "taken": action.taken,
                },
            )
            self.moved(action.item.code, body)

    def moved(self, item: str, body: HoldingBody) -> None:
        """Record a document's new state in the manifest, and queue it for central."""
        self._ledger.manifest.move(body.holding, body.state, body.cell)
        self._ledger.enqueue(uuid4(), item, RecordKind.HOLDING, body)

    def _may_open(self, action: ReleaseCell) -> bool:
        """Return whether the document is in the cell or was opened for this case."""
        holding = self._ledger.manifest.get(action.held.holding)
        if holding is None or holding.cell != action.held.cell:
            return False
        if self._ledger.manifest.opening():
            return False
        if holding.state == HoldingState.LOADED:
            return True
        same = action.case is not None and holding.opened_for == action.case
        return same and holding.state in _OPENED

    def _was_released(self, holding: UUID) -> bool:
        known = self._ledger.manifest.get(holding)
        return known is not None and known.state == HoldingState.RELEASED

    def _held(self, holding: Holding) -> Held:
        return Held(
            holding=holding.holding,
            title=Bilingual(zh_CN=holding.title_zh, en=holding.title_en),
            cell=holding.cell,
            state=HoldingState(holding.state),
            overdue=holding.until <= self._ledger.clock(),
            tries_left=self._tries_left(holding.holding),
        )

    def _tries_left(self, holding: UUID) -> int:
        lockout = self._ledger.lockouts.get(_lock_name(holding))
        if lockout.until is not None:
            return 0
        return WRONG_CODES - lockout.failures % WRONG_CODES


def _lock_name(holding: UUID) -> str:
    return f"code {holding}"


def left_cell(entry: JournalEntry) -> HoldingBody:
    """Return the record for a cell whose content is unknown after a crash.

    Raises:
        LookupError, ValueError, TypeError: The entry does not have this version's form.
    """
    about = entry.detail["case"] if entry.kind == Kind.RELEASE else None
    return HoldingBody(
        holding=UUID(entry.detail["holding"]),
        cell=entry.detail["cell"],
        state=HoldingState.UNCLEAR,
        about=UUID(about) if about is not None else None,
    )
