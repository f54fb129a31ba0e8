"""Settings from the default file, a FILE and the environment, and their mistakes."""

import os
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from config.cabinet import Escpos, SamSerial, device
from config.errors import ConfigError
from config.layers import AbsolutePath
from config.loader import HOME
from config.settings import (
    DEMO_TERMINAL_KEY,
    Settings,
    is_web_address,
    load_section,
    load_settings,
)

DEMO = HOME / "demo.toml"
DEMO_KEY = bytes.fromhex(DEMO_TERMINAL_KEY)
OWN = "0a" * 32


class CentralService(BaseModel):
    """As the central service could have it."""

    model_config = ConfigDict(extra="forbid")
    port: Annotated[int, Field(ge=1, le=65535)] = 8600
    database: AbsolutePath = Path("/nowhere")
    password: SecretStr | None = None
    departments: tuple[Literal["tax", "health"], ...] = ()


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.upper().startswith("ONETRIP_"):
            monkeypatch.delenv(name)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "terminal.toml"


def told(path: Path | None) -> str:
    with pytest.raises(ConfigError) as raised:
        load_settings(path)
    text = str(raised.value)
    return text if path is None else text.replace(f"{path.parent}/", "")


def test_without_a_file_the_defaults_are_a_real_terminals() -> None:
    settings = load_settings(None)
    assert not settings.terminal.demonstration
    assert settings.central.key is None
    assert settings.cache.path == Path("/var/lib/onetrip/cache.db")
    assert settings.session.idle_s == 60
    assert settings.log.format == "json"
    assert settings.devices.configured() == {}


def test_the_demonstration_says_that_it_is_one() -> None:
    settings = load_settings(DEMO)
    assert settings.terminal.demonstration
    assert settings.terminal.name == "demo-01"
    assert settings.read_key() == DEMO_KEY
    assert settings.terminal.place.zh_CN == "演示大厅 24小时政务服务区"
    assert settings.agent.heartbeat_s == 1


