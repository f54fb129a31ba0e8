"""Builds the parts that screen, agent and commands share from the settings."""

import signal
from collections.abc import Callable
from types import FrameType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config import loader
from config.device_settings import Device
from config.settings import Settings
from contract.service_item import ServiceItem
from contract.signature import Signer
from drivers.base import Role
from kiosk.catalogue import by_rank, in_use, readable
from kiosk.wire.client import CentralClient
from offline_cache.catalogue import Catalogue
from offline_cache.database import Cache
from offline_cache.key import load_or_make_key


def catalogue() -> tuple[ServiceItem, ...]:
    """Return this version's service items, validated and sorted by rank.

    Raises:
        ConfigError: A file is invalid; the text says which, where, and what is allowed.
    """
    return by_rank(
        loader.load_toml(path, ServiceItem) for path in loader.service_files()
    )


def items_in_use(settings: Settings) -> tuple[ServiceItem, ...]:
    """Return the service items that this terminal's screen offers.

    Items that central has published are read from the cache; a missing cache is not
    created. A published definition that this version cannot read is left out, as on the
    screen.

    Raises:
        CacheError: The cache cannot be used.
        ConfigError: A file of this version is invalid.
    """
    seed = catalogue()
    if not settings.cache.path.exists():
        return seed
    with open_cache(settings) as cache:
        return in_use(seed, readable(Catalogue(cache).definitions()))


def devices(settings: Settings) -> list[tuple[Role, Device]]:
    """Return the devices configured for this cabinet."""
    configured = settings.devices.configured()
    return [(Role(role), device) for role, device in configured.items()]


def open_cache(settings: Settings) -> Cache:
    """Open the cache for the calling thread; create it at the first start.

    Raises:
        CacheError: It cannot be opened; nothing was overwritten.
    """
    key = load_or_make_key(settings.cache.key_file, settings.cache.path)
    return Cache.open(settings.cache.path, key)


def signer(settings: Settings) -> Signer:
    """Return the signer of this terminal's requests.

    Raises:
        ConfigError: The terminal has no key.
    """
    key = Ed25519PrivateKey.from_private_bytes(settings.read_key())
    return Signer(settings.terminal.name, key)


def central_client(settings: Settings) -> CentralClient:
    """Return the client for central's API.

    Raises:
        ConfigError: The terminal has no key.
    """
    return CentralClient(
        settings.central.url,
        signer(settings),
        connect_timeout_s=settings.central.connect_timeout_s,
        answer_timeout_s=settings.central.query_timeout_s,
    )


def on_signals(stop: Callable[[], None]) -> None:
    """Call `stop` on SIGTERM and SIGINT, for an orderly end of the process."""

    def handler(_number: int, _frame: FrameType | None) -> None:
        stop()

    signal.signal(signal.SIGTERM, handler)
    signal.signal(signal.SIGINT, handler)
