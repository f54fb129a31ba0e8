"""Technicians' commands to a serving screen: citizens come first."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from support.devices import READING, READY, FakeReader
from support.visits import RUNNING, Kiosk

from drivers.base import Role
from drivers.errors import Reason
from drivers.supervisor import JobDone
from kiosk.technician import device_test
from kiosk.technician.device_test import DeviceTest
from offline_cache.mailbox import CommandOutcome, CommandState, Mailbox
from offline_cache.words import Order
from view import Attract, Begin, ChooseItem


class Technician:
    """The command line's side of the table `command`."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def asks(self, name: str, **arguments: Any) -> int:
        number: int = self._kiosk.folder.see(
            lambda cache: Mailbox(cache).post("screen", name, arguments, 60)
        )
        self._kiosk.runtime.look()
        return number

    def tests(self, role: Role) -> int:
        return self.asks(Order.TEST_DEVICE, **asdict(DeviceTest(role, "b", 60)))

    def gets(self, number: int) -> Any:
        outcome: list[CommandOutcome] = []

        def final() -> bool:
            outcome.append(
                self._kiosk.folder.see(lambda cache: Mailbox(cache).outcome(number))
            )
            return outcome[-1].final

        self._kiosk.until(final)
        assert outcome[-1].state is CommandState.DONE
        return outcome[-1].result


Job = Callable[[Any], object]


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(tmp_path)
    jobs: list[tuple[Role, Job, object]] = []

    def submit(role: Role, job: Job, ticket: object, limit_s: float) -> None:
        jobs.append((role, job, ticket))

    kiosk.devices.submit = submit  # type: ignore[method-assign, assignment]
    kiosk.devices.tests = jobs  # type: ignore[attr-defined]
    with kiosk:
        kiosk.shows(Attract)
        yield kiosk


def submitted(kiosk: Kiosk) -> list[tuple[Role, Job, object]]:
    jobs: list[tuple[Role, Job, object]]
    jobs = kiosk.devices.tests  # type: ignore[attr-defined]
    return jobs


def test_a_screen_that_serves_tests_its_own_device(kiosk: Kiosk) -> None:
    technician = Technician(kiosk)
    asked = technician.tests(Role.ID_CARD_READER)
    kiosk.until(lambda: submitted(kiosk))
    ((role, job, ticket),) = submitted(kiosk)
    assert role is Role.ID_CARD_READER
    reader = FakeReader()
    reader.put_card()
    kiosk.devices.tell(JobDone(ticket, job(reader)))
    answer = technician.gets(asked)
    assert answer["ok"] is True
    assert answer["reading"]["name"] == "陈*"
    assert READING.number not in json.dumps(answer)


def test_a_device_that_fails_at_a_screen_is_told_with_its_status(
    kiosk: Kiosk,
) -> None:
    technician = Technician(kiosk)
    asked = technician.tests(Role.RECEIPT_PRINTER)
    kiosk.until(lambda: submitted(kiosk))
    ((_, _, ticket),) = submitted(kiosk)
    kiosk.devices.tell(JobDone(ticket, None, Reason.HUNG))
    answer = technician.gets(asked)
    assert (answer["ok"], answer["reason"]) == (False, "hung")
    assert answer["status"] == device_test.as_json(READY)


def test_no_device_is_tested_during_a_visit(kiosk: Kiosk) -> None:
    technician = Technician(kiosk)
    kiosk.tap(Begin("zh_CN"))
    kiosk.shows(ChooseItem)
    answer = technician.gets(technician.tests(Role.RECEIPT_PRINTER))
    assert answer == {"ok": False, "reason": "busy"}
    assert submitted(kiosk) == []


def test_a_citizen_who_comes_gets_the_reader_at_once(kiosk: Kiosk) -> None:
    technician = Technician(kiosk)
    asked = technician.tests(Role.ID_CARD_READER)
    kiosk.until(lambda: submitted(kiosk))
    ((_, job, ticket),) = submitted(kiosk)
    kiosk.tap(Begin("zh_CN"))
    kiosk.shows(ChooseItem)
    kiosk.devices.tell(JobDone(ticket, job(FakeReader())))  # not for its minute
    assert technician.gets(asked) == {"ok": False, "reason": "busy"}


def test_a_screen_tells_how_its_devices_are_also_during_a_visit(
    kiosk: Kiosk,
) -> None:
    technician = Technician(kiosk)
    kiosk.tap(Begin("zh_CN"))
    kiosk.shows(ChooseItem)
    told = technician.gets(technician.asks(Order.LIST_DEVICES))
    assert told["id_card_reader"] == {"state": "ready", "reason": "ok"}
    assert technician.gets(technician.asks("sing"))["ok"] is False


def test_a_screen_tells_what_its_devices_were_started_with(kiosk: Kiosk) -> None:
    technician = Technician(kiosk)
    told = technician.gets(technician.asks(Order.DEVICE_KEYS))
    assert told == {"id_card_reader": RUNNING}