def test_the_environment_comes_before_the_file_and_the_file_before_the_default(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("[session]\nidle_s = 10\nidle_prompt_s = 11\n")
    monkeypatch.setenv("ONETRIP_SESSION__IDLE_S", "12")
    monkeypatch.setenv("ONETRIP_TERMINAL__PLACE__ZH_CN", "东门")
    monkeypatch.setenv("ONETRIP_SCREEN__FULLSCREEN", "false")
    settings = load_settings(file)
    assert settings.session.idle_s == 12
    assert settings.session.idle_prompt_s == 11
    assert settings.session.way_out_s == 5
    assert settings.terminal.place.zh_CN == "东门"
    assert settings.terminal.place.en
    assert not settings.screen.fullscreen


def test_a_whole_device_may_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ONETRIP_DEVICES__ID_CARD_READER__BACKEND", "sam_serial")
    monkeypatch.setenv("ONETRIP_DEVICES__ID_CARD_READER__URL", "/dev/pts/5")
    monkeypatch.setenv("ONETRIP_DEVICES__ID_CARD_READER__BAUD_RATE", "9600")
    reader = load_settings(None).devices.configured()["id_card_reader"]
    assert isinstance(reader, SamSerial)
    assert reader.options() == {"url": "/dev/pts/5", "baud_rate": 9600}


def test_a_device_has_the_options_that_were_set(file: Path) -> None:
    file.write_text(
        '[devices.receipt_printer]\nbackend = "escpos"\nurl = "tcp://127.0.0.1:9100"'
    )
    printer = load_settings(file).devices.receipt_printer
    assert isinstance(printer, Escpos)
    options = printer.options()
    assert options.pop("profile")["width_dots"] == 576
    assert options == {"url": "tcp://127.0.0.1:9100"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "\n[sesion]\nidle_s = 1",
            'terminal.toml:2: sesion: unknown section; did you mean "session"? there '
            "are: agent, cache, central, central_service, devices, log, screen, "
            "service, session, terminal",
        ),
        (
            "[session]\nidle = 1",
            'terminal.toml:2: session.idle: unknown key; did you mean "idle_s"? '
            "allowed here: idle_prompt_s, idle_s, way_out_s",
        ),
        (
            "[session]\nidle_s = -1",
            "terminal.toml:2: session.idle_s: found: -1; allowed: greater than 0",
        ),
        (
            '[session]\nidle_s = "soon"',
            'terminal.toml:2: session.idle_s: found: "soon"; allowed: a number',
        ),
        (
            '[log]\nformat = "jsn"',
            'terminal.toml:2: log.format: found: "jsn"; allowed: json, console; did '
            'you mean "json"?',
        ),
        (
            '[terminal]\nname = "hall 1"',
            'terminal.toml:2: terminal.name: found: "hall 1"; allowed: 1 to 32 '
            "letters, digits and hyphens",
        ),
        (
            '[devices.card_reader]\nbackend = "sam_serial"',
            "terminal.toml:1: devices.card_reader: unknown key; did you mean "
            '"id_card_reader"? allowed here: code_scanner, document_printer, '
            "id_card_reader, locker, qr_display, receipt_printer, "
            "social_security_card_reader",
        ),
        (
            '[devices.id_card_reader]\nbackend = "sam_serial"',
            "terminal.toml:1: devices.id_card_reader.url: missing; needed: a text",
        ),
        (
            '[devices.id_card_reader]\nbackend = "sam_serial"\nurl = "x"\n'
            "baud_rate = 96000",
            "terminal.toml:4: devices.id_card_reader.baud_rate: found: 96000; allowed: "
            '9600, 19200, 38400, 57600, 115200; did you mean "9600"?',
        ),
        (
            '[devices.receipt_printer]\nbackend = "escpos"\nurl = "x"\n'
            "width_dots = 575",
            "terminal.toml:4: devices.receipt_printer.width_dots: found: 575; allowed: "
            "a multiple of 8",
        ),
        (
            "[agent]\nbatch_size = 51",
            "terminal.toml:2: agent.batch_size: found: 51; allowed: at most 50",
        ),
        (
            "[agent]\nretry_max_s = 0.5",
            "terminal.toml:1: agent: retry_max_s must be at least retry_first_s",
        ),
        (
            '[central]\nurl = "http://central.example.org"',
            'terminal.toml:2: central.url: found: "http://central.example.org"; '
            "allowed: https:// (http:// only within this machine)",
        ),
        (
            '[central]\nurl = "https://me:hunter2@central.example.org"',
            'terminal.toml:2: central.url: found: "https://(not shown)@central.example'
            '.org"; an address has no user, query or fragment',
        ),
        (
            '[central]\nurl = "https://central.example.org?"',
            'terminal.toml:2: central.url: found: "https://central.example.org?"; '
            "an address has no user, query or fragment",
        ),
        (
            '[central]\nurl = "https://central.example.org/a/../b"',
            "terminal.toml:2: central.url: found: "
            '"https://central.example.org/a/../b"; allowed in its path: letters, '
            "digits and -._~ between single /",
        ),
        (
            '[central]\nurl = "http://["',
            'terminal.toml:2: central.url: found: "http://["; Invalid IPv6 URL',
        ),
        (
            '[central]\nkey = "two words"',
            "terminal.toml:2: central.key: found: (not shown); a key is 64 "
            "hexadecimal digits, as `terminal add` shows it",
        ),
        (
            '[cache]\npath = "~nobody-of-that-name/cache.db"',
            'terminal.toml:2: cache.path: found: "~nobody-of-that-name/cache.db"; '
            "there is no home folder of that name",
        ),
        ("session = 5", "terminal.toml:1: session: found: 5; allowed: a table"),
        ("_env_prefix = 5", "terminal.toml:1: _env_prefix: unknown section; there are"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(
    file: Path, text: str, expected: str
) -> None:
    file.write_text(text)
    assert told(file).startswith(expected)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "ONETRIP_SESSION__IDLE_S",
            "soon",
            'ONETRIP_SESSION__IDLE_S: session.idle_s: found: "soon"; allowed: a number',
        ),
        (
            "ONETRIP_LOG__LEVEL",
            "inf",
            'ONETRIP_LOG__LEVEL: log.level: found: "inf"; allowed: debug, info, '
            'warning, error; did you mean "info"?',
        ),
        (
            "ONETRIP_CENTRAL__KEY",
            "hunter 2",
            "ONETRIP_CENTRAL__KEY: central.key: found: (not shown); a key is 64 "
            "hexadecimal digits, as `terminal add` shows it",
        ),
        (
            "ONETRIP_CENTRAL__URI",
            "http://127.0.0.1",
            "ONETRIP_CENTRAL__URI: means nothing here; did you mean "
            '"ONETRIP_CENTRAL__URL"?',
        ),
        (
            "ONETRIP_CENTRL__URL",
            "http://127.0.0.1",
            "ONETRIP_CENTRL__URL: means nothing here; did you mean "
            '"ONETRIP_CENTRAL__URL"?',
        ),
        (
            "ONETRIP_TERMINAL__PLACE",
            "here",
            "ONETRIP_TERMINAL__PLACE: means nothing here",
        ),
        ("ONETRIP_SESSION", "60", "ONETRIP_SESSION: means nothing here"),
        ("ONETRIP_CENTRAL__URL__X", "60", "ONETRIP_CENTRAL__URL__X: means nothing"),
    ],
)
def test_a_mistake_in_the_environment_is_told_with_the_variables_name(
    name: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    [line] = told(None).splitlines()
    assert line.startswith(expected)


def test_variables_that_are_not_settings_are_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ONETRIP_VENV", "/opt")
    monkeypatch.setenv("OTHER__SESSION__IDLE_S", "1")
    assert load_settings(None).session.idle_s == 60


def test_mistakes_of_file_and_environment_are_told_together(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("[session]\nidle_s = 0\n[sesion]\n")
    monkeypatch.setenv("ONETRIP_AGENT__BATCH_SIZE", "many")
    monkeypatch.setenv("ONETRIP_AGENT__BATCH", "1")
    wheres = {line.split(": ")[0] for line in told(file).splitlines()}
    assert wheres == {
        "terminal.toml:2",
        "terminal.toml:3",
        "ONETRIP_AGENT__BATCH_SIZE",
        "ONETRIP_AGENT__BATCH",
    }


def test_paths_are_meant_from_their_files_folder_and_the_home_folder(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ONETRIP_CENTRAL__KEY_FILE", "terminal.key")
    file.write_text('[cache]\npath = "state/cache.db"\nkey_file = "~/cache.key"')
    settings = load_settings(file)
    assert settings.cache.path == tmp_path / "state" / "cache.db"
    assert settings.cache.key_file == tmp_path / "home" / "cache.key"
    assert settings.central.key_file == elsewhere / "terminal.key"


def test_only_a_demonstration_may_use_the_demonstrations_key(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(f'[central]\nkey = "{DEMO_TERMINAL_KEY}"')
    assert "terminal.toml: central.key: everybody has" in told(file)
    monkeypatch.setenv("ONETRIP_TERMINAL__DEMONSTRATION", "true")
    assert load_settings(file).read_key() == DEMO_KEY


def test_a_key_file_is_read_when_asked_and_refused_when_unfit(file: Path) -> None:
    key_file = file.parent / "terminal.key"
    file.write_text('[central]\nkey_file = "terminal.key"')
    settings = load_settings(file)
    for content, mode, expected in [
        (None, 0, "the key cannot be read: No such file"),
        (b"", 0o600, "a key is 64 hexadecimal"),
        ("密码".encode(), 0o600, "a key is 64 hexadecimal"),
        (DEMO_TERMINAL_KEY.encode(), 0o600, "everybody has the demonstration's"),
        (OWN.encode(), 0o604, "mode 0604 lets everybody at it"),
    ]:
        if content is not None:
            key_file.write_bytes(content)
            key_file.chmod(mode)
        with pytest.raises(ConfigError, match=expected) as raised:
            settings.read_key()
        assert raised.value.problems[0].where == str(key_file)
        assert OWN not in str(raised.value)
    key_file.write_text(f"{OWN}\n")
    key_file.chmod(0o640)
    assert settings.read_key() == bytes.fromhex(OWN)


def test_a_key_before_the_key_file(file: Path) -> None:
    file.write_text(f'[central]\nkey = "{OWN}"\nkey_file = "gone"')
    assert load_settings(file).read_key() == bytes.fromhex(OWN)


def test_no_secret_stands_in_the_repr(file: Path) -> None:
    file.write_text(
        f'[central]\nkey = "{OWN}"\n[central_service]\npassword = "hunter3"'
    )
    shown = repr(load_settings(file))
    assert "hunter" not in shown
    assert OWN not in shown


def test_both_programs_read_one_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(
        "[session]\nidle_s = 5\n[central_service]\nport = 1\n"
        'database = "central.db"\nmore.than = "the terminal knows"'
    )
    assert load_settings(file).session.idle_s == 5
    with pytest.raises(ConfigError, match=r"toml:6: central_service\.more: unk"):
        load_section(file, "central_service", CentralService)
    file.write_text(file.read_text().replace("more.than", "# more.than"))
    monkeypatch.setenv("ONETRIP_CENTRAL_SERVICE__PORT", "2")
    monkeypatch.setenv("ONETRIP_CENTRAL_SERVICE__DEPARTMENTS", '["tax"]')
    monkeypatch.setenv("ONETRIP_SESSION__IDLE_S", "6")
    central = load_section(file, "central_service", CentralService)
    assert central.port == 2
    assert central.departments == ("tax",)
    assert central.database == file.parent / "central.db"
    assert load_settings(file).session.idle_s == 6


def test_a_section_that_stands_nowhere_has_its_defaults() -> None:
    assert load_section(None, "central_service", CentralService).port == 8600


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PORT", "0", 'PORT: central_service.port: found: "0"; allowed: at least 1'),
        ("PROT", "1", 'PROT: means nothing here; did you mean "ONETRIP_CENTRAL_SERV'),
        (
            "DEPARTMENTS",
            '["tx"]',
            'DEPARTMENTS: central_service.departments #1: found: "tx"; allowed: tax, '
            'health; did you mean "tax"?',
        ),
    ],
)
def test_another_programs_section_has_the_same_care(
    name: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ONETRIP_CENTRAL_SERVICE__{name}", value)
    with pytest.raises(ConfigError) as raised:
        load_section(None, "central_service", CentralService)
    assert str(raised.value).startswith(f"ONETRIP_CENTRAL_SERVICE__{expected}")


def test_a_list_in_the_environment_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONETRIP_CENTRAL_SERVICE__DEPARTMENTS", "tax")
    with pytest.raises(ConfigError, match="a variable that holds a list is not JSON"):
        load_section(None, "central_service", CentralService)


def test_a_device_of_the_command_line_is_checked_too() -> None:
    values = {"backend": "escpos", "url": "tcp://127.0.0.1:9100", "width_dots": "384"}
    options = device("receipt_printer", values).options()
    assert (options["url"], options["width_dots"]) == ("tcp://127.0.0.1:9100", 384)
    with pytest.raises(ConfigError, match=r'^--set: .*: unknown key; did you mean "u'):
        device("receipt_printer", values | {"ur": "x"})
    with pytest.raises(ConfigError, match=r'^--set: .*backend: found: "escpo"; al'):
        device("receipt_printer", values | {"backend": "escpo"})
    with pytest.raises(ConfigError, match=r"^--set: printer: unknown key; did you"):
        device("printer", values)


def test_every_key_that_there_is_stands_in_the_default_file() -> None:
    text = (HOME / "default.toml").read_text(encoding="utf-8")
    for section, field in Settings.model_fields.items():
        table = field.annotation
        if isinstance(table, type) and issubclass(table, BaseModel):
            for key in table.model_fields.keys() - {"key"}:
                assert key in text, f"{section}.{key} is explained nowhere"


@pytest.mark.parametrize(
    ("written", "one_form"),
    [
        ("https://central.example.gov.cn/", "https://central.example.gov.cn"),
        ("HTTPS://Central.Example.GOV.cn:8443", "https://central.example.gov.cn:8443"),
        ("https://a.example/OneTrip//", "https://a.example/OneTrip"),
        ("https://a.example/one.trip/v_2~x", "https://a.example/one.trip/v_2~x"),
        ("http://[::1]:8600/", "http://[::1]:8600"),
        ("https://[2001:DB8::1]/x", "https://[2001:db8::1]/x"),
        ("http://LOCALHOST:8600", "http://localhost:8600"),
    ],
)
def test_an_address_of_central_has_one_form(written: str, one_form: str) -> None:
    assert is_web_address(written) == one_form


@pytest.mark.parametrize(
    "address",
    [
        *("", "central.example.org", "ftp://a.example", "https://", "https:///x"),
        *("https://a.example#", "https://a.example/#x", "https://a.example/?q"),
        *("https://@a.example", "https://me@a.example", "https://:pw@a.example"),
        *("https://a.example/x y", " https://a.example", "https://a.example\n"),
        *("https://a.example/a//b", "https://a.example/./b", "https://a.example/.."),
        *("https://a.example/%2e%2e", "https://a.example/路", "https://a.example\\b"),
        *("https://a.example:0", "https://a.example:99999", "https://a.example:x"),
        *("https://[::1", "https://a.example/x;y=1"),
    ],
)
def test_what_is_no_address_of_central_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        is_web_address(address)
