"""What a terminal is told in its settings: one class for each section of the file.

`default.toml` beside this module holds the values of a real terminal, and says for
technicians what each key does; nothing has its default here.
"""

import re
from enum import IntEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    create_model,
    model_validator,
)

from config import explain, layers
from config.errors import ConfigError, Problem
from config.layers import AbsolutePath
from config.loader import HOME, load_toml

DEMO_TOKEN = "onetrip-demo-terminal-not-secret"  # noqa: S105 - public, and refused
"""The credential of demonstrations, which no other terminal may use."""

M = TypeVar("M", bound=BaseModel)

Seconds = Annotated[float, Field(gt=0, le=86_400)]
Language = Literal["zh_CN", "en"]


def _is_word(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]+", token.get_secret_value()):
        raise ValueError("a token is one word of ASCII letters, digits and signs")
    return token


def _is_central_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("allowed: an address as https://central.example.gov.cn")
    if parts.username or parts.query or parts.fragment:
        raise ValueError("an address has no user, query or fragment")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise ValueError("allowed: https:// (http:// only within this machine)")
    return url.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


Token = Annotated[SecretStr, AfterValidator(_is_word)]


class Section(BaseModel):
    """The base of sections: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(Section):
    """Where the terminal stands, in both languages of the screens."""

    zh_CN: Annotated[str, Field(min_length=1)]  # noqa: N815 - Qt's name
    en: Annotated[str, Field(min_length=1)]


class Terminal(Section):
    """Who this terminal is.

    Attributes:
        name: Its name at central, as `central terminal add NAME` was told.
        place: Shown in the bar of every screen.
        language: Of the screen while nobody is there.
        demonstration: Allows the demonstration's token, key and simulated records.
    """

    name: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,31}$",
            description="1 to 32 letters, digits and hyphens",
        ),
    ]
    place: Place
    language: Language
    demonstration: bool


class Central(Section):
    """The central service.

    Attributes:
        url: `https://…`; `http://` only on loopback, as the token and the citizens'
            data would travel in clear.
        token: Comes before `token_file`. Call `Settings.read_token` to have either.
        connect_timeout_s: How long a connection may take to come about.
        query_timeout_s: How long a citizen's query may take in all.
    """

    url: Annotated[str, AfterValidator(_is_central_address)]
    token: Token | None = None
    token_file: AbsolutePath
    connect_timeout_s: Seconds
    query_timeout_s: Seconds


class Cache(Section):
    """The encrypted file on the terminal.

    Attributes:
        queue_limit: Records that may wait for the network; a full queue refuses
            before anything is typed.
    """

    path: AbsolutePath
    key_file: AbsolutePath
    queue_limit: Annotated[int, Field(ge=1)]


class Session(Section):
    """A citizen's visit.

    Attributes:
        idle_s: Without a touch, until "do you need more time?" is asked.
        idle_prompt_s: How long the question is counted down before the visit ends.
        way_out_s: Of waiting for a department, until a way out is offered.
    """

    idle_s: Seconds
    idle_prompt_s: Seconds
    way_out_s: Seconds


class Agent(Section):
    """The process that speaks with central in the background.

    Attributes:
        batch_size: Records in one request: its transactions touch no more rows, so
            that the screen never waits for it.
        retry_first_s: Pause after the first failure; it doubles up to `retry_max_s`.
    """

    heartbeat_s: Seconds
    batch_size: Annotated[int, Field(ge=1, le=50)]
    retry_first_s: Seconds
    retry_max_s: Seconds

    @model_validator(mode="after")
    def _pauses_grow(self) -> "Agent":
        if self.retry_max_s < self.retry_first_s:
            raise ValueError("retry_max_s must be at least retry_first_s")
        return self


class BaudRate(IntEnum):
    """Speeds of a serial line that our devices know."""

    B9600 = 9600
    B19200 = 19200
    B38400 = 38400
    B57600 = 57600
    B115200 = 115200


class Device(Section):
    """A device: its backend, and what else that backend takes."""

    backend: str

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
    """A card reader with a SAM module on a serial line (GA 450)."""

    backend: Literal["sam_serial"]
    url: Url
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
        profile: The model of printer, a file of `devices/receipt_printer`.
        width_dots: 576 for 80 mm paper, 384 for 58 mm, at 203 dpi; None is the
            profile's.
        baud_rate: Of a serial line; None is the driver's own.
    """

    backend: Literal["escpos"]
    url: Url
    profile: Literal["generic", "custom_vkp80", "snbc_btp", "better_bt532c"] = "generic"
    width_dots: Width | None = None
    baud_rate: BaudRate | None = None

    def options(self) -> dict[str, Any]:
        """What the driver takes, with the profile's own keys in place of its name.

        Raises:
            ConfigError: The profile's file was damaged.
        """
        file = HOME / "devices" / "receipt_printer" / f"{self.profile}.toml"
        profile = load_toml(file, PrinterProfile)
        return super().options() | {"profile": profile.model_dump()}


