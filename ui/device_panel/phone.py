"""Profile of the citizen's phone: orders to pay, and departments' messages."""

from ui.device_panel.model import Group, Lines, Profile
from ui.device_panel.parts import button
from ui.device_panel.texts import QT_TRANSLATE_NOOP
from ui.device_panel.wire import Way

PAYMENT_PROVIDER = Profile(
    title=QT_TRANSLATE_NOOP("DevicePanel", "Phone and payments"),
    groups=(
        Lines(
            QT_TRANSLATE_NOOP("DevicePanel", "Orders, the newest first"),
            field="orders",
            words=("amount", "state", "title"),
            none=QT_TRANSLATE_NOOP("DevicePanel", "None yet: go as far as the QR code"),
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "The newest order"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Pay"),
                    "pay",
                    only={"payable": True},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Refuse"),
                    "decline",
                    only={"payable": True},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Pay, then say nothing"),
                    "unknown_then_paid",
                    only={"payable": True},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Tell it twice more"),
                    "duplicate",
                    only={"paid": True},
                ),
            ),
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "When the next one is closed"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "It is closed"),
                    "disarm",
                    lit={"armed": []},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Money comes after it"),
                    "pay_late",
                    lit={"armed": ["pay_late"]},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Money is quicker"),
                    "lose_race",
                    lit={"armed": ["lose_race"]},
                ),
            ),
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "The provider"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Answers"),
                    "silence",
                    on=False,
                    lit={"silent": False},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Is silent"),
                    "silence",
                    on=True,
                    lit={"silent": True},
                ),
            ),
        ),
        Lines(
            QT_TRANSLATE_NOOP("DevicePanel", "Messages from departments"),
            field="messages",
            words=("text",),
            none=QT_TRANSLATE_NOOP("DevicePanel", "None yet"),
            most=5,
        ),
    ),
    ways=(
        ({"event": "order"}, Way.TO_DEVICE),
        ({"event": "message"}, Way.TO_DEVICE),
        ({"event": "closed"}, Way.TO_DEVICE),
    ),
)
