"""The demonstration's departments: invented data behind the real code."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

import structlog

from central.demo.notices import DemoNotices
from central.demo.pickup import DemoRegister
from central.demo.social_security import DemoAccounts
from central.demo.traffic_police import DemoViolations
from central.departments.base import Department
from central.departments.bills import PaidBook
from central.departments.exit_entry import ExitEntry
from central.departments.one_stop import Bills
from central.departments.pickup import Messenger, Pickup
from central.departments.social_security import SocialSecurity
from central.departments.traffic_police import LICENCE, NAME, TITLES, TrafficPolice
from central.payments.base import Provider
from central.store.database import Store
from central.store.payments import paid_bills

log = structlog.get_logger()


class NoPhone:
    """Used where no sandbox simulates the citizens' phones."""

    def send(self, number: str, text: str) -> None:  # noqa: ARG002 - it is personal
        """Log that there is no phone to send it to."""
        log.warning("no phone to send a message to")


def demo_departments(
    store: Store, providers: Mapping[str, Provider], now: datetime
) -> list[Department]:
    """Return the departments; the payments in central's store count as paid there.

    Args:
        store: Central's.
        providers: The sandbox among them simulates the citizens' phones.
        now: When the demonstration begins.
    """
    phone = cast("Messenger", providers.get("sandbox") or NoPhone())
    licences = Pickup(DemoRegister(frozenset({LICENCE}), now), phone, NAME, TITLES)

    def book(department: str) -> PaidBook:
        return PaidBook(paid_bills(store, department))

    return [
        SocialSecurity(DemoAccounts(), book("social_security")),
        TrafficPolice(DemoViolations(), licences, book("traffic_police")),
        ExitEntry(DemoRegister(ExitEntry.items, now), phone),
        Bills(DemoNotices(), book("one_stop")),
    ]
