"""The runtime put together from the settings: devices, cache, effects, central."""

from collections.abc import Callable
from functools import partial
from typing import Any

import structlog

from config.settings import Place, Settings
from contract.model import Bilingual
from contract.service_item import ServiceItem
from drivers import registry
from drivers.base import Role
from drivers.supervisor import Emit, Supervisor
from kiosk import opening, setup
from kiosk.effects import Effects, Ledger
from kiosk.flow.setting import Setting
from kiosk.runtime.runtime import Runtime
from kiosk.runtime.storage import Storage
from kiosk.service_pin import PinFile
from offline_cache.database import Cache
from view import Tap, View

_log = structlog.get_logger()

OWN_DISPLAYS = ("screen", "second_screen")
"""Backends that show codes on a screen of ours, which the screen's thread makes."""


def assemble(
    settings: Settings,
    *,
    taps: tuple[Tap, ...],
    surface: Callable[[int], object],
    publish: Callable[[View], None],
    wake_agent: Callable[[], None],
    crashed: Callable[[], None],
) -> Runtime:
    """Make the runtime that takes over, to be started by the caller.

    Args:
        settings: Of this terminal.
        taps: What was said before there was a runtime.
        surface: Makes the screen for codes, given its number; called before this ends.
        publish: See `Runtime`.
        wake_agent: The same.
        crashed: The same.

    Raises:
        ConfigError: A service item is wrong, or the terminal has no key.
    """
    return Runtime(
        _setting(settings),
        taps=taps,
        make_supervisor=partial(_supervisor, settings, surface),
        storage=partial(_storage, settings),
        client=setup.central_client(settings),
        running={role: each.table() for role, each in setup.devices(settings)},
        publish=publish,
        wake_agent=wake_agent,
        crashed=crashed,
        can_print=_can_print,
        items_shown=partial(_keep, settings),
    )


def _supervisor(
    settings: Settings, surface: Callable[[int], object], emit: Emit
) -> Supervisor:
    makers: dict[Role, Callable[[], Any]] = {}
    for role, device in setup.devices(settings):
        options = device.options()
        if device.backend in OWN_DISPLAYS:
            # Made here, in the screen's thread; the driver paints from its own.
            options["surface"] = surface(options.get("screen", 0))
        makers[role] = partial(registry.make, role, device.backend, **options)
    return Supervisor(makers, emit)


def _storage(settings: Settings, supervisor: Supervisor) -> Storage:
    terminal = settings.terminal
    pin = PinFile(settings.service.pin_file, demonstration=terminal.demonstration)

    def effects(cache: Cache) -> Effects:
        ledger = Ledger(
            cache,
            terminal=terminal.name,
            place=Bilingual(zh_CN=terminal.place.zh_CN, en=terminal.place.en),
            demonstration=terminal.demonstration,
            clock=lambda: storage.now(),
            sealing_key=settings.sealing_key,
        )
        return Effects(ledger, supervisor, pin)

    storage = Storage(
        partial(setup.open_cache, settings),
        effects,
        queue_limit=settings.cache.queue_limit,
    )
    return storage


def _keep(settings: Settings, items: tuple[ServiceItem, ...]) -> None:
    """Leave what the attract screen says for the next start."""
    try:
        opening.keep(opening.beside(settings.cache.path), snapshot_of(settings, items))
    except OSError as error:
        _log.warning("opening_not_kept", detail=error.strerror)


def snapshot_of(settings: Settings, items: tuple[ServiceItem, ...]) -> opening.Snapshot:
    """What the next start shows at first."""
    place = settings.terminal.place
    return opening.Snapshot(
        terminal=settings.terminal.name,
        place=_texts(place),
        language=settings.terminal.language,
        fullscreen=settings.screen.fullscreen,
        width=settings.screen.width,
        height=settings.screen.height,
        items=tuple(
            opening.Item(
                code=item.code,
                name=_texts(item.name),
                summary=_texts(item.summary),
                department=_texts(item.department.name),
                hotline=item.hotline,
            )
            for item in items
        ),
    )


def _texts(said: Bilingual | Place) -> opening.Texts:
    return {"zh_CN": said.zh_CN, "en": said.en}


def _can_print(name: str) -> bool:
    from drivers.receipt_printer import raster  # late: it brings Qt's fonts along

    return raster.can_print(name)


def _setting(settings: Settings) -> Setting:
    place = settings.terminal.place
    locker, display = settings.devices.locker, settings.devices.qr_display
    return Setting(
        terminal=settings.terminal.name,
        place=_texts(place),
        catalogue=setup.catalogue(),
        language=settings.terminal.language,
        idle_s=settings.session.idle_s,
        prompt_s=round(settings.session.idle_prompt_s),
        way_out_s=settings.session.way_out_s,
        scanner=settings.devices.code_scanner is not None,
        cells=locker.cells if locker is not None else 0,
        # The terminal's own screen shows each code in its place among the words.
        qr_beside=display is not None and display.backend != "screen",
    )
