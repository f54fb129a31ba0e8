"""All effects of a visit, and what a crash has left of them."""

from collections.abc import Callable
from uuid import uuid4

import structlog

from contract.manifest import HoldingState
from contract.records import HoldingBody, OutcomeBody, RecordKind
from kiosk.effects.cells import left_cell
from kiosk.effects.clerk import KINDS, Clerk
from kiosk.effects.papers import Papers, left_paper
from kiosk.effects.payments import Payments
from kiosk.effects.requests import Requests
from kiosk.effects.staff import Staff
from offline_cache.journal import EffectState, JournalEntry
from offline_cache.manifest import Holding
from offline_cache.words import Ended, Kind, report_unknown

_log = structlog.get_logger()


class Effects(Requests, Payments, Papers, Clerk, Staff):
    """Writes down what is about to be done, has it done, and writes down how it ended.

    Every call is one commit and raises `offline_cache.errors.CacheError` if there was
    none; then nothing was done either.
    """

    def recover(self) -> int:
        """Close what a crash left armed: nobody knows how it ended.

        Returns:
            How many effects wait for staff because of it.
        """
        with self._cache.transaction():
            unsettled = self._journal.unsettled()
            for entry in unsettled:
                self._recover(entry)
        if unsettled:
            _log.warning("effects_unknown_after_crash", count=len(unsettled))
        return len(unsettled)

    def _recover(self, entry: JournalEntry) -> None:
        if entry.effect is None:
            return  # what is armed is an effect
        unknown = EffectState.EFFECT_UNKNOWN
        self._journal.settle(entry.effect, unknown, {"reason": Ended.CRASH})
        cell = self._manifest.opened_by(entry.effect)
        if cell is not None:
            self._manifest.opened(cell.holding)
        body, item = _left(entry), entry.item
        if (body is None or item is None) and cell is not None:
            body, item = _unclear(cell, entry), cell.item
        if body is None or item is None:
            return  # not in our words: the journal says that nobody knows
        if isinstance(body, HoldingBody):
            self._moved(item, body)
        else:
            self._enqueue(uuid4(), item, RecordKind.OUTCOME, body)


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
