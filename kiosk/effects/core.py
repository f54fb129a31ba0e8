"""All effects of a visit, and what a crash has left of them."""

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
    """Writes down what is about to be done, has it done, and writes down how it ended.

    Every call of its parts is one commit and raises `offline_cache.errors.CacheError`
    if there was none; then nothing was done either.

    Args:
        ledger: What all parts write to.
        devices: Print and open.
        pin: Knows the service mode's PIN; without it nobody gets in.
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
        """Whether a record can be written: there is a key to seal it to."""
        return self._ledger.can_seal()

    def cancel_release(self) -> None:
        """Stop following a door; from any thread, as when the screen ends."""
        self._opener.cancel()

    def recover(self) -> int:
        """Close what a crash left armed: nobody knows how it ended.

        Returns:
            How many effects wait for staff because of it.
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
            return  # what is armed is an effect
        unknown = EffectState.EFFECT_UNKNOWN
        self._ledger.journal.settle(entry.effect, unknown, {"reason": Ended.CRASH})
        cell = self._ledger.manifest.opened_by(entry.effect)
        if cell is not None:
            self._ledger.manifest.opened(cell.holding)
        body, item = _left(entry), entry.item
        if (body is None or item is None) and cell is not None:
            body, item = _unclear(cell, entry), cell.item
        if body is None or item is None:
            return  # not in our words: the journal says that nobody knows
        if isinstance(body, HoldingBody):
            self.cells.moved(item, body)
        else:
            self._ledger.enqueue(uuid4(), item, RecordKind.OUTCOME, body)


def _left(entry: JournalEntry) -> OutcomeBody | HoldingBody | None:
    """What central is told of an effect; None if it is not as this version writes it.

    A later version may have written it, before this one was installed again.
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
    """That somebody has to look into its cell, where it is known which."""
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
