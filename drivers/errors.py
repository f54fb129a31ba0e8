"""What can be wrong with a device, and the exceptions that say so.

DriverError                 the environment's fault; carries a `Reason`
├── DeviceGoneError         unplugged, powered off, or port not there
├── DeviceSilentError       there, but does not answer in time
├── ProtocolError           answers with bytes the standard does not allow
├── DeviceFaultError        answers, and says that it cannot work (paper out)
└── CardError               the card, not the reader: lift it and put it back
"""

from enum import StrEnum


class Reason(StrEnum):
    """Why a device is as it is: a word for machines, never a text for citizens."""

    OK = "ok"
    UNKNOWN = "unknown"
    # any device
    STARTING = "starting"
    NOT_CONFIGURED = "not_configured"
    PORT_ONLY = "port_only"  # its port opens; it never says whether it is there
    NOT_CONNECTED = "not_connected"
    PORT_BUSY = "port_busy"
    PERMISSION_DENIED = "permission_denied"
    NO_ANSWER = "no_answer"
    BAD_ANSWER = "bad_answer"
    HUNG = "hung"
    SERVICE_NOT_RUNNING = "service_not_running"  # pcscd or cupsd, which we need
    DRIVER_CRASHED = "driver_crashed"  # a bug of ours: the log has it
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
    SAM_GOT_CHECKSUM = "sam_got_checksum"  # what we sent arrived damaged
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
    PRINTER_WARNING = "printer_warning"  # prints, and wants something of staff
    PRINTER_OFFLINE = "printer_offline"
    PRINT_UNCONFIRMED = "print_unconfirmed"  # well, and no print is ever confirmed
    UNPRINTABLE_CHARACTER = "unprintable_character"  # no font has a shape for it
    PAPER_NOT_TAKEN = "paper_not_taken"  # the last one still hangs in the mouth
    TONER_NEAR_END = "toner_near_end"
    TONER_OUT = "toner_out"
    JOB_FAILED = "job_failed"  # the print service gave the job up
    JOB_HELD = "job_held"  # … holds it back, although it was released
    JOB_NEEDS_LOGIN = "job_needs_login"  # … holds it until somebody logs in
    JOB_STOPPED = "job_stopped"  # … began it, and does not go on
    JOB_STUCK = "job_stuck"  # … does not begin it
    # lockers
    LOCK_FAULT = "lock_fault"  # told to open, and its door did not
    DOOR_OPEN = "door_open"  # a door stands open, and nobody's cell was opened
    NO_SENSOR = "no_sensor"  # nothing can tell whether the door is open


class DriverError(Exception):
    """The device cannot do what was asked; `reason` says why.

    The message is for technicians and logs. It never holds personal data.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class DeviceGoneError(DriverError):
    """The cable was pulled: opening, reading or writing the port fails."""


class DeviceSilentError(DriverError):
    """No byte came back within the time that the command is allowed."""


class ProtocolError(DriverError):
    """A checksum was wrong, a length impossible, a status word unheard of."""


class DeviceFaultError(DriverError):
    """The printer answered that its cover is open."""


class CardError(DriverError):
    """The card was lifted while it was read, or could not be authenticated."""
