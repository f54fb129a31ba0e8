"""`python -m kiosk …`: everything that a terminal is told from a command line.

JSON alone goes to standard output, logs and complaints to standard error. Exit status:
0 well, 1 a fault of the environment, 2 wrong usage or settings, 3 out of time.

Each command imports what it needs itself, so that none waits for another's.
"""

import argparse
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import config

if TYPE_CHECKING:
    from config.errors import ConfigError
    from config.settings import Settings

# structlog takes rich for its tracebacks where it finds it, as beside tools for
# development. Our logs are JSON or plain text; rich is 7 MB and 100 ms of each process.
sys.modules.setdefault("rich", None)  # type: ignore[arg-type]

DEMO_SETTINGS = Path(config.__file__).parent / "demo.toml"

OUTBOX = {
    "status": "how much waits, and since when",
    "list": "every record that is not acknowledged yet",
    "retry": "queue a quarantined record again, or all of them",
    "export": "everything, also what is acknowledged; without contents",
}
"""The outbox's commands, and what each does."""

JOURNAL = {
    "verify": "whether anybody has changed, cut off or inserted an entry",
    "export": "every entry, as a line of JSON",
}
"""The journal's commands, and what each does."""

MOST_SIMULATED = 1_000_000
"""Records; more would fill a terminal's disk."""

MOST_TIMEOUT_S = 3600
"""Seconds; the longest a device test may wait."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    asked = parser().parse_args(arguments)
    try:
        if asked.command == "run":  # which shows itself before it reads settings
            gc.disable()  # what is imported is no garbage; `kiosk.app` has it again
            from kiosk import app

            return app.run(asked.config)
        from kiosk import setup

        return _run(asked, setup.process_settings(asked.config, asked.command))
    except _wrong_settings() as error:
        if asked.command == "doctor":
            from kiosk.technician import doctor

            return doctor.without_settings(error, as_json=asked.json)
        sys.stderr.write(f"{error}\n")
        return 2
    except _faults() as error:
        sys.stderr.write(f"{asked.command}: {error}\n")
        return 1


def _wrong_settings() -> "type[ConfigError]":
    """What is wrong in the settings; asked only once something was raised."""
    from config.errors import ConfigError

    return ConfigError


def _faults() -> tuple[type[Exception], ...]:
    """What is the environment's fault; asked only once something was raised."""
    from offline_cache.errors import CacheError

    return CacheError, OSError


def _run(asked: argparse.Namespace, settings: "Settings") -> int:
    match asked.command:
        case "agent":
            from kiosk import setup
            from kiosk.agent import agent

            setup.share_memory()
            return agent.run(
                settings, until_drained=asked.until_drained, timeout_s=asked.timeout
            )
        case "demo":
            from kiosk.demo import demo

            return demo.run(
                asked.config,
                scripted=asked.scripted,
                service=asked.service,
                offline=asked.offline,
                out=asked.out,
            )
        case "service-pin":
            from kiosk import service_pin

            return service_pin.run(settings.service.pin_file)
        case "outbox" if asked.do == "simulate":
            from kiosk.demo import simulate

            return simulate.run(settings, asked.count)
        case "devices":
            return _devices(asked, settings)
        case "doctor":
            from kiosk.technician import doctor

            return doctor.run(settings, as_json=asked.json)
    return _cache_command(asked, settings)


def _devices(asked: argparse.Namespace, settings: "Settings") -> int:
    from drivers.base import Role
    from kiosk.technician import device_commands
    from kiosk.technician.device_test import DeviceTest

    if asked.do == "list":
        return device_commands.list_devices(settings, as_json=asked.json)
    role = Role(asked.role)
    chosen = device_commands.describe(settings, role, asked.backend, asked.set or ())
    test = DeviceTest(role, "", asked.timeout, asked.cell, reveal=asked.reveal)
    return device_commands.test_device(settings, test, chosen, as_json=asked.json)


