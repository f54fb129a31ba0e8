"""The providers that the settings name."""

from pathlib import Path

from central.payments.base import Provider
from central.payments.sandbox import Sandbox
from central.settings import Alipay as AlipaySettings
from central.settings import PaymentSettings
from central.settings import WeChat as WeChatSettings
from config.errors import ConfigError, Problem


def providers_of(settings: PaymentSettings, public_url: str) -> dict[str, Provider]:
    """Return the providers, in the order in which citizens are offered them.

    Args:
        settings: With a table for each.
        public_url: Where they send notifications.

    Raises:
        ConfigError: A file of keys cannot be read, or contains no such key.
    """
    providers: dict[str, Provider] = {}

    def notify(name: str) -> str:
        return f"{public_url}/payments/{name}/notify"

    if settings.wechat is not None:
        providers["wechat"] = _wechat(settings.wechat, notify("wechat"))
    if settings.alipay is not None:
        providers["alipay"] = _alipay(settings.alipay, notify("alipay"))
    if settings.sandbox is not None:
        key = settings.sandbox.key.get_secret_value()
        url = settings.sandbox.url
        providers["sandbox"] = Sandbox(url, key, notify("sandbox"))
    return providers


def _wechat(table: WeChatSettings, notify_url: str) -> Provider:
    # Only where it is wanted: its library takes 170 ms to import.
    from central.payments.wechat import WeChat

    private_key = _text(table.private_key_file)
    api_v3_key = _text(table.api_v3_key_file)
    public_key = _text(table.public_key_file)
    try:
        return WeChat(
            table.merchant,
            table.app,
            table.serial,
            private_key,
            api_v3_key,
            public_key,
            table.public_key_id,
            notify_url,
        )
    except ValueError as error:
        raise _unusable("wechat", error) from None


def _alipay(table: AlipaySettings, notify_url: str) -> Provider:
    from central.payments.alipay import Alipay

    private_key, public_key = (
        _text(table.private_key_file),
        _text(table.public_key_file),
    )
    try:
        return Alipay(table.app, private_key, public_key, notify_url)
    except ValueError as error:
        raise _unusable("alipay", error) from None


def _unusable(name: str, error: ValueError) -> ConfigError:
    return ConfigError([Problem("", f"central_service.payments.{name}", str(error))])


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        words = f"cannot be read: {error}"
        raise ConfigError([Problem(str(path), "", words)]) from error
