"""The effects of a visit: records for central, printed paper, opened doors.

Every effect is recorded before it happens. Only this package calls drivers that print
or open: an effect is `ARMED` in the electronic journal, in the same commit as the
record for central, before the device receives a byte. Its outcome is recorded once a
sensor or a status reports it. An effect that is still armed after a crash becomes
`EFFECT_UNKNOWN`, is left to staff, and is never repeated automatically.

`ledger` is what all parts write to; `requests`, `payments`, `papers`, `cells`, `clerk`
and `staff` are the parts; `core` combines them; `door_follower` follows a door;
`tickets` holds what device jobs carry.
"""

from kiosk.effects.core import Effects
from kiosk.effects.ledger import Devices, Ledger
from kiosk.effects.tickets import (
    ArmedCell,
    ArmedDocument,
    ArmedReceipt,
    ArmedRelease,
    document_result,
    document_settled,
    release_outcome,
    release_settled,
    settled,
)

__all__ = [
    "ArmedCell",
    "ArmedDocument",
    "ArmedReceipt",
    "ArmedRelease",
    "Devices",
    "Effects",
    "Ledger",
    "document_result",
    "document_settled",
    "release_outcome",
    "release_settled",
    "settled",
]
