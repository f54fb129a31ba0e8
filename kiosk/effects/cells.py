"""Documents in cells: what lies here for whom, whether the code is right, the door."""

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
"""After so many a citizen cannot go on by guessing: of a million codes."""

LOCKED_S = 24 * 3600.0
"""How long that holds, unless a clerk forgives it before."""

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
"""In the words of the journal."""

_HOLDINGS = {
    ReleaseOutcome.CLOSED: HoldingState.RELEASED,
    ReleaseOutcome.UNSEEN: HoldingState.UNCLEAR,
    ReleaseOutcome.LEFT_OPEN: HoldingState.UNCLEAR,
    ReleaseOutcome.UNKNOWN: HoldingState.UNCLEAR,
}
"""What became of the document; where the door did not open, nothing did."""

_log = structlog.get_logger()


class Cells:
    """Hands out what lies in the cells."""

    def __init__(self, ledger: Ledger, opener: DoorOpener) -> None:
        self._ledger = ledger
        self._opener = opener

    def holdings(self, action: LookUpHoldings) -> HoldingsLooked:
        """What lies here for a person, or did: released, taken back or unclear."""
        key = self._ledger.manifest.key()
        if key is None:
            return HoldingsLooked(action.token, ())
        person = person_hash(key, action.applicant.number)
        found = self._ledger.manifest.of_person(person, action.item.code)
        known = [each for each in found if each.state != HoldingState.EXPECTED]
        held = tuple(map(self._held, known))
        return HoldingsLooked(action.token, held)

    def check_code(self, action: CheckCode) -> CodeChecked:
        """Whether the code is right; a wrong one is on the disk before it is told."""
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
                self._ledger.lockouts.clear(name)  # locked once, and that is over
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
        """A clerk has seen who it is: codes may be tried again."""
        self._ledger.lockouts.clear(_lock_name(holding))

    def release(
        self, action: ReleaseCell, seen_open: Callable[[], object] = lambda: None
    ) -> StoreFailed | None:
        """Arm a release, and have the cell opened; `settle_release` hears the end.

        Args:
            action: What to open, for whom.
            seen_open: Called in the locker's thread once the door is seen open.

        Returns:
            Why nothing was begun: it does not lie there, or was handed out before,
            or a cell is being opened already.
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
                # It lies there still, says the citizen: nobody knows, until it is out.
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
        """Write down how a release ended."""
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
        """Write down what the citizen has said: it was taken, or staff must look."""
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
        """This terminal's word about a document, here and for central."""
        self._ledger.manifest.move(body.holding, body.state, body.cell)
        self._ledger.enqueue(uuid4(), item, RecordKind.HOLDING, body)

    def _may_open(self, action: ReleaseCell) -> bool:
        """It lies there; or the same case has opened it, and opens it once more."""
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
    """What central is told of a cell of which nobody knows what lies in it now.

    Raises:
        LookupError, ValueError, TypeError: The entry is not as this version writes it.
    """
    about = entry.detail["case"] if entry.kind == Kind.RELEASE else None
    return HoldingBody(
        holding=UUID(entry.detail["holding"]),
        cell=entry.detail["cell"],
        state=HoldingState.UNCLEAR,
        about=UUID(about) if about is not None else None,
    )
