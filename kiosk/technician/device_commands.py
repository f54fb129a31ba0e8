"""`python -m kiosk devices list` and `devices test`: for a technician at the cabinet.

Exit status: 0 success, 1 a device's fault, 2 wrong usage.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from config import device_settings as configuration
from config.device_settings import Device, LockBoard, ModbusRelay
from config.errors import ConfigError, Problem
from config.settings import Settings
from contract.model import Language
from drivers import registry
from drivers.base import Role
from kiosk import setup
from kiosk.technician import device_access as cabinet
from kiosk.technician.device_access import Differences
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
_DIFFERS = Words(
    "{key}：界面正在使用 {runs}，配置已改为 {says}",
    "{key}: the screen runs with {runs}, the settings now say {says}",
)
RESTART = Words(
    "重启终端界面，使配置生效：systemctl restart onetrip-screen。",
    "Restart the screen, so that it takes the settings: "
    "systemctl restart onetrip-screen.",
)


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
    """List the configured devices and their states; return the exit status.

    A serving screen's devices are listed as it runs them, even if the settings have
    been changed since it started.

    Raises:
        CacheError: A screen's cache cannot be used.
    """
    found = [
        {
            "role": str(each.role),
            "backend": each.keys["backend"],
            **({"url": each.keys["url"]} if "url" in each.keys else {}),
            **each.state,
            **_differences(each.differences),
        }
        for each in cabinet.look(settings)
    ]
    if as_json:
        _print_json(found)
    else:
        tongue = language(settings)
        for each in found:
            _say_device(each, tongue)
        if not found:
            _print(_NO_DEVICES.within(tongue))
    return 0 if all(_is_well(each) for each in found) else 1


def test_device(
    settings: Settings,
    asked: DeviceTest,
    chosen: Device | None,
    *,
    as_json: bool,
) -> int:
    """Test one device; return the exit status.

    Args:
        settings: The terminal's settings.
        asked: The test; its backend is filled in here.
        chosen: The device described on the command line, if any.
        as_json: Whether to print JSON.

    Raises:
        CacheError: A screen's cache cannot be used.
        ConfigError: No cell is named for a locker, or one that it does not have.
    """
    device = chosen or dict(setup.devices(settings)).get(asked.role)
    backend = device.backend if device is not None else ""
    if isinstance(device, LockBoard | ModbusRelay):
        _require_cell(asked.cell, device.cells)
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
        answer, tested = cabinet.test(settings, asked)
        if tested is not None:
            backend = tested.keys["backend"]
            answer |= _differences(tested.differences)
    answer = {"role": str(asked.role), "backend": backend, **answer}
    if as_json:
        _print_json(answer)
    else:
        _say_answer(answer, tongue)
    return 0 if answer["ok"] else 1


def describe(
    settings: Settings, role: Role, backend: str | None, pairs: Sequence[str]
) -> Device | None:
    """Return the device that `--backend` and `--set key=value` describe, or None.

    Other keys are as configured, if the backend is the same.

    Raises:
        ConfigError: The keys are invalid; the text lists every mistake.
    """
    if backend is None and not pairs:
        return None
    values: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not (key and equals):
            raise ConfigError([Problem("--set", "", f"{pair!r}: allowed: key=value")])
        if key == "backend":
            raise ConfigError([Problem("--set", key, "say --backend instead")])
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
        values = configured.table() | values
    return configuration.device(role, values | {"backend": backend})


def explain(reason: str, tongue: Language) -> tuple[str, str]:
    """Return what a reason means and what to do about it."""
    remedy = REMEDIES[reason]
    return remedy.meaning.within(tongue), remedy.action.within(tongue)


def _require_cell(cell: int | None, cells: int) -> None:
    if cell is None:
        words = f"say which cell to open: --cell 1 to --cell {cells}"
    elif 1 <= cell <= cells:
        return
    else:
        words = f"found: {cell}; allowed: 1 to {cells}"
    raise ConfigError([Problem("--cell", "", words)])


def _differences(keys: Differences) -> Answer:
    """Return the answer's entry for differing keys; empty without any."""
    return {"settings_differ": keys} if keys else {}


def _is_well(each: Answer) -> bool:
    return each["state"] in ("ready", "warning")


def explain_differences(keys: Differences, tongue: Language) -> Iterator[str]:
    """Yield a line for each key that differs between the screen and the settings."""
    for key, each in keys.items():
        runs, says = each.get("running", "–"), each.get("settings", "–")
        yield _DIFFERS.within(tongue).format(key=key, runs=runs, says=says)


def _say_differences(answer: Answer, tongue: Language) -> None:
    if keys := answer.get("settings_differ"):
        for line in explain_differences(keys, tongue):
            _print(f"    {line}")
        _print(f"    → {_DO.within(tongue)}{RESTART.within(tongue)}")


def _say_device(each: Answer, tongue: Language) -> None:
    good = _is_well(each)
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
    _say_differences(each, tongue)


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
    _say_differences(answer, tongue)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    return str(value)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _print_json(value: object) -> None:
    _print(json.dumps(value, ensure_ascii=False, indent=2))
