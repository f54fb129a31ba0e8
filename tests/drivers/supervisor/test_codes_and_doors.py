"""Codes belong to the one who asked; a door left open closes the whole cabinet."""

from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from support.devices import (
    CODE,
    READY,
    SILENT,
    FakeLocker,
    FakeScanner,
    Heard,
    drive,
    turn,
)

from drivers.base import DeviceStatus, Door, Role, State
from drivers.errors import ProtocolError, Reason
from drivers.supervisor import (
    CodeRead,
    CodeScannerWorker,
    CodeUnreadable,
    LockerWorker,
    StatusChanged,
    Supervisor,
)
from drivers.supervisor import supervisor as supervisor_cabinet


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def scanner() -> FakeScanner:
    return FakeScanner()


@pytest.fixture
def locker() -> FakeLocker:
    return FakeLocker()


@pytest.fixture
def listening(scanner: FakeScanner, heard: Heard) -> CodeScannerWorker:
    return CodeScannerWorker(Role.CODE_SCANNER, lambda: scanner, heard)


@pytest.fixture
def keeping(locker: FakeLocker, heard: Heard) -> LockerWorker:
    return LockerWorker(Role.LOCKER, lambda: locker, heard)


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as events:
        yield events


def statuses(heard: Heard) -> list[DeviceStatus]:
    return [each.status for each in heard.events if isinstance(each, StatusChanged)]


# -- codes ------------------------------------------------------------------------


def test_nobody_asked_and_so_nothing_is_read(
    scanner: FakeScanner, listening: CodeScannerWorker, heard: Heard
) -> None:
    scanner.scanned.append(CODE)
    drive(listening, turn, turn)
    assert "read_code" not in scanner.calls
    assert heard.of(CodeRead) == []


def test_what_was_scanned_before_belongs_to_nobody(
    scanner: FakeScanner, listening: CodeScannerWorker, heard: Heard
) -> None:
    scanner.scanned.append(CODE)
    listening.read_code("mine")
    drive(listening, turn, turn)
    assert heard.of(CodeRead) == []


def test_each_code_is_told_until_nobody_asks_any_more(
    scanner: FakeScanner, listening: CodeScannerWorker, heard: Heard
) -> None:
    listening.read_code("mine")
    drive(
        listening,
        lambda: scanner.scanned.extend([CODE, CODE]),
        turn,
        turn,
        listening.stop_reading_code,
        lambda: scanner.scanned.append(CODE),
        turn,
    )
    assert heard.of(CodeRead) == [CodeRead("mine", CODE)] * 2
    assert scanner.calls.count("drop_pending") == 1, "its own codes are not dropped"


@pytest.mark.parametrize("then", ["stop", "ask"])
def test_a_code_that_comes_when_another_asks_is_told_to_nobody(
    then: str, scanner: FakeScanner, listening: CodeScannerWorker, heard: Heard
) -> None:
    end = listening.stop_reading_code
    listening.read_code("old")
    drive(
        listening,
        lambda: scanner.scanned.append(CODE),
        lambda: scanner.during.update(
            read_code=end if then == "stop" else lambda: listening.read_code("new")
        ),
        lambda: scanner.scanned.append(CODE),
        turn,
        turn,
    )
    told = [each.ticket for each in heard.events if isinstance(each, CodeRead)]
    assert told == ["old"], "the first alone"


def test_a_code_that_is_no_text_costs_neither_the_scanner_nor_the_next_code(
    scanner: FakeScanner, listening: CodeScannerWorker, heard: Heard
) -> None:
    nonsense = ProtocolError(Reason.BAD_ANSWER, "7 bytes that are no text")
    listening.read_code("mine")

    def better() -> None:
        scanner.faults.clear()
        scanner.scanned.append(CODE)

    drive(
        listening,
        lambda: scanner.faults.update(read_code=nonsense),
        *[turn] * 5,
        better,
    )
    assert scanner.calls.count("open") == 1
    assert heard.of(CodeRead) == [CodeRead("mine", CODE)]
    told = heard.of(CodeUnreadable)
    assert told == [CodeUnreadable("mine")] * 6, "the one who asked hears of each"
    assert [each.state for each in statuses(heard)] == [State.READY]


@pytest.mark.parametrize("then", ["stop", "ask"])
def test_a_code_that_is_no_text_is_told_to_nobody_who_asks_after_it(
    then: str, scanner: FakeScanner, listening: CodeScannerWorker, heard: Heard
) -> None:
    nonsense = ProtocolError(Reason.BAD_ANSWER, "7 bytes that are no text")
    end = listening.stop_reading_code
    listening.read_code("old")

    def meanwhile() -> None:
        scanner.faults.update(read_code=nonsense)
        scanner.during.update(
            read_code=end if then == "stop" else lambda: listening.read_code("new")
        )

    drive(listening, meanwhile, scanner.faults.clear, turn)
    assert heard.of(CodeUnreadable) == []


