"""The one table of backends: what it lists can be made, from what settings give."""

import importlib
import inspect
from typing import Any

import pytest

from config.device_settings import Devices
from drivers import registry
from drivers.base import Role

EXAMPLES: dict[str, dict[str, Any]] = {
    "pcsc_social_security": {"reader": "Maker"},
    "sam_serial": {"url": "/dev/ttyS9", "baud_rate": 9600},
    "escpos": {
        "url": "/dev/ttyS9",
        "baud_rate": 9600,
        "width_dots": 384,
        "profile": "custom_vkp80",
    },
    "serial": {"url": "/dev/ttyS9", "baud_rate": 19200},
    "wedge": {"url": "/dev/input/event9"},
    "screen": {},
    "ipp": {"url": "ipp://localhost/printers/Laser"},
    "second_screen": {"screen": 2},
    "cd5220": {"url": "/dev/ttyS9", "baud_rate": 19200},
    "lock_board": {
        "url": "/dev/ttyS9",
        "cells": 30,
        "board": 2,
        "closed_state": 17,
        "baud_rate": 19200,
    },
    "modbus_relay": {
        "url": "tcp://127.0.0.1",
        "cells": 16,
        "unit": 2,
        "pulse_s": 0.3,
        "sensors": False,
        "closed_state": 0,
        "baud_rate": 19200,
    },
}
"""For each backend, every setting that a technician can give it."""

PROMISED = {
    Role.DOCUMENT_PRINTER: ("open", "close", "status", "print", "cancel"),
    Role.ID_CARD_READER: ("open", "close", "status", "read_card", "card_present"),
    Role.SOCIAL_SECURITY_CARD_READER: (
        "open",
        "close",
        "status",
        "read_card",
        "card_present",
    ),
    Role.RECEIPT_PRINTER: ("open", "close", "status", "print"),
    Role.LOCKER: ("open", "close", "status", "unlock", "doors"),
    Role.CODE_SCANNER: ("open", "close", "status", "read_code", "drop_pending"),
    Role.QR_DISPLAY: ("open", "close", "status", "show", "clear"),
}

ALL = [(role, name) for role in Role for name in registry.BACKENDS[role]]


@pytest.mark.parametrize(("role", "name"), ALL)
def test_every_backend_is_made_from_every_setting_and_not_opened(
    role: Role, name: str
) -> None:
    table = {"backend": name, **EXAMPLES[name]}
    configured = Devices.model_validate({role: table}).configured()[role]
    options = configured.options()
    assert set(options) == set(type(configured).model_fields) - {"backend"}
    device = registry.make(role, configured.backend, **options)
    for method in PROMISED[role]:
        assert inspect.ismethod(getattr(device, method)), method
    device.close()


@pytest.mark.parametrize(("role", "name"), ALL)
def test_a_driver_begins_with_the_defaults_of_the_settings(
    role: Role, name: str
) -> None:
    # `config` and `drivers` do not know each other, so each says them for itself.
    needed = {"backend": name} | (
        {"url": "/dev/ttyS9"} if "url" in EXAMPLES[name] else {}
    )
    settings = Devices.model_validate({role: needed}).configured()[role].options()
    place = registry.BACKENDS[role][name]
    driver = getattr(importlib.import_module(place.module), place.name)
    taken = inspect.signature(driver).parameters
    own = {key: taken[key].default for key in settings.keys() - {"url", "profile"}}
    assert own == {key: settings[key] for key in own}


def test_every_role_has_a_backend() -> None:
    assert set(registry.BACKENDS) == set(Role)


def test_an_unknown_backend_is_refused_with_those_there_are() -> None:
    with pytest.raises(LookupError, match="sam_serial"):
        registry.make(Role.ID_CARD_READER, "magic", url="/dev/null")
