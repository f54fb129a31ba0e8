"""All effects of a visit, and what a crash has left of them."""

import structlog

from kiosk.effects.cells import RELEASE
from kiosk.effects.clerk import CLERK, Clerk
from kiosk.effects.papers import DOCUMENT, RECEIPT, Papers
from kiosk.effects.payments import Payments
from kiosk.effects.requests import Requests
from kiosk.effects.staff import Staff
from offline_cache.journal import EffectState, JournalEntry

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
        if entry.effect is None or entry.item is None:
            raise LookupError(f"journal entry {entry.seq} is no effect of ours")
        unknown = EffectState.EFFECT_UNKNOWN
        self._journal.settle(entry.effect, unknown, {"reason": "crash"})
        if entry.kind in (RECEIPT, DOCUMENT):
            self._recover_paper(entry, entry.item)
        elif entry.kind == RELEASE:
            self._recover_release(entry, entry.item)
        elif entry.kind in CLERK:
            self._recover_cell(entry, entry.item)
        else:
            raise LookupError(f"journal entry {entry.seq} is an unknown effect")
