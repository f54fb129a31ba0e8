"""Reasons for the state of a device, and the exceptions that carry them.

DriverError                 fault of the environment; carries a `Reason`
├── DeviceGoneError         unplugged, powered off, or the port does not exist
├── DeviceSilentError       connected, but does not answer in time
├── ProtocolError           answers with bytes that the standard does not allow
├── DeviceFaultError        answers that it cannot work (paper out)
└── CardError               fault of the card, not the reader: lift it, put it back
"""

from enum import StrEnum


class Reason(StrEnum):
    """The reason for a device's state: a word for machines, not a text for citizens."""

    OK = "ok"
    UNKNOWN = "unknown"
    # any device
    STARTING = "starting"
    NOT_CONFIGURED = "not_configured"
    PORT_ONLY = "port_only"  # its port opens; the device cannot be queried
    NOT_CONNECTED = "not_connected"
    PORT_BUSY = "port_busy"
    PERMISSION_DENIED = "permission_denied"
    NO_ANSWER = "no_answer"
    BAD_ANSWER = "bad_answer"
    HUNG = "hung"
    SERVICE_NOT_RUNNING = "service_not_running"  # pcscd or cupsd
    DRIVER_CRASHED = "driver_crashed"  # a bug of ours, recorded in the log
    # cards and their readers
    NO_CARD = "no_card"
    CARD_LIFTED = "card_lifted"
    CARD_UNREADABLE = "card_unreadable"
    CARD_TYPE_UNKNOWN = "card_type_unknown"
    CARD_NOT_SELECTED = "card_not_selected"
    CARD_NOT_AUTHENTIC = "card_not_authentic"
    CARD_REFUSES_SAM = "card_refuses_sam"
    CARD_DATA_INVALID = "card_data_invalid"
    CARD_ITEM_MISSING = "card_item_missing"
    SAM_FAULT = "sam_fault"
    SAM_NO_RANDOM = "sam_no_random"
    SAM_SELF_TEST_FAILED = "sam_self_test_failed"
    SAM_NOT_AUTHORISED = "sam_not_authorised"
    SAM_GOT_CHECKSUM = "sam_got_checksum"  # our request arrived damaged
    SAM_GOT_LENGTH = "sam_got_length"
    SAM_COMMAND_UNKNOWN = "sam_command_unknown"
    SAM_NOT_PERMITTED = "sam_not_permitted"
    # printers
    PAPER_NEAR_END = "paper_near_end"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    PAPER_JAM = "paper_jam"
    CUTTER_ERROR = "cutter_error"
    HEAD_HOT = "head_hot"
    PRINTER_ERROR = "printer_error"
    PRINTER_WARNING = "printer_warning"  # prints, but needs staff
    PRINTER_OFFLINE = "printer_offline"
    PRINT_UNCONFIRMED = "print_unconfirmed"  # works, but never confirms a print
    UNPRINTABLE_CHARACTER = "unprintable_character"  # in none of the fonts
    PAPER_NOT_TAKEN = "paper_not_taken"  # the last receipt still hangs in the outlet
    TONER_NEAR_END = "toner_near_end"
    TONER_OUT = "toner_out"
    JOB_FAILED = "job_failed"  # the print service aborted the job
    JOB_HELD = "job_held"  # … holds it, although it was released
    JOB_NEEDS_LOGIN = "job_needs_login"  # … holds it until a login
    JOB_STOPPED = "job_stopped"  # … began it, but does not continue
    JOB_STUCK = "job_stuck"  # … does not begin it
    # lockers
    LOCK_FAULT = "lock_fault"  # unlocked, but the door did not open
    DOOR_OPEN = "door_open"  # a door is open although no cell was unlocked
    NO_SENSOR = "no_sensor"  # the state of the door cannot be determined


class DriverError(Exception):
    """The device cannot do what was requested; `reason` says why.

    The message is for technicians and logs. It never holds personal data.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class DeviceGoneError(DriverError):
    """The port cannot be opened, read or written, for example after unplugging."""


class DeviceSilentError(DriverError):
    """No byte was received within the time limit of the command."""


class ProtocolError(DriverError):
    """The answer is invalid: a wrong checksum, length or status word."""


class DeviceFaultError(DriverError):
    """The device reports a fault, such as an open cover."""


class CardError(DriverError):
    """The card was lifted while being read, or could not be authenticated."""
