"""Checks of the service items and of the service PIN."""

from collections.abc import Iterator

from config.errors import ConfigError
from kiosk import service_pin, setup
from kiosk.errors import PinFileError
from kiosk.technician.doctor.finding import Finding, Terminal
from offline_cache.errors import CacheError


def items(at: Terminal) -> Finding:
    """Check that the service items can be read, and that there are any."""
    try:
        count = len(setup.items_in_use(at.settings))
    except CacheError:  # reported by `storage`; use the items of this version
        count = len(setup.catalogue())
    except ConfigError as error:
        words = at.say("改正该文件。", "Mend the file.")
        return Finding("service_items", False, str(error), words)
    words = at.say("重新安装程序。", "Install the program again.")
    return Finding("service_items", count > 0, str(count), words if not count else "")


def pin(at: Terminal) -> Iterator[Finding]:
    """Check the service PIN, without which no clerk can use the cells."""
    if at.settings.devices.locker is None:
        return
    path = at.settings.service.pin_file
    remedy = at.say(
        "以服务用户身份运行 python -m kiosk service-pin。",
        "Run python -m kiosk service-pin as the user of the service.",
    )
    try:
        service_pin.read(path)
    except FileNotFoundError:
        shown = at.settings.terminal.demonstration
        detail = "demonstration" if shown else f"{path} is not there"
        yield Finding("service_pin", shown, detail, "" if shown else remedy)
    except OSError as error:
        yield Finding("service_pin", False, f"{path}: {error.strerror}", remedy)
    except PinFileError as error:
        yield Finding("service_pin", False, f"{path}: {error}", remedy)
    else:
        yield Finding("service_pin", True, str(path))
