"""The table of all backends: role and name to module and class.

A backend is imported when its first driver is made, so that a terminal loads only the
backends of its devices.
"""

import importlib
from typing import Any, NamedTuple

from drivers.base import Device, Role


class Backend(NamedTuple):
    """Location of a backend's class."""

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
    """Create a driver, without opening it.

    Args:
        role: Role of the device.
        backend: One of `BACKENDS[role]`.
        options: Arguments of the backend's class: `url` and its own settings.

    Raises:
        LookupError: The backend does not exist; the message lists the existing ones.
    """
    known = BACKENDS[role]
    if backend not in known:
        raise LookupError(f"{role}: no backend {backend!r}; there are {sorted(known)}")
    place = known[backend]
    device: Device = getattr(importlib.import_module(place.module), place.name)(
        **options
    )
    return device
