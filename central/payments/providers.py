"""The providers that the settings name."""

from pathlib import Path

from central.payments.base import Provider
from central.payments.sandbox import Sandbox
from central.settings import PaymentSettings
from config.errors import ConfigError, Problem


def providers_of(settings: PaymentSettings, public_url: str) -> dict[str, Provider]:
    """Make them, in the order in which citizens are offered them.

    Args:
        settings: With a table for each.
        public_url: Where they call back.

    Raises:
        ConfigError: A file of keys cannot be read.
    """
    providers: dict[str, Provider] = {}

    def notify(name: str) -> str:
        return f"{public_url}/payments/{name}/notify"

    if settings.sandbox is not None:
        key = settings.sandbox.key.get_secret_value()
        url = settings.sandbox.url
        providers["sandbox"] = Sandbox(url, key, notify("sandbox"))
    return providers


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        words = f"cannot be read: {error}"
        raise ConfigError([Problem(str(path), "", words)]) from error
