"""Profiles of the card readers and code scanners."""

from ui.device_panel.model import Button, Choice, Group, Profile
from ui.device_panel.parts import button, cable, fault, faults, speed
from ui.device_panel.texts import QT_TRANSLATE_NOOP
from ui.device_panel.wire import Way

CODES = {
    QT_TRANSLATE_NOOP("DevicePanel", "My payment code"): "134650918273645018",
    QT_TRANSLATE_NOOP("DevicePanel", "… asks for a password"): "134650918273645026",
    QT_TRANSLATE_NOOP("DevicePanel", "… without money"): "134650918273645034",
    QT_TRANSLATE_NOOP("DevicePanel", "A payment code of others"): "6212345678901234567",
    QT_TRANSLATE_NOOP("DevicePanel", "… provider unsure"): "134650918273645042",
    QT_TRANSLATE_NOOP("DevicePanel", "Bill: tuition"): "51041120260000010018",
    QT_TRANSLATE_NOOP("DevicePanel", "Bill: repairs fund"): "51041120260000020025",
    QT_TRANSLATE_NOOP("DevicePanel", "Bill: court fee"): "51041120260000030032",
    QT_TRANSLATE_NOOP("DevicePanel", "Bill: paid already"): "51041120260000040049",
    QT_TRANSLATE_NOOP("DevicePanel", "Bill: nothing to pay"): "51041120260000050056",
    QT_TRANSLATE_NOOP("DevicePanel", "Bill: below nothing"): "51041120260000060063",
    QT_TRANSLATE_NOOP("DevicePanel", "Bill: far too much"): "51041120260000070070",
    QT_TRANSLATE_NOOP("DevicePanel", "Envelope: a passport"): "EE2026000123",
    QT_TRANSLATE_NOOP("DevicePanel", "Envelope: a licence"): "TP2026000047",
    QT_TRANSLATE_NOOP("DevicePanel", "A web address"): "https://shop.example/?x=1",
    QT_TRANSLATE_NOOP("DevicePanel", "Chinese text"): "这不是业务二维码",
}
"""Codes for a scanner in a demonstration: the citizen's payment codes, bills, envelopes
that a clerk loads, and two that no service accepts."""

READ_COMMAND = 5
"""A social-security card's command in the middle of a reading."""

SAM_READER = Profile(
    title=QT_TRANSLATE_NOOP("DevicePanel", "Identity-card reader"),
    groups=(
        Choice(
            QT_TRANSLATE_NOOP("DevicePanel", "Card on the reader"),
            ask="cards",
            do="insert",
            field="card",
            nothing=button(
                QT_TRANSLATE_NOOP("DevicePanel", "No card (lift it)"),
                "lift",
                lit={"card": None},
            ),
        ),
        cable(),
        speed(115200, 9600),
        faults(
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Does not answer"), "silent"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Checksum wrong"), "checksum"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Answer cut short"), "truncate"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Nonsense"), "garbage"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Noise before it"), "noise"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Answers late"), "slow"),
            fault(
                QT_TRANSLATE_NOOP("DevicePanel", "Lifted while read"),
                "lift_mid_read",
            ),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Forged card"), "unauthentic"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "SAM out of order"), "sam_fault"),
        ),
    ),
    ways=(
        ({"event": "command"}, Way.TO_DEVICE),
        ({"event": "answer"}, Way.FROM_DEVICE),
    ),
)

SOCIAL_SECURITY_CARD = Profile(
    title=QT_TRANSLATE_NOOP("DevicePanel", "Social-security card"),
    groups=(
        Choice(
            QT_TRANSLATE_NOOP("DevicePanel", "Card in the reader"),
            ask="cards",
            do="insert",
            field="card",
            nothing=button(
                QT_TRANSLATE_NOOP("DevicePanel", "No card (pull it)"),
                "lift",
                lit={"card": None},
            ),
        ),
        faults(
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Does not answer"), "mute"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Nonsense"), "garbage"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Says an error"), "wrong_sw"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Answers late"), "slow"),
            fault(
                QT_TRANSLATE_NOOP("DevicePanel", "Pulled while read"),
                "pull_at",
                apdu=READ_COMMAND,
                times=1,
            ),
        ),
    ),
    ways=(
        ({"event": "apdu"}, Way.TO_DEVICE),
        ({"event": "power"}, Way.TO_DEVICE),
    ),
)

