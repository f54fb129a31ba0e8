"""The words stored on disk: in the journal, in `status` and in `command`.

They are independent of all other words, so that a rename of a screen, an event or a
state does not change what is stored. A writer maps its own words to these, a reader
maps them back. A released word never changes. An unknown word, from a later version or
a damaged file, is logged once and read as the safe choice: an effect with an unknown
outcome, a fact that is absent.
"""

from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

import structlog

_log = structlog.get_logger()

W = TypeVar("W", bound=StrEnum)


class Kind(StrEnum):
    """The kind of a journal entry; the first six are effects."""

    RECEIPT = "receipt"
    DOCUMENT = "document"
    RELEASE = "release"  # of a cell, for a citizen
    LOAD = "load"  # of a cell, for a clerk who puts a document in
    TAKE_BACK = "take_back"
    LOOK = "look"
    CODE_LOCKED = "code_locked"
    RELEASE_CONFIRMED = "release_confirmed"
    REQUEST_ACCEPTED = "request_accepted"
    PAYMENT_INTENT = "payment_intent"
    PAYMENT = "payment"
    SERVICE_OPENED = "service_opened"
    SERVICE_REFUSED = "service_refused"
    PRUNED = "journal_pruned"  # the number up to which entries were deleted


class Ended(StrEnum):
    """The `reason` of a cell's outcome; for paper it is the device's reason."""

    CLOSED = "closed"
    STUCK = "stuck"
    ANOTHER_OPEN = "another_open"
    UNSEEN = "unseen"
    LEFT_OPEN = "left_open"
    UNKNOWN = "unknown"
    CLERK = "clerk"  # a clerk has answered
    CRASH = "crash"  # found armed at the next start


class Answer(StrEnum):
    """A clerk's answer about a cell."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Payment(StrEnum):
    """The state of a payment that was begun here."""

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
    AGENT = "agent"  # the agent's failing loops, by name
    CENTRAL_TIME = "central_time"
    """Central's time when the agent last received it, as a label.

    Together with its age it gives a time that cannot be manipulated at the terminal.
    """


class Link(StrEnum):
    """The fault of the connection to central."""

    NETWORK = "network"  # no answer
    CENTRAL = "central"  # an invalid answer


class Stage(StrEnum):
    """The content of the screen."""

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
    """The names of `command`: requests from one process to the other."""

    LIST_DEVICES = "list_devices"
    TEST_DEVICE = "test_device"
    DEVICE_KEYS = "device_keys"  # the device settings in use by the screen


def read(words: type[W], text: object) -> W | None:
    """Return the stored word; None if there is none, or if it is unknown."""
    if text is None:
        return None
    try:
        return words(str(text))
    except ValueError:
        report_unknown(words.__name__, repr(text)[:80])
        return None


@lru_cache(maxsize=1000)
def report_unknown(what: str, text: str) -> None:
    """Log an unknown stored word, once in the life of a process."""
    _log.error("word_unknown", what=what, text=text)
