"""Parts that many devices have: buttons, faults, a cable."""

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
    """A button that sends `do` with these fields."""
    return Button(label, {"do": do, **fields}, lit or {}, only or {})


def fault(label: str, kind: str, **fields: Any) -> Button:
    """A fault of `fault {kind}`; the state tells it in its field `fault`."""
    return button(label, "fault", kind=kind, lit={"fault": kind}, **fields)


def faults(*buttons: Button) -> Group:
    """The faults of a device, and none."""
    none = fault(QT_TRANSLATE_NOOP("DevicePanel", "None"), "none")
    return Group(QT_TRANSLATE_NOOP("DevicePanel", "Faults"), (none, *buttons))


def speed(rate: int, other: int) -> Group:
    """`baud`; the state tells it in its field of that name.

    Args:
        rate: As a demonstration's terminal is set, in bits a second.
        other: At which neither understands the other.
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
    """`plug` and `unplug`; the state tells it in its field `plugged`."""
    plugged_in = QT_TRANSLATE_NOOP("DevicePanel", "Plugged in")
    pulled_out = QT_TRANSLATE_NOOP("DevicePanel", "Pulled out")
    return Group(
        QT_TRANSLATE_NOOP("DevicePanel", "Cable"),
        (
            button(plugged_in, "plug", lit={"plugged": True}),
            button(pulled_out, "unplug", lit={"plugged": False}),
        ),
    )
