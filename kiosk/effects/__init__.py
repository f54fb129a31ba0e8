"""What a visit leaves behind: records for central, paper and open doors.

Each is written down first. The only caller of drivers that print or open: an effect is
`ARMED` in the electronic journal, in the same commit as the record that central gets
about it, before the device sees a byte; its outcome follows once a sensor or status has
spoken. What is still armed after a crash is `EFFECT_UNKNOWN`, for staff, and is never
repeated by itself.

`ledger` is what all parts write to, `requests`, `payments`, `papers`, `cells`, `clerk`
and `staff` are the parts, `core` puts them together, `door_follower` follows a door,
and `tickets` is what devices' jobs carry.
"""

from kiosk.effects.core import Effects
from kiosk.effects.ledger import Devices, Ledger
from kiosk.effects.tickets import (
    Armed,
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
    "Armed",
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
