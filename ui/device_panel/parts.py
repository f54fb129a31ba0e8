"""Parts that many devices share: buttons, faults, a cable."""

from typing import Any

from ui.device_panel.model import Button, Fields, Group
from ui.device_panel.texts import QT_TRANSLATE_NOOP


def button(
    label: str,
    do: str,
    *,
    lit: Fields | None = None,
    only: Fields | None = None,
    **fields: Any,
) -> Button:
    """Return a button that sends `do` with these fields."""
    return Button(label, {"do": do, **fields}, lit or {}, only or {})


def fault(label: str, kind: str, **fields: Any) -> Button:
    """Return a button for `fault {kind}`, lit by the state's field `fault`."""
    return button(label, "fault", kind=kind, lit={"fault": kind}, **fields)


def faults(*buttons: Button) -> Group:
    """Return the group of a device's faults, with one for none."""
    none = fault(QT_TRANSLATE_NOOP("DevicePanel", "None"), "none")
    return Group(QT_TRANSLATE_NOOP("DevicePanel", "Faults"), (none, *buttons))


def speed(rate: int, other: int) -> Group:
    """Return the group for `baud`, lit by the state's field of that name.

    Args:
        rate: The demonstration terminal's setting in bits per second.
        other: A rate at which the two do not understand each other.
    """
    as_set = QT_TRANSLATE_NOOP("DevicePanel", "As the terminal")
    wrong = QT_TRANSLATE_NOOP("DevicePanel", "Another speed")
    return Group(
        QT_TRANSLATE_NOOP("DevicePanel", "Speed of its line"),
        (
            button(as_set, "baud", rate=rate, lit={"baud": rate}),
            button(wrong, "baud", rate=other, lit={"baud": other}),
        ),
    )


def cable() -> Group:
    """Return the group for `plug` and `unplug`, lit by the state's field `plugged`."""
    plugged_in = QT_TRANSLATE_NOOP("DevicePanel", "Plugged in")
    pulled_out = QT_TRANSLATE_NOOP("DevicePanel", "Pulled out")
    return Group(
        QT_TRANSLATE_NOOP("DevicePanel", "Cable"),
        (
            button(plugged_in, "plug", lit={"plugged": True}),
            button(pulled_out, "unplug", lit={"plugged": False}),
        ),
    )
