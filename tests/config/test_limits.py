"""The exact limits of each number and text of a terminal's settings."""

from pathlib import Path

import pytest

from config.device_settings import PrinterProfile
from config.errors import ConfigError
from config.loader import load_toml
from config.settings import load_settings

SERIAL = '[devices.id_card_reader]\nbackend = "sam_serial"\n'
PRINTER = '[devices.receipt_printer]\nbackend = "escpos"\nurl = "x"\n'
BOARD = '[devices.locker]\nbackend = "lock_board"\nurl = "x"\n'
RELAY = '[devices.locker]\nbackend = "modbus_relay"\nurl = "x"\n'
SECOND = '[devices.qr_display]\nbackend = "second_screen"\n'

HEX = "0a" * 32


@pytest.mark.parametrize(
    ("table", "key", "good", "bad"),
    [
        ("[terminal]", "name", ["a", "7", "A-9-", "a" * 32], ["", "-a", "a" * 33]),
        ("[terminal]", "name", ["hall-01"], ["hall_01", "hall 1", "厅", "a\\n"]),
        ("[terminal]", "language", ["zh_CN", "en"], ["zh", ""]),
        ("[terminal.place]", "zh_CN", ["厅"], [""]),
        ("[terminal.place]", "en", ["h"], [""]),
        (
            "[central]",
            "url",
            [
                "https://c",
                "https://c:8443",
                "http://127.0.0.1",
                "http://127.9.9.9:1",
                "http://[::1]",
                "http://localhost",
            ],
            [
                "",
                "c",
                "ftp://c",
                "https://",
                "https:///x",
                "https://u@c",
                "https://c/?q=1",
                "https://c/#f",
                "http://10.0.0.1",
                "http://[::2]",
                "http://localhost.example",
            ],
        ),
        ("[central]", "key", [HEX], ["", HEX[1:], HEX + "0", HEX.upper(), "g" * 64]),
        ("[central]", "sealing_key", [HEX], ["", HEX[1:], HEX + "0", HEX.upper()]),
        ("[central]", "connect_timeout_s", [0.001, 86_400], [0, -1, 86_400.5]),
        ("[central]", "query_timeout_s", [0.001, 86_400], [0, 86_401]),
        ("[cache]", "queue_limit", [1, 10**9], [0, -1, 1.5]),
        ("[session]", "idle_s", [0.001, 86_400], [0, 86_401]),
        ("[session]", "idle_prompt_s", [0.001, 86_400], [0, 86_401]),
        ("[session]", "way_out_s", [0.001, 86_400], [0, 86_401]),
        ("[agent]", "heartbeat_s", [0.001, 86_400], [0, 86_401]),
        ("[agent]", "refresh_s", [0.001, 86_400], [0, 86_401]),
        ("[agent]", "batch_size", [1, 50], [0, 51]),
        ("[agent]", "retry_first_s", [0.001, 60], [0, 60.5]),
        ("[agent]", "retry_max_s", [1, 86_400], [0.5, 86_401]),
        ("[screen]", "width", [320, 7680], [319, 7681]),
        ("[screen]", "height", [320, 7680], [319, 7681]),
        ("[log]", "format", ["json", "console"], ["JSON", ""]),
        ("[log]", "level", ["debug", "info", "warning", "error"], ["critical"]),
        (SERIAL, "url", ["x"], [""]),
        (SERIAL + 'url = "x"', "baud_rate", [9600, 115_200], [0, 4800, 115_201]),
        (PRINTER, "width_dots", [192, 576, 1280], [184, 191, 193, 580, 1288]),
        (PRINTER, "profile", ["generic", "snbc_btp"], ["", "Generic"]),
        (BOARD, "cells", [1, 255], [0, 256]),
        (BOARD, "board", [1, 255], [0, 256]),
        (BOARD, "closed_state", [0, 17], [1, 11, 16, 18]),
        (RELAY, "cells", [1, 255], [0, 256]),
        (RELAY, "unit", [1, 247], [0, 248]),
        (RELAY, "pulse_s", [0.001, 5], [0, 5.001]),
        (RELAY, "sensors", ["true"], ["perhaps"]),
        (SECOND, "screen", [1, 8], [0, 9]),
    ],
)
def test_what_is_at_the_limit_is_allowed_and_what_is_beyond_refused(
    file: Path, table: str, key: str, good: list[object], bad: list[object]
) -> None:
    def write(value: object) -> None:
        text = f'"{value}"' if isinstance(value, str) else value
        file.write_text(f"{table}\n{key} = {text}\n", encoding="utf-8")

    for value in good:
        write(value)
        load_settings(file)
    for value in bad:
        write(value)
        with pytest.raises(ConfigError):
            load_settings(file)


def test_an_address_has_no_slash_at_its_end(file: Path) -> None:
    file.write_text('[central]\nurl = "https://c.example//"')
    assert load_settings(file).central.url == "https://c.example"


def test_pauses_may_be_all_the_same(file: Path) -> None:
    file.write_text("[agent]\nretry_first_s = 7\nretry_max_s = 7")
    assert load_settings(file).agent.retry_max_s == 7


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("width_dots", "192", "200.5"),
        ("buffer_bytes", "512", "511"),
        ("cut", '""', '"1D5"'),
        ("cut", '"1D 56"', '"1d 56"'),
        ("present", '"00"', '"00 "'),
        ("retract", '"FF 00 0A"', '"FF,00"'),
        ("full_status", "true", '"yes"'),
    ],
)
def test_a_printers_profile_has_its_limits(
    file: Path, key: str, good: str, bad: str
) -> None:
    values = {
        "width_dots": "576",
        "buffer_bytes": "4096",
        "cut": '"1D"',
        "cover_reads_as_paper_out": "false",
        "not_taken_bit": "false",
        "full_status": "false",
        "present": '""',
        "retract": '""',
    }

    def write(said: dict[str, str]) -> None:
        file.write_text("\n".join(f"{name} = {text}" for name, text in said.items()))

    write(values | {key: good})
    load_toml(file, PrinterProfile)
    write(values | {key: bad})
    with pytest.raises(ConfigError, match=key):
        load_toml(file, PrinterProfile)
    del values[key]
    write(values)
    with pytest.raises(ConfigError, match=f"{key}: missing"):
        load_toml(file, PrinterProfile)
