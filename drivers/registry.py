"""The one table of backends: role and name to module and class.

A backend is imported when it is first made, so that a terminal pays only for the
devices that it has.
"""

import importlib
from typing import Any, NamedTuple

from drivers.base import Device, Role


class Backend(NamedTuple):
    """Where a backend's class is."""

    module: str
    name: str


BACKENDS: dict[Role, dict[str, Backend]] = {
    Role.ID_CARD_READER: {
        "sam_serial": Backend("drivers.id_card_reader.sam_serial", "SamSerialReader"),
    },
    Role.RECEIPT_PRINTER: {
        "escpos": Backend("drivers.receipt_printer.escpos", "EscposPrinter"),
    },
    Role.SOCIAL_SECURITY_CARD_READER: {
        "pcsc_social_security": Backend(
            "drivers.social_security_card_reader.pcsc_social_security",
            "PcscSocialSecurityReader",
        ),
    },
    Role.DOCUMENT_PRINTER: {
        "ipp": Backend("drivers.document_printer.ipp", "IppPrinter"),
    },
    Role.LOCKER: {
        "lock_board": Backend("drivers.locker.lock_board", "LockBoardLocker"),
        "modbus_relay": Backend("drivers.locker.modbus_relay", "ModbusRelayLocker"),
    },
    Role.CODE_SCANNER: {
        "serial": Backend("drivers.code_scanner.serial_scanner", "SerialScanner"),
        "wedge": Backend("drivers.code_scanner.wedge", "WedgeScanner"),
    },
    Role.QR_DISPLAY: {
        "screen": Backend("drivers.qr_display.screen", "ScreenDisplay"),
        "second_screen": Backend("drivers.qr_display.screen", "SecondScreen"),
        "cd5220": Backend("drivers.qr_display.cd5220", "Cd5220Display"),
    },
}


def make(role: Role, backend: str, **options: Any) -> Device:
    """Make a driver, without opening it.

    Args:
        role: What the device is for.
        backend: One of `BACKENDS[role]`.
        options: What the backend's class takes: `url` and its own settings.

    Raises:
        LookupError: There is no such backend; the message lists those there are.
    """
    known = BACKENDS[role]
    if backend not in known:
        raise LookupError(f"{role}: no backend {backend!r}; there are {sorted(known)}")
    place = known[backend]
    device: Device = getattr(importlib.import_module(place.module), place.name)(
        **options
    )
    return device
