"""Words that many screens share: the language, what is wrong, what can be done."""

from enum import StrEnum
from typing import Literal

Language = Literal["zh_CN", "en"]


class Trouble(StrEnum):
    """What is wrong, as far as a citizen is concerned."""

    READER = "reader"  # the card reader does not work
    PRINTER = "printer"  # the printer does not work
    PAPER = "paper"  # it has no paper
    DOCUMENT_PRINTER = "document_printer"  # the printer of documents does not work
    LOCKER = "locker"  # the cabinet does not work, or a door of it stands open
    SEALING_KEY = "sealing_key"  # central's key has not come yet: nothing can be kept
    MANIFEST = "manifest"  # what lies in the cells is not known here yet
    NETWORK = "network"  # there is no network
    CENTRAL = "central"  # the department's system does not answer, or wrongly
    STORAGE = "storage"  # nothing can be written down safely
    QUEUE_FULL = "queue_full"  # as much waits for the network as may wait
    STARTING = "starting"  # devices are still being greeted


class Availability(StrEnum):
    """Whether an item can be done here and now."""

    OPEN = "open"
    QUEUED = "queued"  # accepted now, finished when the network is back
    CLOSED = "closed"
