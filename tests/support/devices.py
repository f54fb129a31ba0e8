"""Fake devices, and workers driven turn by turn without a clock."""

import threading
from collections.abc import Callable
from typing import Any

from drivers.base import (
    CardReading,
    CardType,
    CodeKind,
    DeviceStatus,
    Door,
    PrintOutcome,
    PrintResult,
    Receipt,
    ScannedCode,
    State,
    Text,
)
from drivers.errors import DeviceSilentError, Reason
from drivers.leftover import Leftover
from drivers.supervisor import DeviceEvent, StatusChanged, Worker

READY = DeviceStatus(State.READY, Reason.OK)
SILENT = DeviceSilentError(Reason.NO_ANSWER, "nothing came")
RECEIPT = Receipt((Text("receipt"),))
READING = CardReading(CardType.RESIDENT, "510411198511223175", name="陈𬱖")

Act = Callable[[], object]


class Bug(Exception):  # noqa: N818 - not an error that anyone would expect
    """An exception that no driver should ever raise."""


class FakeDevice:
    """A device whose calls behave as a test sets them.

    Attributes:
        faults: What each call raises, by its name, until it is removed.
        calls: The names of all calls, in order.
        during: Runs in the middle of a call, by its name, once.
    """

    poll_interval = 0.3

    def __init__(self) -> None:
        self.faults: dict[str, Exception] = {}
        self.calls: list[str] = []
        self.during: dict[str, Act] = {}
        self.told = READY

    def open(self) -> None:
        self.call("open")

    def close(self) -> None:
        self.call("close")

    def status(self) -> DeviceStatus:
        self.call("status")
        return self.told

    def call(self, name: str) -> None:
        self.calls.append(name)
        self.during.pop(name, lambda: None)()
        if name in self.faults:
            raise self.faults[name]


class FakeReader(FakeDevice):
    """A reader: `unread` is found once, and lies there until `lying` is False."""

    def __init__(self) -> None:
        super().__init__()
        self.unread: CardReading | None = None
        self.lying = False

    def put_card(self) -> None:
        self.unread, self.lying = READING, True

    def lift_card(self) -> None:
        self.unread, self.lying = None, False

    def read_card(self) -> CardReading | None:
        self.call("read_card")
        reading, self.unread = self.unread, None
        return reading

    def card_present(self) -> bool:
        self.call("card_present")
        return self.lying


class FakePrinter(FakeDevice):
    """A printer: `printed` contains its output."""

    def __init__(self) -> None:
        super().__init__()
        self.leftover = Leftover()
        self.printed: list[Receipt] = []
        self.result = PrintResult(PrintOutcome.PRINTED)

    def print(self, receipt: Receipt) -> PrintResult:
        self.call("print")
        self.printed.append(receipt)
        return self.result


CODE = ScannedCode(CodeKind.BILL_CODE, "51040020261122000017")


class FakeScanner(FakeDevice):
    """A scanner: `scanned` contains the codes to be read, oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.scanned: list[ScannedCode] = []

    def read_code(self, timeout: float) -> ScannedCode | None:  # noqa: ARG002
        self.call("read_code")
        return self.scanned.pop(0) if self.scanned else None

    def drop_pending(self) -> None:
        self.call("drop_pending")
        self.scanned.clear()


class FakeLocker(FakeDevice):
    """A cabinet whose doors are as `stand` says."""

    cells = 3

    def __init__(self) -> None:
        super().__init__()
        self.stand = dict.fromkeys((1, 2, 3), Door.CLOSED)

    def unlock(self, cell: int) -> None:
        self.call("unlock")
        self.stand[cell] = Door.OPEN

    def doors(self) -> dict[int, Door]:
        self.call("doors")
        return dict(self.stand)


class Heard:
    """Records everything that a worker or supervisor reports."""

    def __init__(self) -> None:
        self.events: list[DeviceEvent] = []
        self._more = threading.Condition()

    def __call__(self, event: DeviceEvent) -> None:
        with self._more:
            self.events.append(event)
            self._more.notify_all()

    def of(self, *kinds: type[DeviceEvent]) -> list[DeviceEvent]:
        return [event for event in self.events if isinstance(event, kinds)]

    def wait(self, met: Callable[[], object]) -> None:
        """Wait until `met` holds, checked after each event; else fail the test."""
        with self._more:
            assert self._more.wait_for(met, 60), self.events


def states(heard: Heard) -> list[State]:
    """Return the reported states, in order."""
    return [
        event.status.state for event in heard.events if isinstance(event, StatusChanged)
    ]


class _Turns(threading.Event):
    def __init__(self, worker: Worker[Any], acts: list[Act]) -> None:
        super().__init__()
        self.pauses: list[float | None] = []
        self._worker = worker
        self._acts = acts

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout)
        if self._acts:
            self._acts.pop(0)()
        else:
            self._worker.stop()
        return True


def drive(worker: Worker[Any], *acts: Act) -> list[float | None]:
    """Run a worker in this thread: a turn, an act, a turn … and stop.

    Returns:
        The pause that it would have made after each turn, in seconds.
    """
    turns = _Turns(worker, list(acts))
    worker._wake = turns
    worker._run()
    return turns.pauses


def turn() -> None:
    """An act that does nothing: only another turn."""


def together(*acts: Act) -> Act:
    """Return an act that runs several."""

    def act() -> None:
        for each in acts:
            each()

    return act
