"""All effects of a visit, and recovery after a crash."""

from collections.abc import Callable
from uuid import uuid4

import structlog

from contract.manifest import HoldingState
from contract.records import HoldingBody, OutcomeBody, RecordKind
from kiosk.effects.cells import Cells, left_cell
from kiosk.effects.clerk import KINDS, Clerk
from kiosk.effects.door_follower import DoorOpener
from kiosk.effects.ledger import Devices, Ledger
from kiosk.effects.papers import Papers, left_paper
from kiosk.effects.payments import Payments
from kiosk.effects.requests import Requests
from kiosk.effects.staff import Staff
from kiosk.service_pin import PinSource
from offline_cache.journal import EffectState, JournalEntry
from offline_cache.manifest import Holding
from offline_cache.words import Ended, Kind, report_unknown

_log = structlog.get_logger()


class Effects:
    """Records each effect before it happens, starts it, and records its outcome.

    Every call to one of its parts is one commit. It raises
    `offline_cache.errors.CacheError` if the commit failed; nothing was done then.

    Args:
        ledger: The ledger that all parts write to.
        devices: The devices that print and open.
        pin: Checks the service mode's PIN; without it the service mode stays closed.
    """

    def __init__(
        self, ledger: Ledger, devices: Devices, pin: PinSource | None = None
    ) -> None:
        self._ledger = ledger
        self._opener = DoorOpener(devices)
        self.requests = Requests(ledger)
        self.payments = Payments(ledger)
        self.papers = Papers(ledger, devices)
        self.cells = Cells(ledger, self._opener)
        self.clerk = Clerk(ledger, self.cells, self._opener)
        self.staff = Staff(ledger, pin)

    def can_seal(self) -> bool:
        """Return whether records can be sealed: there is a sealing key."""
        return self._ledger.can_seal()

    def cancel_release(self) -> None:
        """Stop following a door.

        May be called from any thread, as when the screen ends.
        """
        self._opener.cancel()

    def recover(self) -> int:
        """Settle the effects that a crash left armed, as unknown.

        Returns:
            The number of effects that staff must check because of it.
        """
        with self._ledger.cache.transaction():
            unsettled = self._ledger.journal.unsettled()
            for entry in unsettled:
                self._recover(entry)
        if unsettled:
            _log.warning("effects_unknown_after_crash", count=len(unsettled))
        return len(unsettled)

    def _recover(self, entry: JournalEntry) -> None:
        if entry.effect is None:
            return  # only effects are armed
        unknown = EffectState.EFFECT_UNKNOWN
        self._ledger.journal.settle(entry.effect, unknown, {"reason": Ended.CRASH})
        cell = self._ledger.manifest.opened_by(entry.effect)
        if cell is not None:
            self._ledger.manifest.opened(cell.holding)
        body, item = _left(entry), entry.item
        if (body is None or item is None) and cell is not None:
            body, item = _unclear(cell, entry), cell.item
        if body is None or item is None:
            # not this version's words: the journal entry alone is left as unknown
            return
        if isinstance(body, HoldingBody):
            self.cells.moved(item, body)
        else:
            self._ledger.enqueue(uuid4(), item, RecordKind.OUTCOME, body)


def _left(entry: JournalEntry) -> OutcomeBody | HoldingBody | None:
    """Return the record for an unsettled effect, or None if its form is unknown.

    A later version may have written it before this one was installed again.
    """
    left = _LEFT.get(entry.kind)
    try:
        if left is not None:
            return left(entry)
    except (LookupError, TypeError, ValueError, AttributeError):
        pass
    report_unknown("effect", f"{entry.seq} {entry.kind}")
    return None


def _unclear(holding: Holding, entry: JournalEntry) -> HoldingBody | None:
    """Return the record that a cell must be checked, or None if the cell is unknown."""
    cell = holding.cell or entry.detail.get("cell")
    try:
        return HoldingBody(
            holding=holding.holding, cell=cell, state=HoldingState.UNCLEAR
        )
    except ValueError:
        return None


_LEFT: dict[str, Callable[[JournalEntry], OutcomeBody | HoldingBody]] = {
    Kind.RECEIPT: left_paper,
    Kind.DOCUMENT: left_paper,
    Kind.RELEASE: left_cell,
    **dict.fromkeys(KINDS.values(), left_cell),
}