def _cache_command(asked: argparse.Namespace, settings: "Settings") -> int:
    from kiosk.technician import cache_commands as commands

    match asked.command:
        case "services":
            return commands.list_services(settings, as_json=asked.json)
        case "cache":
            return commands.rekey(settings)
        case "journal":
            return commands.journal(settings, asked.do, as_json=asked.json)
        case "outbox":
            return commands.outbox(
                settings, asked.do, which=asked.key, as_json=asked.json
            )
    raise LookupError(asked.command)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="python -m kiosk", description=__doc__)
    subs = top.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, metavar="FILE")
    listing = argparse.ArgumentParser(add_help=False)
    listing.add_argument("--json", action="store_true")

    subs.add_parser("run", parents=[common], help="the screen")

    agent = subs.add_parser("agent", parents=[common], help="the background process")
    agent.add_argument(
        "--until-drained", action="store_true", help="send all that waits, then end"
    )
    agent.add_argument("--timeout", type=float, default=60.0, metavar="SECONDS")

    demo = subs.add_parser("demo", parents=[common], help="the whole system, here")
    demo.set_defaults(config=DEMO_SETTINGS)
    demo.add_argument(
        "--scripted", action="store_true", help="a scripted citizen instead of you"
    )
    demo.add_argument("--service", metavar="CODE", help="this service item alone")
    demo.add_argument("--offline", action="store_true", help="with the network cut")
    demo.add_argument("--out", type=Path, default=Path("demo-output"), metavar="DIR")

    _add_devices(subs, common, listing)
    subs.add_parser(
        "doctor", parents=[common, listing], help="whether all is ready to serve"
    )

    subs.add_parser(
        "service-pin", parents=[common], help="set the PIN of the service mode"
    )

    services = subs.add_parser("services", help="what citizens can come for")
    do = services.add_subparsers(dest="do", required=True)
    do.add_parser("list", parents=[common, listing])

    outbox = subs.add_parser("outbox", help="what waits to be sent to central")
    do = outbox.add_subparsers(dest="do", required=True)
    for name, text in OUTBOX.items():
        sub = do.add_parser(name, parents=[common, listing], help=text)
        sub.set_defaults(key=None)
        if name == "retry":
            sub.add_argument("key", nargs="?", help="idempotency key; else all")
    made_up = do.add_parser(
        "simulate", parents=[common], help="queue made-up records (demonstrations)"
    )
    made_up.add_argument("count", type=_count, metavar="N")

    cache = subs.add_parser("cache", help="the encrypted file on this terminal")
    do = cache.add_subparsers(dest="do", required=True)
    do.add_parser(
        "rekey", parents=[common], help="give it, and its key file, a new key"
    )

    journal = subs.add_parser("journal", help="what has happened at this terminal")
    do = journal.add_subparsers(dest="do", required=True)
    for name, text in JOURNAL.items():
        do.add_parser(name, parents=[common, listing], help=text)
    return top


def _add_devices(
    subs: Any, common: argparse.ArgumentParser, listing: argparse.ArgumentParser
) -> None:
    devices = subs.add_parser("devices", help="the cabinet's devices")
    do = devices.add_subparsers(dest="do", required=True)
    do.add_parser(
        "list", parents=[common, listing], help="what is configured and how it is"
    )
    test = do.add_parser(
        "test",
        parents=[common, listing],
        help="wait for a card, print a page, open a cell, …",
    )
    test.add_argument("role", type=_role, metavar="ROLE")
    test.add_argument("--backend", metavar="B", help="another than is configured")
    test.add_argument("--set", action="append", metavar="KEY=VALUE")
    test.add_argument("--cell", type=int, metavar="N", help="of a locker")
    test.add_argument("--timeout", type=_seconds, default=30.0, metavar="SECONDS")
    test.add_argument("--reveal", action="store_true", help="a reading unmasked")


def _role(text: str) -> str:
    from drivers.base import Role  # late: the screen shows itself before it needs any

    if text not in list(Role):
        known = ", ".join(repr(str(role)) for role in Role)
        raise argparse.ArgumentTypeError(
            f"invalid choice: {text!r} (choose from {known})"
        )
    return text


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_SIMULATED:
        raise argparse.ArgumentTypeError(f"1 to {MOST_SIMULATED}, not {text!r}")
    return int(text)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= MOST_TIMEOUT_S:
        raise argparse.ArgumentTypeError(
            f"allowed: more than 0, up to {MOST_TIMEOUT_S}"
        )
    return seconds


if __name__ == "__main__":
    sys.exit(main())
