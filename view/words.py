"""Words shared by several screens: languages, faults, availability."""

from enum import StrEnum
from typing import Literal

Language = Literal["zh_CN", "en"]


class Trouble(StrEnum):
    """Faults of the terminal, as far as they concern a citizen."""

    READER = "reader"  # the card reader does not work
    PRINTER = "printer"  # the printer does not work
    PAPER = "paper"  # the printer has no paper
    DOCUMENT_PRINTER = "document_printer"  # the document printer does not work
    LOCKER = "locker"  # the cabinet does not work, or one of its doors is open
    SEALING_KEY = "sealing_key"  # no key from central yet: nothing can be queued
    MANIFEST = "manifest"  # the manifest has not arrived yet
    NETWORK = "network"  # there is no network
    CENTRAL = "central"  # the department's system gives no answer or a wrong one
    STORAGE = "storage"  # nothing can be recorded safely
    QUEUE_FULL = "queue_full"  # the outbox is full
    STARTING = "starting"  # devices are still being initialised


class Availability(StrEnum):
    """Whether an item is available now."""

    OPEN = "open"
    QUEUED = "queued"  # accepted now, finished when the network is back
    CLOSED = "closed"
