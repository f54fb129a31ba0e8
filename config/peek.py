"""One setting before all are checked: where the cache lies.

The screen shows itself before it can check its settings (see `kiosk.opening`), and
what it shows then lies beside the cache.
"""

import os
import tomllib
from pathlib import Path

CACHE = Path("/var/lib/onetrip/cache.db")
"""Where the cache lies unless a setting says otherwise."""

_VARIABLE = "ONETRIP_CACHE__PATH"


def cache_path(file: Path | None) -> Path | None:
    """The cache as the environment or the settings file has it.

    Args:
        file: The settings file, if there is one.

    Returns:
        None where it cannot be told: whoever reads all settings says why.
    """
    try:
        for name, text in os.environ.items():
            if name.upper() == _VARIABLE:
                return Path(text).expanduser().absolute()
        if file is None:
            return CACHE
        said = tomllib.loads(file.read_text("utf-8-sig")).get("cache", {})
        if "path" not in said:
            return CACHE
        return (file.parent / Path(said["path"]).expanduser()).absolute()
    except (OSError, ValueError, RuntimeError, TypeError, AttributeError):
        return None
