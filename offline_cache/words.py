"""The words that stand on the disk: of the journal, of `status` and of `command`.

They belong to the file and to nothing else, so that a rename of a screen, an event or a
state changes nothing that is written. Whoever writes maps its own words to these, and
back on reading. A word that was released stays as it is; a word that this version does
not know, of a later version or a damaged file, is reported once and reads as what is
safe there: an effect with an unknown end, a fact that nobody has stated.
"""

from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

import structlog

_log = structlog.get_logger()

W = TypeVar("W", bound=StrEnum)


class Kind(StrEnum):
    """What an entry of the journal is about; the first six are effects."""

    RECEIPT = "receipt"
    DOCUMENT = "document"
    RELEASE = "release"  # a cell, for a citizen
    LOAD = "load"  # a cell, for a clerk who puts a document in
    TAKE_BACK = "take_back"
    LOOK = "look"
    CODE_LOCKED = "code_locked"
    RELEASE_CONFIRMED = "release_confirmed"
    REQUEST_ACCEPTED = "request_accepted"
    PAYMENT_INTENT = "payment_intent"
    PAYMENT = "payment"
    SERVICE_OPENED = "service_opened"
    SERVICE_REFUSED = "service_refused"
    PRUNED = "journal_pruned"  # up to which number earlier entries were deleted


class Ended(StrEnum):
    """The `reason` of a cell's outcome; of paper it is the device's own."""

    CLOSED = "closed"
    STUCK = "stuck"
    ANOTHER_OPEN = "another_open"
    UNSEEN = "unseen"
    LEFT_OPEN = "left_open"
    UNKNOWN = "unknown"
    CLERK = "clerk"  # a clerk has answered
    CRASH = "crash"  # found armed by the next start


class Answer(StrEnum):
    """What a clerk has said of a cell."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Payment(StrEnum):
    """Where a payment that was begun here stands."""

    INTENT = "intent"
    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    STAFF = "staff"
    LATE_APPROVED = "late_approved"
    REFUND_PENDING = "refund_pending"
    REFUNDED = "refunded"


class Fact(StrEnum):
    """The names of `status`."""

    SCREEN = "screen"
    LINK = "link"
    JOURNAL = "journal"
    AGENT = "agent"  # what the agent cannot do now, by the names of its loops
    CENTRAL_TIME = "central_time"
    """Central's time when the agent last heard it, as a label.

    With its age it tells the time by a clock that nobody at the terminal can set.
    """


class Link(StrEnum):
    """What is wrong with the way to central."""

    NETWORK = "network"  # nothing came back
    CENTRAL = "central"  # nonsense did


class Stage(StrEnum):
    """What the screen shows."""

    ATTRACT = "attract"
    CHOOSE_ITEM = "choose_item"
    PUT_CARD = "put_card"
    CONFIRM_PERSON = "confirm_person"
    STILL_COMING = "still_coming"
    ASK_FIELD = "ask_field"
    WAITING = "waiting"
    CHOOSE_OPTIONS = "choose_options"
    REVIEW = "review"
    DECLARE = "declare"
    OFFER_QUEUE = "offer_queue"
    PAY = "pay"
    PRINTING = "printing"
    RELEASE = "release"
    SUBMITTING = "submitting"
    PAPER_TROUBLE = "paper_trouble"
    RATE_VISIT = "rate_visit"
    TAKE_CARD = "take_card"
    MESSAGE = "message"
    OUT_OF_SERVICE = "out_of_service"
    SERVICE_PIN = "service_pin"
    SERVICE_MENU = "service_menu"
    SERVICE_SCAN = "service_scan"
    SERVICE_LIST = "service_list"
    SERVICE_DOOR = "service_door"
    SERVICE_MESSAGE = "service_message"


class Order(StrEnum):
    """What one process asks of the other: the names of `command`."""

    LIST_DEVICES = "list_devices"
    TEST_DEVICE = "test_device"
    DEVICE_KEYS = "device_keys"  # the settings that the screen runs with


def read(words: type[W], text: object) -> W | None:
    """The word that stands on the disk; None where there is none, or none of ours."""
    if text is None:
        return None
    try:
        return words(str(text))
    except ValueError:
        report_unknown(words.__name__, repr(text)[:80])
        return None


@lru_cache(maxsize=1000)
def report_unknown(what: str, text: str) -> None:
    """Log what is not understood on the disk, once in the life of a process."""
    _log.error("word_unknown", what=what, text=text)
