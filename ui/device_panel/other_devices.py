"""Profiles of the other devices: locks, a display for citizens, the network."""

from ui.device_panel.model import Cells, Glass, Group, Profile
from ui.device_panel.parts import button, cable, fault, faults, speed
from ui.device_panel.texts import QT_TRANSLATE_NOOP
from ui.device_panel.wire import Way

LATE_MS = 3_000
"""Milliseconds of a slow network's delay: long enough to be noticed."""

_DOORS = Cells(
    QT_TRANSLATE_NOOP("DevicePanel", "Doors (click: open by hand, or shut)"),
    field="doors",
    argument="cell",
    clicks={"closed": {"do": "open_by_hand"}, "open": {"do": "close"}},
    marked="stuck",
    mark={"do": "stuck"},
    marking=QT_TRANSLATE_NOOP("DevicePanel", "Click doors to make them stick"),
)

_LOCK_FAULTS = (
    fault(QT_TRANSLATE_NOOP("DevicePanel", "Says nothing"), "silent"),
    fault(QT_TRANSLATE_NOOP("DevicePanel", "Opens without a word"), "no_reply"),
    fault(QT_TRANSLATE_NOOP("DevicePanel", "Line echoes"), "echo"),
    fault(QT_TRANSLATE_NOOP("DevicePanel", "Nonsense"), "garbage"),
    fault(QT_TRANSLATE_NOOP("DevicePanel", "Noise before it"), "noise"),
    fault(QT_TRANSLATE_NOOP("DevicePanel", "Answers late"), "slow"),
)

LOCK_BOARD = Profile(
    title=QT_TRANSLATE_NOOP("DevicePanel", "Locker"),
    groups=(
        _DOORS,
        cable(),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "When a door moves"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Board says so"),
                    "pushes",
                    on=True,
                    lit={"pushes": True},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "It waits to be asked"),
                    "pushes",
                    on=False,
                    lit={"pushes": False},
                ),
            ),
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Locks that the board has"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "24 locks"),
                    "locks",
                    count=24,
                    lit={"locks": 24},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "40 locks"),
                    "locks",
                    count=40,
                    lit={"locks": 40},
                ),
            ),
        ),
        speed(9600, 19200),
        faults(*_LOCK_FAULTS),
    ),
    ways=(({"event": "command"}, Way.TO_DEVICE),),
)

MODBUS_RELAY = Profile(
    title=QT_TRANSLATE_NOOP("DevicePanel", "Locker on relays (Modbus)"),
    groups=(
        _DOORS,
        cable(),
        faults(
            *_LOCK_FAULTS,
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Next “off” is lost"), "lost_off"),
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Inputs of shut doors"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "On"),
                    "closed_state",
                    state=1,
                    lit={"closed_state": 1},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Off (inverted)"),
                    "closed_state",
                    state=0,
                    lit={"closed_state": 0},
                ),
            ),
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "After a power failure"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Coil 1 was left on"),
                    "leave_on",
                    cell=1,
                ),
            ),
            across=1,
        ),
    ),
    ways=(({"event": "command"}, Way.TO_DEVICE),),
)

CUSTOMER_DISPLAY = Profile(
    title=QT_TRANSLATE_NOOP("DevicePanel", "Customer display"),
    groups=(Glass(field="lines"), cable()),
    ways=(({"event": "shown"}, Way.TO_DEVICE),),
)

NETWORK = Profile(
    title=QT_TRANSLATE_NOOP("DevicePanel", "Network to central"),
    groups=(
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Line"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Connected"),
                    "restore",
                    lit={"link": "up"},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Cut"),
                    "cut",
                    lit={"link": "cut"},
                ),
            ),
        ),
        faults(
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Does not answer"), "silence"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Answers late"), "late", ms=LATE_MS),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Answer is lost"), "drop_answer"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Error 500"), "error_500"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Nonsense"), "nonsense"),
        ),
    ),
    ways=(
        ({"event": "bytes", "to": "central"}, Way.TO_DEVICE),
        ({"event": "bytes", "to": "terminal"}, Way.FROM_DEVICE),
    ),
)