class Ipp(Device):
    """A document printer behind CUPS, as `ipp://localhost/printers/Laser`."""

    backend: Literal["ipp"]
    url: Url


class LockBoard(Device):
    """A cabinet whose lock board hangs on RS-485.

    Attributes:
        board: The board's address.
        closed_state: What the board says of a closed door: 0 or 17 (hexadecimal 11),
            as its locks are wired.
    """

    backend: Literal["lock_board"]
    url: Url
    cells: Cells = 24
    board: Annotated[int, Field(ge=1, le=255)] = 1
    closed_state: Literal[0, 17] = 0
    baud_rate: BaudRate = BaudRate.B9600


class ModbusRelay(Device):
    """A cabinet whose locks hang on a Modbus relay board, RTU or TCP.

    Attributes:
        unit: The board's address.
        pulse_s: How long a lock is powered to release it.
        sensors: Whether its discrete inputs are wired to the doors.
    """

    backend: Literal["modbus_relay"]
    url: Url
    cells: Cells = 8
    unit: Annotated[int, Field(ge=1, le=247)] = 1
    pulse_s: Annotated[float, Field(gt=0, le=5)] = 0.5
    sensors: bool = True
    baud_rate: BaudRate = BaudRate.B9600


class SerialScanner(Device):
    """A code scanner on a serial line."""

    backend: Literal["serial"]
    url: Url
    baud_rate: BaudRate = BaudRate.B9600


class Wedge(Device):
    """A code scanner that types like a keyboard, as `/dev/input/by-id/…`."""

    backend: Literal["wedge"]
    url: Url


class ScreenQr(Device):
    """Codes are shown on the terminal's own screen."""

    backend: Literal["screen"]


class SecondScreen(Device):
    """Codes are shown on another screen of the machine, counted from 1."""

    backend: Literal["second_screen"]
    screen: Annotated[int, Field(ge=1, le=8)] = 1


class Cd5220(Device):
    """A customer display of two lines, on a serial line."""

    backend: Literal["cd5220"]
    url: Url
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


class Screen(Section):
    """The window, in pixels; with `fullscreen` it takes the whole screen."""

    fullscreen: bool
    width: Annotated[int, Field(ge=320, le=7680)]
    height: Annotated[int, Field(ge=320, le=7680)]


class Log(Section):
    """What is written to standard error: `json` for machines, `console` for people."""

    format: Literal["json", "console"]
    level: Literal["debug", "info", "warning", "error"]


class Settings(layers.Layered):
    """All settings of a terminal.

    Attributes:
        central_service: The central service's own section, which may stand in the
            same file: `load_section` reads it.
    """

    terminal: Terminal
    central: Central
    cache: Cache
    session: Session
    agent: Agent
    devices: Devices
    screen: Screen
    log: Log
    central_service: dict[str, Any] = Field(default_factory=dict, repr=False)

    @model_validator(mode="after")
    def _demonstrations_stay_demonstrations(self) -> "Settings":
        if self.central.token is not None:
            self._refuse_demo_token(self.central.token.get_secret_value())
        return self

    def _refuse_demo_token(self, token: str) -> None:
        if token == DEMO_TOKEN and not self.terminal.demonstration:
            raise ValueError(
                "central.token: the demonstration's token is known to everybody; "
                "make one with `python -m central terminal add NAME`"
            )

    def read_token(self) -> str:
        """The terminal's credential, from `token` or else from `token_file`.

        Raises:
            ConfigError: The file cannot be read, or holds no token that may be used.
        """
        if self.central.token is not None:
            return self.central.token.get_secret_value()
        path = self.central.token_file
        try:
            token = path.read_text("ascii").strip()
            _is_word(SecretStr(token))
            self._refuse_demo_token(token)
        except OSError as error:
            words = f"the token cannot be read: {error.strerror or error}"
        except UnicodeDecodeError:
            words = "a token is one word of ASCII letters, digits and signs"
        except ValueError as error:
            words = str(error)
        else:
            return token
        raise ConfigError([Problem(str(path), "", words)])


def load_settings(path: Path | None) -> Settings:
    """Read `default.toml`, then `path`, then `ONETRIP_<SECTION>__<KEY>`.

    Raises:
        ConfigError: With every mistake found.
    """
    return layers.load(Settings, path, Settings)


def load_section(path: Path | None, section: str, model: type[M]) -> M:
    """Read one section into another program's model, in the same way.

    Args:
        path: The FILE, or None for `default.toml` and the environment alone.
        section: Its name, as `central_service`; other sections are left alone.
        model: Should forbid unknown keys; `AbsolutePath` suits its paths.

    Raises:
        ConfigError: With every mistake found.
    """
    fields: dict[str, Any] = {section: (model, {})}
    settings = create_model(section, __base__=layers.Layered, **fields)
    return cast("M", getattr(layers.load(settings, path, Settings), section))


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
