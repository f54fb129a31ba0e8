"""`python -m kiosk devices list` and `devices test`: for a technician at the cabinet.

Exit status: 0 well, 1 a device's fault, 2 wrong usage.
"""

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from config import device_settings as configuration
from config.device_settings import Device
from config.errors import ConfigError, Problem
from config.settings import Settings
from contract.model import Language
from drivers import registry
from drivers.base import Role
from kiosk import setup
from kiosk.technician import device_access as cabinet
from kiosk.technician.device_test import Answer, DeviceTest
from kiosk.technician.remedies import REMEDIES, Words

_TITLES = {
    Role.ID_CARD_READER: Words("身份证读卡器", "identity-card reader"),
    Role.SOCIAL_SECURITY_CARD_READER: Words(
        "社会保障卡读卡器", "social-security card reader"
    ),
    Role.RECEIPT_PRINTER: Words("凭条打印机", "receipt printer"),
    Role.DOCUMENT_PRINTER: Words("文件打印机", "document printer"),
    Role.LOCKER: Words("取证柜", "locker"),
    Role.CODE_SCANNER: Words("扫码器", "code scanner"),
    Role.QR_DISPLAY: Words("二维码显示屏", "QR display"),
}
_HINTS = {
    Role.ID_CARD_READER: Words("请将身份证放在读卡区", "put a card on the reader"),
    Role.SOCIAL_SECURITY_CARD_READER: Words("请插入社会保障卡", "put a card in"),
    Role.LOCKER: Words("开门后请关上柜门", "close the door once it has opened"),
    Role.CODE_SCANNER: Words("请扫一个码", "scan a code"),
    Role.QR_DISPLAY: Words("请看显示屏上的测试码", "look for the test code on it"),
}
_NO_DEVICES = Words("配置中没有任何设备。", "No device is in the settings.")
_WITHIN = Words("{seconds:g} 秒内", "within {seconds:g} s")
_DO = Words("处理：", "do: ")
_SINCE = Words("自", "since")


def language(settings: Settings) -> Language:
    """Of people at this command line: the environment's, else the terminal's."""
    return spoken(settings.terminal.language)


def spoken(default: Language) -> Language:
    """The environment's language, if it is one of ours."""
    said = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    if said.startswith("zh"):
        return "zh_CN"
    return "en" if said.startswith("en") else default


def list_devices(settings: Settings, *, as_json: bool) -> int:
    """What is configured, and how it is; returns the exit status.

    Raises:
        CacheError: A screen's cache cannot be used.
    """
    configured = setup.devices(settings)
    states = cabinet.states(settings)
    unasked: Answer = {"state": "unknown", "reason": "unknown"}
    found = [
        {
            "role": str(role),
            "backend": device.backend,
            **_where(device),
            **states.get(role, unasked),
        }
        for role, device in configured
    ]
    if as_json:
        _print_json(found)
    else:
        tongue = language(settings)
        for each in found:
            _say_device(each, tongue)
        if not found:
            _print(_NO_DEVICES.within(tongue))
    return 0


def test_device(
    settings: Settings,
    asked: DeviceTest,
    chosen: Device | None,
    *,
    as_json: bool,
) -> int:
    """Test one device; returns the exit status.

    Args:
        settings: Of this terminal.
        asked: What to do; its backend is found here.
        chosen: The device that was described on the command line, if one was.
        as_json: Answer for programs.

    Raises:
        CacheError: A screen's cache cannot be used.
    """
    device = chosen or dict(setup.devices(settings)).get(asked.role)
    backend = device.backend if device is not None else ""
    asked = DeviceTest(
        asked.role, backend, asked.timeout_s, asked.cell, reveal=asked.reveal
    )
    tongue = language(settings)
    hint = _HINTS.get(asked.role)
    if not as_json and hint is not None and device is not None:
        limit = _WITHIN.within(tongue).format(seconds=asked.timeout_s)
        sys.stderr.write(f"{hint.within(tongue)} ({limit}) …\n")
    if chosen is not None:
        answer = cabinet.test_here(chosen, asked)
    else:
        answer = cabinet.test(settings, asked)
    answer = {"role": str(asked.role), "backend": backend, **answer}
    if as_json:
        _print_json(answer)
    else:
        _say_answer(answer, tongue)
    return 0 if answer["ok"] else 1


def describe(
    settings: Settings, role: Role, backend: str | None, pairs: Sequence[str]
) -> Device | None:
    """The device that `--backend` and `--set key=value` describe; None without.

    What is not said is as configured, where that is the same backend.

    Raises:
        ConfigError: With every mistake found.
    """
    if backend is None and not pairs:
        return None
    values: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not (key and equals):
            raise ConfigError([Problem("--set", "", f"{pair!r}: allowed: key=value")])
        values[key] = value
    configured = dict(setup.devices(settings)).get(role)
    known = sorted(registry.BACKENDS[role])
    if backend is None and configured is not None:
        backend = configured.backend
    elif backend is None and len(known) == 1:
        (backend,) = known
    if backend not in known:
        words = f"{backend or 'none said'}; allowed: {', '.join(known) or 'none yet'}"
        raise ConfigError([Problem("--backend", str(role), words)])
    if configured is not None and configured.backend == backend:
        values = configured.options() | values
    return configuration.device(role, values | {"backend": backend})


def explain(reason: str, tongue: Language) -> tuple[str, str]:
    """What a reason means, and what to do about it."""
    remedy = REMEDIES[reason]
    return remedy.meaning.within(tongue), remedy.action.within(tongue)


def _where(device: Device) -> dict[str, str]:
    """Where the device is, of those that have an address."""
    options = device.options()
    return {"url": str(options["url"])} if "url" in options else {}


def _say_device(each: Answer, tongue: Language) -> None:
    good = each["state"] in ("ready", "warning")
    title = _TITLES[Role(each["role"])].within(tongue)
    place = " ".join((each["backend"], each.get("url", ""))).strip()
    meaning, action = explain(each["reason"], tongue)
    since = f" · {_SINCE.within(tongue)} {each['since']}" if "since" in each else ""
    _print(f"{'✓' if good else '✗'} {title} ({each['role']}, {place})")
    _print(f"    {meaning} [{each['reason']}]{since}")
    if detail := each.get("detail"):
        _print(f"    {detail}")
    if action:
        _print(f"    → {_DO.within(tongue)}{action}")


def _say_answer(answer: Answer, tongue: Language) -> None:
    title = _TITLES[Role(answer["role"])].within(tongue)
    backend = answer["backend"]
    place = f"{answer['role']}, {backend}" if backend else answer["role"]
    meaning, action = explain(answer["reason"], tongue)
    mark = "✓" if answer["ok"] else "✗"
    _print(f"{mark} {title} ({place}): {meaning} [{answer['reason']}]")
    shown = answer.get("reading") or answer.get("status") or {}
    for name, value in shown.items():
        if name not in ("state", "reason", "since"):
            _print(f"    {name:12} {_plain(value)}")
    if action:
        _print(f"    → {_DO.within(tongue)}{action}")


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    return str(value)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _print_json(value: object) -> None:
    _print(json.dumps(value, ensure_ascii=False, indent=2))