PCSC_DAEMON = Profile(
    title=QT_TRANSLATE_NOOP("DevicePanel", "Card service (pcscd)"),
    groups=(
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Process"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Runs"),
                    "start",
                    lit={"running": True},
                    only={"running": False},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Killed"),
                    "kill",
                    lit={"running": False},
                    only={"running": True},
                ),
            ),
        ),
        Group(
            QT_TRANSLATE_NOOP("DevicePanel", "Signals"),
            (
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Let it go on"),
                    "cont",
                    only={"running": True},
                ),
                button(
                    QT_TRANSLATE_NOOP("DevicePanel", "Make it hang"),
                    "stop",
                    only={"running": True},
                ),
            ),
        ),
    ),
    ways=(),
)

_SCAN = Group(
    QT_TRANSLATE_NOOP("DevicePanel", "Hold a code under it"),
    tuple(
        button(label, "scan", text=text, only={"plugged": True})
        for label, text in CODES.items()
    ),
)


def _manner(label: str, kind: str) -> Button:
    return button(label, "manner", kind=kind, lit={"manner": kind})


_MANNERS = (
    _manner(QT_TRANSLATE_NOOP("DevicePanel", "The code alone"), "plain"),
    _manner(QT_TRANSLATE_NOOP("DevicePanel", "]Q1 before it"), "aim"),
    _manner(QT_TRANSLATE_NOOP("DevicePanel", "Tab after it"), "tab"),
    _manner(QT_TRANSLATE_NOOP("DevicePanel", "Both"), "aim_tab"),
)
_HOW_IT_SENDS = QT_TRANSLATE_NOOP("DevicePanel", "How it is set to send codes")

CODE_SCANNER = Profile(
    title=QT_TRANSLATE_NOOP("DevicePanel", "Code scanner"),
    groups=(
        _SCAN,
        Group(_HOW_IT_SENDS, _MANNERS),
        cable(),
        speed(9600, 19200),
        faults(
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Does not answer"), "silent"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Nonsense"), "garbage"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Half of the code"), "partial"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Bit by bit"), "slow"),
        ),
    ),
    ways=(
        ({"event": "command"}, Way.TO_DEVICE),
        ({"event": "answer"}, Way.FROM_DEVICE),
        ({"event": "sent"}, Way.FROM_DEVICE),
    ),
)

WEDGE_SCANNER = Profile(
    title=QT_TRANSLATE_NOOP("DevicePanel", "Code scanner that types"),
    groups=(
        Group(
            _SCAN.title,
            tuple(each for each in _SCAN.buttons if each.request["text"].isascii()),
        ),
        Group(
            _HOW_IT_SENDS,
            (
                *_MANNERS,
                _manner(QT_TRANSLATE_NOOP("DevicePanel", "With CapsLock"), "caps_lock"),
            ),
        ),
        cable(),
        faults(
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Does not answer"), "silent"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Nonsense"), "garbage"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Half of the code"), "partial"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Bit by bit"), "slow"),
            fault(QT_TRANSLATE_NOOP("DevicePanel", "Keys are lost"), "lost"),
        ),
    ),
    ways=(({"event": "typed"}, Way.FROM_DEVICE),),
)

CARD_KINDS = (
    QT_TRANSLATE_NOOP("DevicePanel", "resident"),
    QT_TRANSLATE_NOOP("DevicePanel", "resident, rare character"),
    QT_TRANSLATE_NOOP("DevicePanel", "resident, long-term card"),
    QT_TRANSLATE_NOOP("DevicePanel", "resident, no longer valid"),
    QT_TRANSLATE_NOOP("DevicePanel", "resident, other separator than central's"),
    QT_TRANSLATE_NOOP("DevicePanel", "resident, with a character that no font has"),
    QT_TRANSLATE_NOOP("DevicePanel", "resident, worn: only name and number read"),
    QT_TRANSLATE_NOOP("DevicePanel", "resident, damaged: its number is wrong"),
    QT_TRANSLATE_NOOP("DevicePanel", "residence permit, with an old character code"),
    QT_TRANSLATE_NOOP("DevicePanel", "Hong Kong, Macau and Taiwan"),
    QT_TRANSLATE_NOOP("DevicePanel", "foreigner's card 2017"),
    QT_TRANSLATE_NOOP("DevicePanel", "foreigner's card 2023"),
    QT_TRANSLATE_NOOP("DevicePanel", "rare character"),
    QT_TRANSLATE_NOOP("DevicePanel", "name of 50 bytes"),
    QT_TRANSLATE_NOOP("DevicePanel", "a small x, worn: only name and number read"),
    QT_TRANSLATE_NOOP("DevicePanel", "rare character, old character code"),
    QT_TRANSLATE_NOOP("DevicePanel", "damaged: the number is wrong"),
)
"""Words of the labels that card readers send, listed here to be translated."""
