"""Profiles of the printers: receipts on a roll, documents on sheets."""

from ui.device_panel.model import Button, Files, Group, Profile, Sheets
from ui.device_panel.parts import button, fault, faults
from ui.device_panel.texts import QT_TRANSLATE_NOOP
from ui.device_panel.wire import Way

MID_RECEIPT_DOTS = 240
"""Rows of dots before a trouble occurs: 30 mm, in the middle of any receipt."""

MID_DOCUMENT_PAGES = 0
"""Pages before a trouble occurs: none, as many documents have only one page."""


def _job(label: str, kind: str) -> Button:
    return button(label, "job", kind=kind, lit={"job": kind})


def _word(label: str, word: str) -> Button:
    return button(label, "word", word=word, lit={"word": word})


ESCPOS_PRINTER = Profile(
    title=QT_TRANSLATE_NOOP("DevicePanel", "Receipt printer"),
    groups=(
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Paper"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "New roll"),
                    "refill",
                    lit={"paper": "full"},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Near its end"),
                    "paper",
                    state="near_end",
                    lit={"paper": "near_end"},
                ),
                button(
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
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Closed"),
                    "cover",
                    open=False,
                    lit={"cover_open": False},
                ),
                button(
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
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "In order"),
                    "clear",
                    lit={"jam": False, "cutter": False},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Paper jam"),
                    "jam",
                    lit={"jam": True},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Cutter stuck"),
                    "cutter",
                    lit={"cutter": True},
                ),
            ),
            across=3,
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Print head"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Normal"),
                    "head",
                    hot=False,
                    lit={"head_hot": False},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Too hot"),
                    "head",
                    hot=True,
                    lit={"head_hot": True},
                ),
            ),
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Receipt in the mouth"),
            (button(QT_TRANSLATE_NOOP("DevicePanel", "Somebody takes it"), "take"),),
            across=1,
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Power"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "On"),
                    "power",
                    on=True,
                    lit={"power": True},
                ),
                button(
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
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Paper ends"),
                    "paper",
                    state="out",
                    after_dots=MID_RECEIPT_DOTS,
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Paper jams"),
                    "jam",
                    after_dots=MID_RECEIPT_DOTS,
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Cover opens"),
                    "cover",
                    open=True,
                    after_dots=MID_RECEIPT_DOTS,
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Power fails"),
                    "power",
                    on=False,
                    after_dots=MID_RECEIPT_DOTS,
                ),
            ),
        ),
        faults(
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Does not answer"), "mute"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Nonsense"), "garbage"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Status is old"), "stale_status"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Answers late"), "slow"),
            fault(
                QT_TRANSLATE_NOOP("DevicePanel", "No answer to GS r"), "in_turn_mute"
            ),
            fault(
                QT_TRANSLATE_NOOP("DevicePanel", "Answers GS r twice"), "in_turn_twice"
            ),
        ),
    ),
    ways=(
        ({"event": "received"}, Way.TO_DEVICE),
        ({"event": "status_asked"}, Way.TO_DEVICE),
        ({"event": "connected"}, Way.TO_DEVICE),
        ({"event": "disconnected"}, Way.TO_DEVICE),
    ),
    paper=Sheets(ask="receipts", events=frozenset(("cut", "torn"))),
)

IPP_PRINTER = Profile(
    title=QT_TRANSLATE_NOOP("DevicePanel", "Document printer"),
    groups=(
        Files(
            QT_TRANSLATE_NOOP("DevicePanel", "Printed documents"),
            ask="documents",
            event="document",
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Paper"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Laid in"),
                    "paper",
                    state="full",
                    lit={"paper_out": False},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Out"),
                    "paper",
                    state="out",
                    lit={"paper_out": True},
                ),
            ),
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Toner"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Full"),
                    "toner",
                    state="full",
                    lit={"toner": "full"},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Low"),
                    "toner",
                    state="low",
                    lit={"toner": "low"},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Empty"),
                    "toner",
                    state="empty",
                    lit={"toner": "empty"},
                ),
            ),
            across=3,
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Cover"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Closed"),
                    "cover",
                    open=False,
                    lit={"cover_open": False},
                ),
                button(
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
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "All in order"),
                    "clear",
                    lit={
                        "paper_out": False,
                        "jam": False,
                        "cover_open": False,
                        "toner": "full",
                    },
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Paper jam"),
                    "jam",
                    lit={"jam": True},
                ),
            ),
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Power"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "On"),
                    "offline",
                    on=False,
                    lit={"offline": False},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Off"),
                    "offline",
                    on=True,
                    lit={"offline": True},
                ),
            ),
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "While the next document is printed"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Paper ends"),
                    "paper",
                    state="out",
                    after_pages=MID_DOCUMENT_PAGES,
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Paper jams"),
                    "jam",
                    after_pages=MID_DOCUMENT_PAGES,
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Cover opens"),
                    "cover",
                    open=True,
                    after_pages=MID_DOCUMENT_PAGES,
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Power fails"),
                    "offline",
                    on=True,
                    after_pages=MID_DOCUMENT_PAGES,
                ),
            ),
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Queue"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Takes jobs"),
                    "queue",
                    lit={"queue_stopped": False, "queue_accepting": True},
                    only={"service": True},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Stopped"),
                    "queue",
                    stopped=True,
                    lit={"queue_stopped": True},
                    only={"service": True},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Refuses"),
                    "queue",
                    accepting=False,
                    lit={"queue_accepting": False},
                    only={"service": True},
                ),
            ),
            across=3,
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "A job that was released"),
            (
                _job(QT_TRANSLATE_NOOP("DevicePanel", "Is printed"), "normal"),
                _job(QT_TRANSLATE_NOOP("DevicePanel", "Stays held"), "held"),
                _job(QT_TRANSLATE_NOOP("DevicePanel", "Wants a login"), "login"),
                _job(QT_TRANSLATE_NOOP("DevicePanel", "Stops"), "stopped"),
                _job(QT_TRANSLATE_NOOP("DevicePanel", "Is not begun"), "pending"),
            ),
            across=3,
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "The maker's own word"),
            (
                _word(QT_TRANSLATE_NOOP("DevicePanel", "No word"), ""),
                _word(
                    QT_TRANSLATE_NOOP("DevicePanel", "Drum error"),
                    "example-drum-error",
                ),
                _word(
                    QT_TRANSLATE_NOOP("DevicePanel", "Drum warning"),
                    "example-drum-warning",
                ),
            ),
            across=3,
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Print service (CUPS)"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Runs"),
                    "service",
                    running=True,
                    lit={"service": True},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Killed"),
                    "service",
                    running=False,
                    lit={"service": False},
                ),
            ),
        ),
    ),
    ways=(({"event": "printing"}, Way.TO_DEVICE),),
)
