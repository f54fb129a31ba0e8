"""Named steps at which a process of tests kills itself, as a power cut would.

The program has no hooks for this: the real classes are wrapped in the process that is
to die. A step is the first time that a method begins or has returned, for a given
subject of the effect where that matters.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from contract.payment import Payment, PaymentState
from drivers.document_printer.ipp import IppPrinter
from drivers.locker.lock_board import LockBoardLocker
from drivers.receipt_printer.escpos import EscposPrinter
from kiosk.effects.papers import Papers
from kiosk.effects.payments import Payments
from kiosk.effects.requests import Requests
from kiosk.wire.client import CentralClient
from offline_cache.journal import Journal
from offline_cache.outbox import Outbox


@dataclass(frozen=True)
class Step:
    """A moment of a visit.

    Attributes:
        owner: The class …
        method: … and its method.
        returned: Whether it has returned; else it is about to be called.
        about: One of its arguments must be this, or an approved payment.
    """

    owner: type
    method: str
    returned: bool
    about: object = None


BEFORE, AFTER = False, True

PRINTING = {
    "case entered, receipt not armed": Step(Journal, "arm", BEFORE, "receipt"),
    "receipt armed, not committed": Step(Journal, "arm", AFTER, "receipt"),
    "receipt armed, printer not asked": Step(EscposPrinter, "print", BEFORE),
    "receipt out, not written": Step(EscposPrinter, "print", AFTER),
    "receipt written, not committed": Step(Outbox, "enqueue", AFTER, "outcome"),
    "receipt committed": Step(Papers, "settle", AFTER),
    "document armed, printer not asked": Step(IppPrinter, "print", BEFORE),
    "document out, not written": Step(IppPrinter, "print", AFTER),
    "rating committed": Step(Requests, "store_rating", AFTER),
}
PAYING = {
    "payment intended": Step(Payments, "intend_payment", AFTER),
    "payment requested, answer not read": Step(CentralClient, "request_payment", AFTER),
    "paid, not written": Step(
        Payments, "payment_changed", BEFORE, PaymentState.APPROVED
    ),
    "paid, written": Step(Payments, "payment_changed", AFTER, PaymentState.APPROVED),
    "paid, receipt out": Step(EscposPrinter, "print", AFTER),
}
RELEASING = {
    "release armed, not committed": Step(Journal, "arm", AFTER, "release"),
    "release armed, lock not asked": Step(LockBoardLocker, "unlock", BEFORE),
    "lock opened, not written": Step(LockBoardLocker, "unlock", AFTER),
}
SENDING = {
    "leased": Step(Outbox, "lease", AFTER),
    "sent, answer not read": Step(CentralClient, "send", AFTER),
    "about to acknowledge": Step(Outbox, "acknowledge", BEFORE),
    "acknowledged": Step(Outbox, "acknowledge", AFTER),
}
STEPS = PRINTING | PAYING | RELEASING | SENDING


def die() -> None:
    """Die, which is as close to a power cut as processes come."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(name: str) -> None:
    """Make this process end at a step from now on."""
    step = STEPS[name]
    real: Callable[..., Any] = getattr(step.owner, step.method)

    @wraps(real)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        here = step.about is None or any(map(_is(step.about), arguments))
        if here and not step.returned:
            die()
        result = real(*arguments, **named)
        if here:
            die()
        return result

    setattr(step.owner, step.method, wrapped)


def _is(about: object) -> Callable[[object], bool]:
    def matches(argument: object) -> bool:
        if isinstance(argument, Payment):
            return argument.state is about
        return argument == about

    return matches
