"""Which buttons each simulator has: the one table; everything else is generic.

A device more is an entry more in `PROFILES`. What the buttons send, and the fields of
`state` that light them, are words of the simulators' control protocol.
"""

from typing import Any

from ui.device_panel.model import Button, Choice, Fields, Group, Profile, Sheets
from ui.device_panel.texts import QT_TRANSLATE_NOOP
from ui.device_panel.wire import Way

MID_RECEIPT_DOTS = 240
"""Rows of dots after which a trouble strikes: 30 mm, in the middle of any receipt."""

LATE_MS = 3_000
"""Milliseconds by which a slow network is late: long enough to be seen waiting."""


def _button(
    label: str,
    do: str,
    *,
    lit: Fields | None = None,
    **fields: Any,
) -> Button:
    return Button(label, {"do": do, **fields}, lit or {})


def _fault(label: str, kind: str, **fields: Any) -> Button:
    """Every simulator has `fault {kind}`, and a field `fault` in its state."""
    return _button(label, "fault", kind=kind, lit={"fault": kind}, **fields)


def _faults(*buttons: Button) -> Group:
    none = _fault(QT_TRANSLATE_NOOP("DevicePanel", "None"), "none")
    return Group(QT_TRANSLATE_NOOP("DevicePanel", "Faults"), (none, *buttons))


