"""A definition that this version cannot go through is refused before it is shown."""

from pathlib import Path

import pytest

from config import loader
from config.errors import ConfigError
from kiosk import setup


def test_what_is_brought_along_can_be_gone_through() -> None:
    assert setup.catalogue()


def test_a_step_that_nothing_carries_out_yet_is_refused_by_name(tmp_path: Path) -> None:
    (original,) = loader.service_files()
    text = original.read_text("utf-8")
    broken = tmp_path / "item.toml"
    broken.write_text(text.replace('"review", ', '"review", "print", '), "utf-8")
    with pytest.raises(ConfigError, match=r"item\.toml.*steps.*print"):
        setup.service_item(broken)
