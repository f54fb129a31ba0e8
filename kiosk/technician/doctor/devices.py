"""Checks of the devices."""

from collections.abc import Iterator

from drivers.base import Role
from drivers.errors import Reason
from kiosk import setup
from kiosk.technician import device_access as cabinet
from kiosk.technician import device_commands
from kiosk.technician.doctor.finding import Finding, Terminal
from offline_cache.errors import CacheError

NEEDED = (Role.ID_CARD_READER, Role.RECEIPT_PRINTER)
"""No citizen can be served without these."""


def check(at: Terminal) -> Iterator[Finding]:
    """Check every device, and that the needed ones are configured."""
    configured = dict(setup.devices(at.settings))
    for role in NEEDED:
        if role not in configured:
            yield _device(at, role, {"reason": str(Reason.NOT_CONFIGURED)})
    try:
        seen = cabinet.look(at.settings)
    except CacheError:  # reported by `storage`; the devices can still be read
        seen = cabinet.look_here(configured)
    for each in seen:
        yield _device(at, each.role, each.state)
        if each.differences:
            yield _stale(at, each)


def _stale(at: Terminal, device: cabinet.Seen) -> Finding:
    """Report settings of a device that were changed while the screen runs."""
    lines = device_commands.explain_differences(device.differences, at.tongue)
    words = device_commands.RESTART.within(at.tongue)
    check = f"device.{device.role}.settings"
    return Finding(check, False, "; ".join(lines), words)


def _device(at: Terminal, role: Role, how: dict[str, object]) -> Finding:
    well = how.get("state") in ("ready", "warning")
    meaning, action = device_commands.explain(str(how["reason"]), at.tongue)
    detail = f"{meaning} [{how['reason']}] {how.get('detail', '')}".strip()
    return Finding(f"device.{role}", well, detail, action)
