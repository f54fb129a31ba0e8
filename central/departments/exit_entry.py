"""Exit and entry: passports and permits to be picked up."""

from central.departments.base import QueriesOnly
from central.departments.layout import text
from central.departments.pickup import Messenger, Pickup, Register

PASSPORT = "exit_entry.passport_pickup"
PERMIT = "exit_entry.hk_macau_permit_pickup"

NAME = text("出入境管理", "Exit and entry")
TITLES = {
    PASSPORT: text("领取护照", "Collect a passport"),
    PERMIT: text("领取港澳通行证", "Collect a Hong Kong and Macau permit"),
}


class ExitEntry(Pickup):
    """Hands out documents, and takes no money.

    Args:
        register: The department's system, or the demonstration's.
        messenger: Notifies the holders.
    """

    code = "exit_entry"
    items = frozenset(TITLES)
    settle = QueriesOnly.settle

    def __init__(self, register: Register, messenger: Messenger) -> None:
        super().__init__(register, messenger, NAME, TITLES)
