"""Models of printers: what their files say, the driver understands."""

import re
from dataclasses import asdict, fields
from pathlib import Path
from typing import get_args

import pytest

from config.device_settings import Escpos, PrinterProfile, device
from config.errors import ConfigError
from config.loader import HOME
from drivers.receipt_printer.escpos import EscposPrinter
from drivers.receipt_printer.profile import Profile

FILES = sorted((HOME / "devices" / "receipt_printer").glob("*.toml"))
URL = {"backend": "escpos", "url": "tcp://127.0.0.1:9100"}


def test_the_settings_and_the_driver_mean_the_same_fields() -> None:
    assert list(PrinterProfile.model_fields) == [
        field.name for field in fields(Profile)
    ]


def test_every_file_can_be_chosen_and_every_choice_has_a_file() -> None:
    chosen = get_args(Escpos.model_fields["profile"].annotation)
    assert sorted(chosen) == [file.stem for file in FILES]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_profile_makes_a_driver_and_says_how_sure_it_is(file: Path) -> None:
    options = device("receipt_printer", {**URL, "profile": file.stem}).options()
    EscposPrinter(**options)
    text = file.read_text(encoding="utf-8")
    for key in options["profile"]:
        sure = re.search(
            rf"^{key} =.*# [ABD]|# [ABD][^=]*\n(#.*\n)*{key} =", text, re.M
        )
        assert sure or not options["profile"][key], f"{key}: how sure?"


def test_the_generic_profile_is_the_drivers_own() -> None:
    assert device("receipt_printer", URL).options()["profile"] == asdict(Profile())


def test_a_profile_that_there_is_not_is_told_with_the_one_that_was_meant() -> None:
    with pytest.raises(ConfigError, match='did you mean "custom_vkp80"') as caught:
        device("receipt_printer", {**URL, "profile": "custom_vkp8"})
    assert "generic, custom_vkp80, snbc_btp, better_bt532c" in str(caught.value)
