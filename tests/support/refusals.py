"""The messages of refused settings."""

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.settings import load_settings


def refusal(path: Path | None) -> str:
    """Return the lines about a terminal's settings, without the folder's name."""
    with pytest.raises(ConfigError) as raised:
        load_settings(path)
    text = str(raised.value)
    return text if path is None else text.replace(f"{path.parent}/", "")
