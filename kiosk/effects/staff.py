"""Access to the service mode: the PIN and its lockout."""

from kiosk.effects.ledger import Ledger
from kiosk.flow.service.actions import AskPin, CheckPin
from kiosk.flow.service.events import PinChecked, PinStands
from kiosk.service_pin import PinSource
from offline_cache.pin_lockout import PinLockout, PinState
from offline_cache.words import Kind

WRONG_PINS = 5
"""Wrong PINs in a row after which the PIN is locked for a while."""

FIRST_LOCK_S = 300.0
LONGEST_LOCK_S = 3600.0
"""Seconds. The lock doubles after every five wrong PINs, up to this: at most 120
guesses a day, of a million PINs."""


class Staff:
    """Checks the staff's PIN."""

    def __init__(self, ledger: Ledger, pin: PinSource | None) -> None:
        self._ledger = ledger
        self._pin = pin
        self._pin_lockout = PinLockout(ledger.cache)

    def pin_stands(self, action: AskPin) -> PinStands:
        """Return whether there is a PIN and whether it may be tried."""
        stands = self._pin_lockout.get()
        usable = self._pin is not None and self._pin.usable()
        return PinStands(action.token, usable, stands.locked_s)

    def check_pin(self, action: CheckPin) -> PinChecked:
        """Check a PIN; the try is committed as wrong before the PIN is compared.

        Cutting the power at the right moment therefore gains no extra try.
        """
        stands = self._pin_lockout.get()
        if self._pin is None or stands.locked_s:
            left = _left(stands)
            return PinChecked(action.token, False, left, stands.locked_s)
        with self._ledger.cache.transaction():
            failures = self._pin_lockout.fail()
            if failures % WRONG_PINS == 0:
                longer = 2 ** min(failures // WRONG_PINS - 1, 10)
                self._pin_lockout.lock(min(FIRST_LOCK_S * longer, LONGEST_LOCK_S))
        right = self._pin.check(action.pin)
        with self._ledger.cache.transaction():
            if right:
                self._pin_lockout.clear()
            self._ledger.journal.append(
                Kind.SERVICE_OPENED if right else Kind.SERVICE_REFUSED,
                visit=self._ledger.visit_label(action.token),
                detail={} if right else {"failures": failures},
            )
        stands = self._pin_lockout.get()
        return PinChecked(action.token, right, _left(stands), stands.locked_s)


def _left(stands: PinState) -> int:
    return 0 if stands.locked_s else WRONG_PINS - stands.failures % WRONG_PINS
