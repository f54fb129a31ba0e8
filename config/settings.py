"""The settings of a terminal: one class for each section of the file.

Each setting is declared here: type and default beside its name, its description under
`Attributes`. `make settings` generates `default.toml` and `docs/settings.md` from them.
"""

import re
import stat
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    SecretStr,
    create_model,
    model_validator,
)

from config import layers, peek
from config.device_settings import Devices
from config.errors import ConfigError, Problem
from config.layers import AbsolutePath, Section

DEMO_TERMINAL_KEY = "6f6e65747269702d64656d6f2d7465726d696e616c2d6e6f742d736563726574"
"""The key that demonstrations sign with; public, and refused on real terminals."""

DEMO_SEALING_KEY = bytes.fromhex(
    "18190e7b1928693b2a327ac7d5b4095e287e3b909ddd6ec441163bcdc2708a78"
)
"""The key that demonstrations seal to. Its private key is public."""

M = TypeVar("M", bound=BaseModel)

Seconds = Annotated[float, Field(gt=0, le=86_400)]
Language = Literal["zh_CN", "en"]


def _is_terminal_key(key: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[0-9a-f]{64}", key.get_secret_value()):
        raise ValueError("a key is 64 hexadecimal digits, as `terminal add` shows it")
    return key


def _require_private(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o007:
        raise ValueError(f"mode {mode:04o} lets everybody at it: `chmod 0600`")


def _is_sealing_key(key: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", key):
        raise ValueError("a sealing key is 64 hexadecimal digits, as `keys list` shows")
    return key


def is_web_address(url: str) -> str:
    """Return a base address in normal form, without a trailing `/`.

    Raises:
        ValueError: It is not a valid address; the message is for technicians.
    """
    if re.search(r"[\s\\\x00-\x1f]", url):
        raise ValueError("an address has no spaces and no backslashes")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("allowed: an address as https://central.example.gov.cn")
    if "@" in parts.netloc or "?" in url or "#" in url:
        raise ValueError("an address has no user, query or fragment")
    if parts.port == 0:  # `port` itself raises `ValueError` if it is not a number
        raise ValueError("allowed: a port from 1 to 65535")
    path = parts.path.rstrip("/")
    if path and not re.fullmatch(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+", path):
        raise ValueError(
            "allowed in its path: letters, digits and -._~ between single /"
        )
    return f"{parts.scheme}://{parts.netloc.lower()}{path}"


def _is_central_address(url: str) -> str:
    url = is_web_address(url)
    parts = urlsplit(url)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ValueError("allowed: https:// (http:// only within this machine)")
    return url


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


TerminalKey = Annotated[
    SecretStr,
    AfterValidator(_is_terminal_key),
    Field(description="64 hexadecimal digits"),
]
SealingKey = Annotated[
    str, AfterValidator(_is_sealing_key), Field(description="64 hexadecimal digits")
]


class Place(Section):
    """Where the terminal stands, shown in the bar of every screen.

    Attributes:
        zh_CN: The place in Chinese.
        en: The place in English.
    """

    zh_CN: Annotated[str, Field(min_length=1)] = "政务服务自助终端"  # noqa: N815 - Qt's
    en: Annotated[str, Field(min_length=1)] = "Government self-service terminal"


class Terminal(Section):
    """The identity of this terminal.

    Attributes:
        name: The name given to `python -m central terminal add NAME`.
        language: Language of the screen between visits.
        demonstration: Accept invented people, simulated records and the public
            demonstration keys.
    """

    name: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,31}$",
            description="1 to 32 letters, digits and hyphens",
        ),
    ] = "unnamed"
    place: Place = Place()
    language: Language = "zh_CN"
    demonstration: bool = False


class Central(Section):
    """The terminal's connection to the central service.

    Attributes:
        url: Address of central: `https://…`; `http://` only within this machine, as it
            would send citizens' data unencrypted. A path is for a proxy, which must
            remove it.
        key: The terminal's private key, as shown by `central terminal add`; takes
            precedence over `key_file`.
        key_file: File with the terminal's private key, mode 0600.
        sealing_key: Central's public key, as shown by `central keys list`. Records are
            sealed to it until a catalogue brings newer keys.
        connect_timeout_s: Time limit for opening a connection.
        query_timeout_s: Time limit for a department's answer while a citizen waits.
    """

    url: Annotated[str, AfterValidator(_is_central_address)] = "http://127.0.0.1:8600"
    key: TerminalKey | None = None
    key_file: AbsolutePath = Path("/etc/onetrip/terminal.key")
    sealing_key: SealingKey | None = None
    connect_timeout_s: Seconds = 3.0
    query_timeout_s: Seconds = 10.0


class Cache(Section):
    """The encrypted database on the terminal.

    Attributes:
        path: The database file.
        key_file: Its encryption key, created at the first start.
        queue_limit: Records that may wait for the network: more than a week of a busy
            terminal. With a full queue, requests are refused before anything is typed.
    """

    path: AbsolutePath = peek.CACHE
    key_file: AbsolutePath = Path("/var/lib/onetrip/cache.key")
    queue_limit: Annotated[int, Field(ge=1)] = 20_000


class Session(Section):
    """A citizen's visit.

    Attributes:
        idle_s: Time without a touch before "do you need more time?" is shown.
        idle_prompt_s: Countdown of that question; then the visit ends and its data is
            erased.
        way_out_s: Waiting time for a department before leaving is offered.
    """

    idle_s: Seconds = 60.0
    idle_prompt_s: Seconds = 30.0
    way_out_s: Seconds = 5.0


class Service(Section):
    """The service mode for clerks, opened by holding the terminal's name.

    Attributes:
        pin_file: Written by `python -m kiosk service-pin`; without it the service mode
            stays closed.
    """

    pin_file: AbsolutePath = Path("/var/lib/onetrip/service-pin")


class Agent(Section):
    """The background process that communicates with central.

    Attributes:
        heartbeat_s: Time between two heartbeats; central shows a terminal as silent
            after 90 seconds without one.
        refresh_s: Time between two updates of manifest and catalogue; a change at
            central takes effect within this time.
        batch_size: Records in one request. It limits the rows in a transaction, so
            that the screen never waits for it.
        retry_first_s: Pause after the first failure; it doubles each time.
        retry_max_s: The longest pause.
    """

    heartbeat_s: Seconds = 30.0
    refresh_s: Seconds = 30.0
    batch_size: Annotated[int, Field(ge=1, le=50)] = 50
    retry_first_s: Seconds = 1.0
    retry_max_s: Seconds = 60.0

    @model_validator(mode="after")
    def _pauses_grow(self) -> "Agent":
        if self.retry_max_s < self.retry_first_s:
            raise ValueError("retry_max_s must be at least retry_first_s")
        return self


class Screen(Section):
    """The terminal's window.

    Attributes:
        fullscreen: Use the whole screen.
        width: Width of the window without full-screen mode, in pixels.
        height: Height of the window without full-screen mode, in pixels.
    """

    fullscreen: bool = True
    width: Annotated[int, Field(ge=320, le=7680)] = 1080
    height: Annotated[int, Field(ge=320, le=7680)] = 1920


class Log(Section):
    """Log output on standard error.

    Attributes:
        format: `json` for machines, `console` for people.
        level: Less important messages are omitted.
    """

    format: Literal["json", "console"] = "json"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(layers.Layered):
    """All settings of a terminal.

    Attributes:
        central_service: The section of the central service, which may be in the same
            file; `load_section` reads it.
    """

    terminal: Terminal
    central: Central
    cache: Cache
    session: Session
    service: Service
    agent: Agent
    devices: Devices
    screen: Screen
    log: Log
    central_service: dict[str, Any] = Field(default_factory=dict, repr=False)

    @model_validator(mode="after")
    def _demonstrations_stay_demonstrations(self) -> "Settings":
        if self.central.key is not None:
            self._refuse_demo_key(self.central.key.get_secret_value())
        if self.sealing_key == DEMO_SEALING_KEY and not self.terminal.demonstration:
            raise ValueError(
                "central.sealing_key: everybody can open what is sealed to the "
                "demonstration's key; `python -m central keys list` shows yours"
            )
        return self

    @property
    def sealing_key(self) -> bytes | None:
        """The configured key that records are sealed to at first."""
        key = self.central.sealing_key
        return None if key is None else bytes.fromhex(key)

    def _refuse_demo_key(self, key: str) -> None:
        if key == DEMO_TERMINAL_KEY and not self.terminal.demonstration:
            raise ValueError(
                "central.key: everybody has the demonstration's key; "
                "make one with `python -m central terminal add NAME`"
            )

    def read_key(self) -> bytes:
        """Return the terminal's private key, 32 bytes, from `key` or `key_file`.

        Raises:
            ConfigError: The file cannot be read, is readable by everyone, or holds no
                usable key.
        """
        if self.central.key is not None:
            return bytes.fromhex(self.central.key.get_secret_value())
        path = self.central.key_file
        try:
            _require_private(path)
            key = path.read_text("ascii").strip()
            _is_terminal_key(SecretStr(key))
            self._refuse_demo_key(key)
        except OSError as error:
            words = f"the key cannot be read: {error.strerror or error}"
        except UnicodeDecodeError:
            words = "a key is 64 hexadecimal digits"
        except ValueError as error:
            words = str(error)
        else:
            return bytes.fromhex(key)
        raise ConfigError([Problem(str(path), "", words)])


def load_settings(path: Path | None) -> Settings:
    """Read `path`, then `ONETRIP_<SECTION>__<KEY>`.

    Raises:
        ConfigError: Lists every mistake.
    """
    return layers.load(Settings, path, Settings)


def load_section(path: Path | None, section: str, model: type[M]) -> M:
    """Read one section into another program's model, with the same layers.

    Args:
        path: The FILE, or None for the environment alone.
        section: Its name, such as `central_service`; other sections are ignored.
        model: Should forbid unknown keys and use `AbsolutePath` for paths.

    Raises:
        ConfigError: Lists every mistake.
    """
    fields: dict[str, Any] = {section: (model, {})}
    settings = create_model(section, __base__=layers.Layered, **fields)
    return cast("M", getattr(layers.load(settings, path, Settings), section))
