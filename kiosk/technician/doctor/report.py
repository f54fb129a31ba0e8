"""Runs all checks and prints their findings."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

from config.errors import ConfigError
from config.language import of_environment
from config.settings import Settings
from kiosk.technician import device_commands
from kiosk.technician.doctor import central, devices, screen, service, storage
from kiosk.technician.doctor.finding import Finding, Terminal
from kiosk.technician.remedies import Words


def run(settings: Settings, *, as_json: bool) -> int:
    """Run all checks; return the exit status: 0 ready, 1 not."""
    # Output for programs does not depend on the caller's language.
    tongue = "en" if as_json else device_commands.language(settings)
    return _print(list(_findings(Terminal(settings, tongue))), as_json=as_json)


def without_settings(error: ConfigError, *, as_json: bool) -> int:
    """Report that the settings cannot be used: nothing else can be checked."""
    tongue = "en" if as_json else of_environment("zh_CN")
    remedy = Words(
        "改正上述各行，再运行一次。",
        "Mend these lines of the settings, and run it again.",
    ).within(tongue)
    return _print([Finding("settings", False, str(error), remedy)], as_json=as_json)


def _print(findings: list[Finding], *, as_json: bool) -> int:
    if as_json:
        text = json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=2)
        sys.stdout.write(text + "\n")
    else:
        for each in findings:
            mark = "✓" if each.ok else "✗"
            sys.stdout.write(f"{mark} {each.check:32} {each.detail}\n")
            if not each.ok and each.remedy:
                sys.stdout.write(f"    → {each.remedy}\n")
    return 0 if all(each.ok for each in findings) else 1


def _findings(at: Terminal) -> Iterator[Finding]:
    yield Finding("settings", True, at.settings.terminal.name)
    yield service.items(at)
    yield from storage.check(at)
    yield from central.check(at)
    yield from devices.check(at)
    yield from service.pin(at)
    yield screen.fonts(at)
    yield screen.translations(at)
    yield screen.display(at)
