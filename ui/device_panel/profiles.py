"""The table of simulators' profiles; all other modules are generic.

Another device needs only another `Profile`. The buttons' commands, and the fields of
`state` that light them, are words of the simulators' control protocol.
"""

from ui.device_panel.model import Profile
from ui.device_panel.other_devices import (
    CUSTOMER_DISPLAY,
    LOCK_BOARD,
    MODBUS_RELAY,
    NETWORK,
)
from ui.device_panel.phone import PAYMENT_PROVIDER
from ui.device_panel.printers import ESCPOS_PRINTER, IPP_PRINTER
from ui.device_panel.readers import (
    CODE_SCANNER,
    PCSC_DAEMON,
    SAM_READER,
    SOCIAL_SECURITY_CARD,
    WEDGE_SCANNER,
)

PROFILES: dict[str, Profile] = {
    "sam_reader": SAM_READER,
    "escpos_printer": ESCPOS_PRINTER,
    "social_security_card": SOCIAL_SECURITY_CARD,
    "payment_provider": PAYMENT_PROVIDER,
    "network": NETWORK,
    "ipp_printer": IPP_PRINTER,
    "lock_board": LOCK_BOARD,
    "modbus_relay": MODBUS_RELAY,
    "code_scanner": CODE_SCANNER,
    "wedge_scanner": WEDGE_SCANNER,
    "customer_display": CUSTOMER_DISPLAY,
    "pcsc_daemon": PCSC_DAEMON,
}
"""Profiles by the device's name on the command line, in the window's order: the most
needed ones first."""
