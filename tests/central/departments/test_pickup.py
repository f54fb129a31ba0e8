"""What a holder is told of a document that lies ready."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from central.demo.pickup import DemoRegister
from central.departments.base import Deposit
from central.departments.exit_entry import ExitEntry
from contract.model import Bilingual

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
PLACE = Bilingual(zh_CN="西区政务服务大厅", en="West hall")


class Phone:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, number: str, text: str) -> None:
        self.sent.append((number, text))


class Register:
    def __init__(self, *deposits: Deposit) -> None:
        self._deposits = deposits

    def deposits(self, now: datetime) -> tuple[Deposit, ...]:  # noqa: ARG002
        return self._deposits


def deposit(until: datetime = NOW) -> Deposit:
    return replace(DemoRegister(ExitEntry.items, NOW).deposits(NOW)[0], until=until)


@pytest.mark.parametrize(
    ("until", "day"),
    [
        (datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), "2026-12-31"),
        (datetime(2026, 12, 31, 16, tzinfo=UTC), "2027-01-01"),
        (datetime(2028, 2, 28, 23, 59, tzinfo=UTC), "2028-02-29"),
    ],
)
def test_the_last_day_is_shanghais(until: datetime, day: str) -> None:
    one, phone = deposit(until), Phone()
    ExitEntry(Register(one), phone).loaded(one.holding, PLACE, NOW)
    ((_, text),) = phone.sent
    assert f"请于 {day} 前" in text


def test_a_deposit_that_the_register_lists_twice_is_one_message() -> None:
    one, phone = deposit(NOW + timedelta(days=9)), Phone()
    ExitEntry(Register(one, one), phone).loaded(one.holding, PLACE, NOW)
    assert len(phone.sent) == 1
