"""The devices' settings: for each role and backend, what its driver takes.

Declared as the others are, in `config/settings.py`; what has no default has an example.
"""

from enum import IntEnum
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from config import explain
from config.errors import ConfigError
from config.layers import Section
from config.loader import HOME, load_toml


class BaudRate(IntEnum):
    """Speeds of a serial line that our devices know."""

    B9600 = 9600
    B19200 = 19200
    B38400 = 38400
    B57600 = 57600
    B115200 = 115200


class LockState(IntEnum):
    """What a lock board says of a door."""

    OFF = 0x00
    ON = 0x11


class InputState(IntEnum):
    """What a relay board's input is."""

    OFF = 0
    ON = 1


class Device(Section):
    """A device: its backend, and what else that backend takes."""

    backend: str

    def table(self) -> dict[str, Any]:
        """Its keys as a settings file has them, with those that are left out there."""
        return self.model_dump(mode="json", exclude_none=True)

    def options(self) -> dict[str, Any]:
        """What the backend's class takes; keys that are not set are left out."""
        return self.model_dump(mode="json", exclude={"backend"}, exclude_none=True)


Url = Annotated[str, Field(min_length=1)]
Cells = Annotated[int, Field(ge=1, le=255)]
Width = Annotated[int, Field(ge=192, le=1280, multiple_of=8)]
HexBytes = Annotated[
    str,
    Field(
        pattern=r"^([0-9A-F]{2}( [0-9A-F]{2})*)?$",
        description="bytes in hexadecimal, as 1D 56 42 00",
    ),
]


class SamSerial(Device):
    """A card reader with a SAM module on a serial line (GA 450).

    Attributes:
        url: The line; better a name of `/dev/serial/by-id`, which stays the same.
        baud_rate: As the reader is set.
    """

    backend: Literal["sam_serial"]
    url: Url = Field(examples=["/dev/ttyUSB0"])
    baud_rate: BaudRate = BaudRate.B115200


class PcscSocialSecurity(Device):
    """A PC/SC reader for social-security cards (LD/T 32).

    Attributes:
        reader: A part of the reader's name; empty is the first there is.
    """

    backend: Literal["pcsc_social_security"]
    reader: str = ""


class PrinterProfile(Section):
    """A file of `devices/receipt_printer`: what is different in a model of printer.

    The keys are the fields of the driver's own `Profile`, which explains them.
    """

    width_dots: Width
    buffer_bytes: Annotated[int, Field(ge=512)]
    cut: HexBytes
    cover_reads_as_paper_out: bool
    not_taken_bit: bool
    full_status: bool
    present: HexBytes
    retract: HexBytes


class Escpos(Device):
    """A receipt printer that speaks ESC/POS: network, serial line or USB.

    Attributes:
        url: `tcp://HOST[:PORT]`, a serial line as `/dev/ttyUSB1`, or USB as
            `/dev/usb/lp0` (better a name that udev keeps the same).
        profile: The model of printer, a file of `config/devices/receipt_printer`.
        width_dots: 576 for 80 mm paper, 384 for 58 mm, at 203 dpi; without it the
            profile's.
        baud_rate: Of a serial line.
    """

    backend: Literal["escpos"]
    url: Url = Field(examples=["tcp://192.168.1.50:9100"])
    profile: Literal["generic", "custom_vkp80", "snbc_btp", "better_bt532c"] = "generic"
    width_dots: Width | None = Field(default=None, examples=[576])
    baud_rate: BaudRate = BaudRate.B115200

    def options(self) -> dict[str, Any]:
        """What the driver takes, with the profile's own keys in place of its name.

        Raises:
            ConfigError: The profile's file was damaged.
        """
        file = HOME / "devices" / "receipt_printer" / f"{self.profile}.toml"
        profile = load_toml(file, PrinterProfile)
        return super().options() | {"profile": profile.model_dump()}


class Ipp(Device):
    """A document printer behind CUPS.

    Attributes:
        url: A queue of this machine's CUPS.
    """

    backend: Literal["ipp"]
    url: Url = Field(examples=["ipp://localhost/printers/Laser"])


