"""Settings of devices: for each role and backend, the options of its driver.

They are declared like those in `config/settings.py`; a key without a default has an
example.
"""

from enum import IntEnum
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from config import explain
from config.errors import ConfigError
from config.layers import Section
from config.loader import HOME, load_toml


class BaudRate(IntEnum):
    """Supported speeds of a serial line, in bits per second."""

    B9600 = 9600
    B19200 = 19200
    B38400 = 38400
    B57600 = 57600
    B115200 = 115200


class LockState(IntEnum):
    """The state of a door as a lock board reports it."""

    OFF = 0x00
    ON = 0x11


class InputState(IntEnum):
    """The state of an input of a relay board."""

    OFF = 0
    ON = 1


class Device(Section):
    """A device: its backend and the backend's options."""

    backend: str

    def table(self) -> dict[str, Any]:
        """Return the keys as in a settings file, without those that are not set."""
        return self.model_dump(mode="json", exclude_none=True)

    def options(self) -> dict[str, Any]:
        """Return the arguments of the backend's class, without keys not set."""
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
        url: The serial line; a name of `/dev/serial/by-id` is better, as it is stable.
        baud_rate: The speed that the reader is set to.
    """

    backend: Literal["sam_serial"]
    url: Url = Field(examples=["/dev/ttyUSB0"])
    baud_rate: BaudRate = BaudRate.B115200


class PcscSocialSecurity(Device):
    """A PC/SC reader for social-security cards (LD/T 32).

    Attributes:
        reader: A part of the reader's name; empty selects the first reader.
    """

    backend: Literal["pcsc_social_security"]
    reader: str = ""


class PrinterProfile(Section):
    """A file of `devices/receipt_printer`: the properties of a model of printer.

    The keys are the fields of the driver's `Profile`, which documents them.
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
    """A receipt printer with ESC/POS, on the network, a serial line or USB.

    Attributes:
        url: `tcp://HOST[:PORT]`, a serial line such as `/dev/ttyUSB1`, or USB such as
            `/dev/usb/lp0` (a stable name made by udev is better).
        profile: The model of printer, a file of `config/devices/receipt_printer`.
        width_dots: 576 for 80 mm paper, 384 for 58 mm, at 203 dpi; the profile's value
            if not set.
        baud_rate: Speed of a serial line.
    """

    backend: Literal["escpos"]
    url: Url = Field(examples=["tcp://192.168.1.50:9100"])
    profile: Literal["generic", "custom_vkp80", "snbc_btp", "better_bt532c"] = "generic"
    width_dots: Width | None = Field(default=None, examples=[576])
    baud_rate: BaudRate = BaudRate.B115200

    def options(self) -> dict[str, Any]:
        """Return the driver's arguments, with the profile's content for its name.

        Raises:
            ConfigError: The profile's file is damaged.
        """
        file = HOME / "devices" / "receipt_printer" / f"{self.profile}.toml"
        profile = load_toml(file, PrinterProfile)
        return super().options() | {"profile": profile.model_dump()}


class Ipp(Device):
    """A document printer behind CUPS.

    Attributes:
        url: A print queue of CUPS on this machine.
    """

    backend: Literal["ipp"]
    url: Url = Field(examples=["ipp://localhost/printers/Laser"])


class LockBoard(Device):
    """A cabinet with a lock board on RS-485.

    Attributes:
        url: The serial line.
        cells: Number of cells.
        board: Address of the board.
        closed_state: What the board reports for a closed door: 0 or 17 (hexadecimal
            11), depending on the wiring of the locks.
        baud_rate: The speed that the board is set to.
    """

    backend: Literal["lock_board"]
    url: Url = Field(examples=["/dev/ttyUSB2"])
    cells: Cells = 24
    board: Annotated[int, Field(ge=1, le=255)] = 1
    closed_state: LockState = LockState.OFF
    baud_rate: BaudRate = BaudRate.B9600


class ModbusRelay(Device):
    """A cabinet with a Modbus relay board, RTU or TCP.

    Attributes:
        url: `tcp://HOST[:PORT]`, or a serial line.
        cells: Number of cells.
        unit: Address of the board.
        pulse_s: How long a lock is powered to open it.
        sensors: Whether the discrete inputs are wired to the doors.
        baud_rate: Speed of a serial line.
        closed_state: State of an input while its door is closed: 1, or 0 if contacts
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
        url: The serial line.
        baud_rate: The speed that the scanner is set to.
    """

    backend: Literal["serial"]
    url: Url = Field(examples=["/dev/ttyUSB3"])
    baud_rate: BaudRate = BaudRate.B9600


class Wedge(Device):
    """A code scanner that acts as a keyboard.

    Attributes:
        url: Its input device.
    """

    backend: Literal["wedge"]
    url: Url = Field(examples=["/dev/input/by-id/usb-scanner-event-kbd"])


class ScreenQr(Device):
    """Codes are shown on the terminal's own screen."""

    backend: Literal["screen"]


class SecondScreen(Device):
    """Codes are shown on another screen of this machine.

    Attributes:
        screen: Number of the screen, counted from 1.
    """

    backend: Literal["second_screen"]
    screen: Annotated[int, Field(ge=1, le=8)] = 1


class Cd5220(Device):
    """A two-line customer display on a serial line.

    Attributes:
        url: The serial line.
        baud_rate: The speed that the display is set to.
    """

    backend: Literal["cd5220"]
    url: Url = Field(examples=["/dev/ttyUSB4"])
    baud_rate: BaudRate = BaudRate.B9600


Locker = Annotated[LockBoard | ModbusRelay, Field(discriminator="backend")]
CodeScanner = Annotated[SerialScanner | Wedge, Field(discriminator="backend")]
QrDisplay = Annotated[ScreenQr | SecondScreen | Cd5220, Field(discriminator="backend")]


class Devices(Section):
    """The devices, one table for each role; a device without a table is not present."""

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
        """Return the configured devices by role."""
        return {role: device for role, device in self if device is not None}


def device(role: str, values: dict[str, str]) -> Device:
    """Validate a device described on the command line.

    Args:
        role: `id_card_reader` or `receipt_printer`.
        values: `backend`, `url` and the backend's other keys.

    Raises:
        ConfigError: Lists every mistake; `where` is `--set`.
    """
    try:
        return Devices.model_validate({role: values}).configured()[role]
    except ValidationError as error:
        data = {role: values}
        found = list(explain.problems(error, Devices, data, lambda _: "--set"))
    raise ConfigError(found)