PROFILES: dict[str, Profile] = {
    "sam_reader": Profile(
        title=QT_TRANSLATE_NOOP("DevicePanel", "Identity-card reader"),
        groups=(
            Choice(
                QT_TRANSLATE_NOOP("DevicePanel", "Card on the reader"),
                ask="cards",
                do="insert",
                field="card",
                nothing=_button(
                    QT_TRANSLATE_NOOP("DevicePanel", "No card (lift it)"),
                    "lift",
                    lit={"card": None},
                ),
            ),
            Group(
                QT_TRANSLATE_NOOP("DevicePanel", "Cable"),
                (
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Plugged in"),
                        "plug",
                        lit={"plugged": True},
                    ),
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Pulled out"),
                        "unplug",
                        lit={"plugged": False},
                    ),
                ),
            ),
            _faults(
                _fault(QT_TRANSLATE_NOOP("DevicePanel", "Does not answer"), "silent"),
                _fault(QT_TRANSLATE_NOOP("DevicePanel", "Checksum wrong"), "checksum"),
                _fault(
                    QT_TRANSLATE_NOOP("DevicePanel", "Answer cut short"), "truncate"
                ),
                _fault(QT_TRANSLATE_NOOP("DevicePanel", "Nonsense"), "garbage"),
                _fault(QT_TRANSLATE_NOOP("DevicePanel", "Noise before it"), "noise"),
                _fault(QT_TRANSLATE_NOOP("DevicePanel", "Answers late"), "slow"),
                _fault(
                    QT_TRANSLATE_NOOP("DevicePanel", "Lifted while read"),
                    "lift_mid_read",
                ),
                _fault(QT_TRANSLATE_NOOP("DevicePanel", "Forged card"), "unauthentic"),
                _fault(
                    QT_TRANSLATE_NOOP("DevicePanel", "SAM out of order"), "sam_fault"
                ),
            ),
        ),
        ways=(
            ({"event": "command"}, Way.TO_DEVICE),
            ({"event": "answer"}, Way.FROM_DEVICE),
        ),
    ),
    "escpos_printer": Profile(
        title=QT_TRANSLATE_NOOP("DevicePanel", "Receipt printer"),
        groups=(
            Group(
                QT_TRANSLATE_NOOP("DevicePanel", "Paper"),
                (
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "New roll"),
                        "refill",
                        lit={"paper": "full"},
                    ),
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Near its end"),
                        "paper",
                        state="near_end",
                        lit={"paper": "near_end"},
                    ),
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Out"),
                        "paper",
                        state="out",
                        lit={"paper": "out"},
                    ),
                ),
                across=3,
            ),
            Group(
                QT_TRANSLATE_NOOP("DevicePanel", "Cover"),
                (
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Closed"),
                        "cover",
                        open=False,
                        lit={"cover_open": False},
                    ),
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Open"),
                        "cover",
                        open=True,
                        lit={"cover_open": True},
                    ),
                ),
            ),
            Group(
                QT_TRANSLATE_NOOP("DevicePanel", "Mechanism"),
                (
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "In order"),
                        "clear",
                        lit={"jam": False, "cutter": False},
                    ),
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Paper jam"),
                        "jam",
                        lit={"jam": True},
                    ),
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Cutter stuck"),
                        "cutter",
                        lit={"cutter": True},
                    ),
                ),
                across=3,
            ),
            Group(
                QT_TRANSLATE_NOOP("DevicePanel", "Power"),
                (
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "On"),
                        "power",
                        on=True,
                        lit={"power": True},
                    ),
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Off"),
                        "power",
                        on=False,
                        lit={"power": False},
                    ),
                ),
            ),
            Group(
                QT_TRANSLATE_NOOP("DevicePanel", "In the middle of the next receipt"),
                (
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Paper ends"),
                        "paper",
                        state="out",
                        after_dots=MID_RECEIPT_DOTS,
                    ),
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Paper jams"),
                        "jam",
                        after_dots=MID_RECEIPT_DOTS,
                    ),
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Cover opens"),
                        "cover",
                        open=True,
                        after_dots=MID_RECEIPT_DOTS,
                    ),
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Power fails"),
                        "power",
                        on=False,
                        after_dots=MID_RECEIPT_DOTS,
                    ),
                ),
            ),
            _faults(
                _fault(QT_TRANSLATE_NOOP("DevicePanel", "Does not answer"), "mute"),
                _fault(QT_TRANSLATE_NOOP("DevicePanel", "Nonsense"), "garbage"),
                _fault(
                    QT_TRANSLATE_NOOP("DevicePanel", "Status is old"), "stale_status"
                ),
                _fault(QT_TRANSLATE_NOOP("DevicePanel", "Answers late"), "slow"),
            ),
        ),
        ways=(
            ({"event": "received"}, Way.TO_DEVICE),
            ({"event": "status_asked"}, Way.TO_DEVICE),
            ({"event": "connected"}, Way.TO_DEVICE),
            ({"event": "disconnected"}, Way.TO_DEVICE),
        ),
        paper=Sheets(ask="receipts", events=frozenset(("cut", "torn"))),
    ),
    "network": Profile(
        title=QT_TRANSLATE_NOOP("DevicePanel", "Network to central"),
        groups=(
            Group(
                QT_TRANSLATE_NOOP("DevicePanel", "Line"),
                (
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Connected"),
                        "restore",
                        lit={"link": "up"},
                    ),
                    _button(
                        QT_TRANSLATE_NOOP("DevicePanel", "Cut"),
                        "cut",
                        lit={"link": "cut"},
                    ),
                ),
            ),
            _faults(
                _fault(QT_TRANSLATE_NOOP("DevicePanel", "Does not answer"), "silence"),
                _fault(
                    QT_TRANSLATE_NOOP("DevicePanel", "Answers late"), "late", ms=LATE_MS
                ),
                _fault(
                    QT_TRANSLATE_NOOP("DevicePanel", "Answer is lost"), "drop_answer"
                ),
                _fault(QT_TRANSLATE_NOOP("DevicePanel", "Error 500"), "error_500"),
                _fault(QT_TRANSLATE_NOOP("DevicePanel", "Nonsense"), "nonsense"),
            ),
        ),
        ways=(
            ({"event": "bytes", "to": "central"}, Way.TO_DEVICE),
            ({"event": "bytes", "to": "terminal"}, Way.FROM_DEVICE),
        ),
    ),
}
"""Name of a device on the command line, to its column."""

CARD_KINDS = (
    QT_TRANSLATE_NOOP("DevicePanel", "resident"),
    QT_TRANSLATE_NOOP("DevicePanel", "resident, rare character"),
    QT_TRANSLATE_NOOP("DevicePanel", "resident, long-term card"),
    QT_TRANSLATE_NOOP("DevicePanel", "resident, damaged: its birth date is none"),
    QT_TRANSLATE_NOOP("DevicePanel", "Hong Kong, Macau and Taiwan"),
    QT_TRANSLATE_NOOP("DevicePanel", "foreigner's card 2017"),
    QT_TRANSLATE_NOOP("DevicePanel", "foreigner's card 2023"),
)
"""Words of the labels that the card reader tells, here only to be translated."""