class LockBoard(Device):
    """A cabinet whose lock board hangs on RS-485.

    Attributes:
        url: The serial line.
        cells: How many cells it has.
        board: The board's address.
        closed_state: What the board says of a closed door: 0 or 17 (hexadecimal 11),
            as its locks are wired.
        baud_rate: As the board is set.
    """

    backend: Literal["lock_board"]
    url: Url = Field(examples=["/dev/ttyUSB2"])
    cells: Cells = 24
    board: Annotated[int, Field(ge=1, le=255)] = 1
    closed_state: LockState = LockState.OFF
    baud_rate: BaudRate = BaudRate.B9600


class ModbusRelay(Device):
    """A cabinet whose locks hang on a Modbus relay board, RTU or TCP.

    Attributes:
        url: `tcp://HOST[:PORT]`, or a serial line.
        cells: How many cells it has.
        unit: The board's address.
        pulse_s: How long a lock is powered to release it.
        sensors: Whether its discrete inputs are wired to the doors.
        baud_rate: Of a serial line.
        closed_state: What an input is while its door is closed: 1, or 0 where contacts
            or inputs are inverted.
    """

    backend: Literal["modbus_relay"]
    url: Url = Field(examples=["tcp://192.168.1.60:502"])
    cells: Cells = 8
    unit: Annotated[int, Field(ge=1, le=247)] = 1
    pulse_s: Annotated[float, Field(gt=0, le=5)] = 0.5
    sensors: bool = True
    closed_state: InputState = InputState.ON
    baud_rate: BaudRate = BaudRate.B9600


class SerialScanner(Device):
    """A code scanner on a serial line.

    Attributes:
        url: The line.
        baud_rate: As the scanner is set.
    """

    backend: Literal["serial"]
    url: Url = Field(examples=["/dev/ttyUSB3"])
    baud_rate: BaudRate = BaudRate.B9600


class Wedge(Device):
    """A code scanner that types like a keyboard.

    Attributes:
        url: Its input device.
    """

    backend: Literal["wedge"]
    url: Url = Field(examples=["/dev/input/by-id/usb-scanner-event-kbd"])


class ScreenQr(Device):
    """Codes are shown on the terminal's own screen."""

    backend: Literal["screen"]


class SecondScreen(Device):
    """Codes are shown on another screen of the machine.

    Attributes:
        screen: Which, counted from 1.
    """

    backend: Literal["second_screen"]
    screen: Annotated[int, Field(ge=1, le=8)] = 1


class Cd5220(Device):
    """A customer display of two lines, on a serial line.

    Attributes:
        url: The line.
        baud_rate: As the display is set.
    """

    backend: Literal["cd5220"]
    url: Url = Field(examples=["/dev/ttyUSB4"])
    baud_rate: BaudRate = BaudRate.B9600


Locker = Annotated[LockBoard | ModbusRelay, Field(discriminator="backend")]
CodeScanner = Annotated[SerialScanner | Wedge, Field(discriminator="backend")]
QrDisplay = Annotated[ScreenQr | SecondScreen | Cd5220, Field(discriminator="backend")]


class Devices(Section):
    """The devices, a table for each role; what has no table is not there."""

    id_card_reader: SamSerial | None = None
    social_security_card_reader: PcscSocialSecurity | None = None
    receipt_printer: Escpos | None = None
    document_printer: Ipp | None = None
    locker: (
        Annotated[LockBoard | ModbusRelay, Field(discriminator="backend")] | None
    ) = None
    code_scanner: (
        Annotated[SerialScanner | Wedge, Field(discriminator="backend")] | None
    ) = None
    qr_display: (
        Annotated[ScreenQr | SecondScreen | Cd5220, Field(discriminator="backend")]
        | None
    ) = None

    def configured(self) -> dict[str, Device]:
        """Role to device, of those that have a table."""
        return {role: device for role, device in self if device is not None}


def device(role: str, values: dict[str, str]) -> Device:
    """Check a device that a technician describes on the command line.

    Args:
        role: `id_card_reader` or `receipt_printer`.
        values: `backend`, `url` and the backend's other keys.

    Raises:
        ConfigError: With every mistake found; `where` is `--set`.
    """
    try:
        return Devices.model_validate({role: values}).configured()[role]
    except ValidationError as error:
        data = {role: values}
        found = list(explain.problems(error, Devices, data, lambda _: "--set"))
    raise ConfigError(found)
