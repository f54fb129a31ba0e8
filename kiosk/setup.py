"""Settings made into parts: what the screen, the agent and the commands share.

Each part is imported when it is made, since the screen shows its items before it has
imported cache, cryptography and HTTP.
"""

import signal
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from config import loader
from config.device_settings import Device
from config.settings import Settings, load_settings
from contract.service_item import ServiceItem
from drivers.base import Role
from kiosk.catalogue import by_rank, in_use, readable

FOR_PEOPLE = ("cache", "demo", "devices", "doctor", "service-pin")
"""Commands that tell people what is wrong, and log errors alone. The demonstration's
own terminal is for people too: its processes write a log."""

_M_ARENA_MAX = -8  # of glibc's malloc.h

if TYPE_CHECKING:
    from contract.signature import Signer
    from kiosk.wire.client import CentralClient
    from offline_cache.database import Cache


def process_settings(path: Path | None, command: str) -> Settings:
    """Read the settings, and have this process write its log as they say.

    Args:
        path: The settings file, if there is one.
        command: Of the command line.

    Raises:
        ConfigError: They are wrong.
    """
    from kiosk import logs

    settings = load_settings(path)
    level = "error" if command in FOR_PEOPLE else settings.log.level
    logs.configure(settings.log.format, level, command)
    if settings.terminal.demonstration:
        settings.cache.path.parent.mkdir(parents=True, exist_ok=True)
    return settings


def share_memory() -> None:
    """Let the process's threads share two pools of memory.

    glibc gives each thread a pool of its own otherwise, of which most stays empty: the
    screen has some fifteen, and needs 10 MB less with two.
    """
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:  # a C library that has none has no such pools
        mallopt(_M_ARENA_MAX, 2)


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
    from offline_cache.catalogue import Catalogue

    seed = catalogue()
    if not settings.cache.path.exists():
        return seed
    with open_cache(settings) as cache:
        return in_use(seed, readable(Catalogue(cache).definitions()))


def devices(settings: Settings) -> list[tuple[Role, Device]]:
    """Return the devices configured for this cabinet."""
    configured = settings.devices.configured()
    return [(Role(role), device) for role, device in configured.items()]


def open_cache(settings: Settings) -> "Cache":
    """Open the cache for the calling thread, making it at the first start.

    Raises:
        CacheError: It cannot be opened; nothing was overwritten.
    """
    from offline_cache.database import Cache
    from offline_cache.key import load_or_make_key

    key = load_or_make_key(settings.cache.key_file, settings.cache.path)
    return Cache.open(settings.cache.path, key)


def signer(settings: Settings) -> "Signer":
    """Who this terminal is.

    Raises:
        ConfigError: The terminal has no key.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from contract.signature import Signer

    key = Ed25519PrivateKey.from_private_bytes(settings.read_key())
    return Signer(settings.terminal.name, key)


def central_client(settings: Settings) -> "CentralClient":
    """The wire to central.

    Raises:
        ConfigError: The terminal has no key.
    """
    from kiosk.wire.client import CentralClient

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
