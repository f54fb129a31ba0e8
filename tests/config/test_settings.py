"""A terminal's settings: their defaults, their limits, and its keys."""

from pathlib import Path

import pytest
from support.refusals import refusal

from central.settings import DEMO_TERMINAL
from config.errors import ConfigError
from config.loader import HOME
from config.settings import (
    DEMO_SEALING_KEY,
    DEMO_TERMINAL_KEY,
    load_settings,
)

DEMO = HOME / "demo.toml"
DEMO_KEY = bytes.fromhex(DEMO_TERMINAL_KEY)
OWN = "0a" * 32


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
    assert settings.terminal.name == DEMO_TERMINAL
    assert settings.read_key() == DEMO_KEY
    assert settings.sealing_key == DEMO_SEALING_KEY
    assert settings.terminal.place.zh_CN == "演示大厅 24 小时政务服务区"
    assert settings.agent.heartbeat_s == 1


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
    assert refusal(file).startswith(expected)


def test_only_a_demonstration_may_use_the_demonstrations_key(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(f'[central]\nkey = "{DEMO_TERMINAL_KEY}"')
    assert "terminal.toml: central.key: everybody has" in refusal(file)
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
