"""What a visit through the runtime has left in the cache."""

from contract.records import Paper, RecordKind
from drivers.base import PrintOutcome, PrintResult
from offline_cache.journal import EffectState, Journal
from support.visits import Kiosk, bodies

PRINTED = PrintResult(PrintOutcome.PRINTED)


def states(kiosk: Kiosk) -> list[EffectState | None]:
    found: list[EffectState | None] = kiosk.folder.see(
        lambda cache: [e.state for e in Journal(cache).entries() if e.effect]
    )
    return found


def outcomes(kiosk: Kiosk) -> list[Paper]:
    told = kiosk.folder.see(lambda cache: bodies(cache, RecordKind.OUTCOME))
    return [body.paper for _, body in told]