def test_a_scanner_that_goes_while_it_is_listened_to_is_known_to_be_gone(
    scanner: FakeScanner, listening: CodeScannerWorker, heard: Heard
) -> None:
    listening.read_code("mine")

    def back() -> None:
        scanner.faults.clear()

    drive(
        listening,
        lambda: scanner.faults.update(read_code=SILENT, open=SILENT),
        *[turn] * 3,
        back,
        lambda: scanner.scanned.append(CODE),
        turn,
    )
    assert [each.state for each in statuses(heard)] == [
        State.READY,
        State.GONE,
        State.READY,
    ]
    assert heard.of(CodeRead) == [CodeRead("mine", CODE)], "still the one who asked"


def test_a_scanner_that_hangs_is_replaced_and_listens_on(
    scanner: FakeScanner, listening: CodeScannerWorker, heard: Heard
) -> None:
    listening.read_code("mine")
    listening._until = 0.0  # as if a call had never come back
    assert listening.abandon()
    fresh = listening.successor()
    drive(fresh, lambda: scanner.scanned.append(CODE), turn)
    assert heard.of(CodeRead) == [CodeRead("mine", CODE)]


# -- doors ------------------------------------------------------------------------


def test_a_door_that_stands_open_puts_the_locker_out_of_service_until_it_is_shut(
    locker: FakeLocker, keeping: LockerWorker, heard: Heard, logged: list[Any]
) -> None:
    drive(
        keeping,
        lambda: locker.stand.update({2: Door.OPEN}),
        turn,
        turn,
        lambda: locker.stand.update({2: Door.CLOSED}),
        turn,
    )
    assert [(each.state, each.reason) for each in statuses(heard)] == [
        (State.READY, Reason.OK),
        (State.FAULT, Reason.DOOR_OPEN),
        (State.READY, Reason.OK),
    ]
    assert statuses(heard)[1].detail == "open: 2"
    alarms = [each for each in logged if each["event"] == "locker_door_open"]
    assert [each["cells"] for each in alarms] == [[2]], "once"


def test_a_locker_that_is_found_with_an_open_door_does_not_flash_as_ready(
    locker: FakeLocker, keeping: LockerWorker, heard: Heard
) -> None:
    locker.stand[3] = Door.OPEN
    drive(keeping, turn)
    assert [each.reason for each in statuses(heard)] == [Reason.DOOR_OPEN]


def test_the_door_that_a_job_opened_is_the_jobs_own_until_it_ends(
    keeping: LockerWorker, heard: Heard
) -> None:
    drive(
        keeping,
        lambda: keeping.submit("job", lambda each: each.unlock(1), 60),
        turn,
    )
    reasons = [each.reason for each in statuses(heard)]
    assert reasons == [Reason.OK, Reason.DOOR_OPEN], "left open, once the job is over"


def test_doors_without_a_sensor_are_not_spoken_of(
    locker: FakeLocker, keeping: LockerWorker, heard: Heard
) -> None:
    locker.stand = dict.fromkeys(locker.stand, Door.UNKNOWN)
    drive(keeping, turn)
    assert statuses(heard) == [READY]


def test_what_is_wrong_with_the_locker_itself_comes_first(
    locker: FakeLocker, keeping: LockerWorker, heard: Heard
) -> None:
    locker.told = DeviceStatus(State.FAULT, Reason.LOCK_FAULT)
    locker.stand[1] = Door.OPEN
    drive(keeping, turn)
    assert [each.reason for each in statuses(heard)] == [Reason.LOCK_FAULT]


# -- in a whole cabinet -----------------------------------------------------------


def test_a_cabinet_listens_to_its_scanner_and_watches_its_doors(
    scanner: FakeScanner,
    locker: FakeLocker,
    heard: Heard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervisor_cabinet, "WATCH_EVERY_S", 0.01)
    locker.stand[1] = Door.OPEN
    makers = {Role.CODE_SCANNER: lambda: scanner, Role.LOCKER: lambda: locker}
    supervisor = Supervisor(makers, heard)
    supervisor.start()
    supervisor.read_code("mine")
    heard.wait(lambda: supervisor.statuses()[Role.LOCKER].reason is Reason.DOOR_OPEN)
    while "drop_pending" not in scanner.calls:
        pass
    scanner.scanned.append(CODE)
    heard.wait(lambda: heard.of(CodeRead))
    supervisor.stop_reading_code()
    supervisor.stop()


def test_a_cabinet_without_a_scanner_is_asked_in_vain_and_without_harm(
    heard: Heard,
) -> None:
    supervisor = Supervisor({}, heard)
    supervisor.read_code("mine")
    supervisor.stop_reading_code()
    assert heard.events == []
