"""The machine's share of a visit's time, for every item, on the whole real system.

From each action of a citizen until the next screen asks for something, summed up over
the visit. People, paper and the payment provider are not counted; the card's wire
and the reader's pause of up to 300 ms are.

Where the milliseconds go, of a statement (about, on two cores that are shared):
* card: 120 ms are its 1380 bytes at 115200 baud, 150 ms the mean pause between two
  looks for it, and as much again when it is lifted;
* central: some 40 ms for each question, of which 4 ms are this process's;
* drawing: 3 to 20 ms a screen, 60 ms the first time for the widest one;
* the state machine: under 1 ms an event; each commit of the cache 1 to 3 ms;
* the locker: each question for all doors is 15 ms of the line at 9600 baud, and 25 ms
  the mean pause between two.
"""

import os
import tempfile
from pathlib import Path

from benchmarks import report
from PySide6.QtWidgets import QApplication
from support.journey import Journey

from config import loader
from kiosk import logs
from kiosk.demo import system as demo_system
from kiosk.demo.citizen import Account
from kiosk.demo.processes import Processes
from kiosk.demo.scripted import Plan, visits

DEMO = loader.HOME / "demo.toml"
ROUNDS = 5
AIM_MS = 500
PLANNED = loader.load_toml(loader.HOME / "demo_visits.toml", Plan).visits
OTHERS = {("printing", "rate_visit"), ("pay", "printing")}
"""Two screens between which paper, or the provider's word, is waited for."""


def run() -> None:
    """Measure all, and write the figures."""
    spent: dict[str, list[float]] = {each.service: [] for each in PLANNED}
    for _ in range(ROUNDS):
        for service, account in _one_of_each().items():
            spent[service].append(_machine(account))
    figures = {name: report.spread(values) for name, values in spent.items()}
    report.write("visits", {"unit": "ms", "aim": AIM_MS, **figures})


def _one_of_each() -> dict[str, Account]:
    """Run every item once, on a system of its own: a fine is paid only once."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        out = state / "out"
        out.mkdir()
        with Processes(state / "processes.log") as processes:
            system = demo_system.start(processes, DEMO, state, out, port=0)
            os.environ.update(processes.environment)
            journey = Journey(system, out)
            try:
                return {each.service: _visit(journey, each.service) for each in PLANNED}
            finally:
                journey.close()


def _visit(journey: Journey, service: str) -> Account:
    for visit in visits(service, offline=False):
        journey.ready()
        if visit.offline:
            journey.offline()
        account = journey.citizen.go(visit)
        journey.network.do("restore")
        journey.delivered()
    return account


def _machine(account: Account) -> float:
    steps = account.steps
    names = [step["name"] for step in steps]
    pairs = zip(["", *names], steps, strict=False)
    return float(
        sum(
            step["ms"] for before, step in pairs if (before, step["name"]) not in OTHERS
        )
    )


if __name__ == "__main__":
    logs.configure("json", "error", "bench")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication.instance() or QApplication(["bench"])
    run()
