"""The whole system for journeys: real processes, the real screen, and a robot."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config import loader
from kiosk.demo import system as demo_system
from kiosk.demo.processes import Processes
from kiosk.demo.system import Device
from support.journey import Journey

DEMO = loader.HOME / "demo.toml"
STATION = tuple(
    device
    for device in demo_system.CABINET
    if device in demo_system.NEEDED or device.role == "document_printer"
)


Begin = Callable[..., Journey]


@contextmanager
def journeys(folder: Path) -> Iterator[Begin]:
    """Start journeys; keyword arguments are settings, as `session__idle_s=1`.

    `cabinet` are its devices: those of `demo_system`, with a document printer, unless
    given. `database` is central's.
    """
    started: list[Journey] = []
    out = folder / "out"
    out.mkdir()
    with (
        pytest.MonkeyPatch.context() as environment,
        Processes(folder / "processes.log") as processes,
    ):

        def start(
            cabinet: tuple[Device, ...] = STATION,
            database: str | None = None,
            **settings: object,
        ) -> Journey:
            for name, value in settings.items():
                processes.environment[f"ONETRIP_{name.upper()}"] = str(value)
            system = demo_system.start(
                processes,
                DEMO,
                folder,
                out,
                port=0,
                cabinet=cabinet,
                database=database,
            )
            for name, text in processes.environment.items():
                environment.setenv(name, text)
            journey = Journey(system, out)
            started.append(journey)
            return journey

        yield start
        for journey in started:
            journey.close()
