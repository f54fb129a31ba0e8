"""What a printer says about itself in IPP: a pure reading of its attributes.

`printer-state-reasons` are keywords (RFC 8011, 5.4.12; PWG 5100.9; protocols A) with
or without `-report`, `-warning` or `-error`. The ending is not believed: CUPS' own
ippeveprinter says `media-empty-report` of a printer that has no paper at all, so a
word that means "cannot print" means it always. A printer for terminals has one tray.
"""

from dataclasses import dataclass

from drivers.base import DeviceStatus, State
from drivers.document_printer.message import Attributes
from drivers.errors import Reason

_STOPPED = 5  # printer-state: 3 idle, 4 processing, 5 stopped

# The one to name first at the top.
_FAULTS = {
    "cover-open": Reason.COVER_OPEN,
    "door-open": Reason.COVER_OPEN,
    "interlock-open": Reason.COVER_OPEN,
    "media-jam": Reason.PAPER_JAM,
    "media-empty": Reason.PAPER_OUT,
    "media-needed": Reason.PAPER_OUT,
    "input-tray-missing": Reason.PAPER_OUT,
    "toner-empty": Reason.TONER_OUT,
    "marker-supply-empty": Reason.TONER_OUT,
    "developer-empty": Reason.TONER_OUT,
    "output-area-full": Reason.PRINTER_ERROR,
    "output-tray-missing": Reason.PRINTER_ERROR,
    "marker-waste-full": Reason.PRINTER_ERROR,
    "fuser-over-temp": Reason.PRINTER_ERROR,
    "fuser-under-temp": Reason.PRINTER_ERROR,
    "opc-life-over": Reason.PRINTER_ERROR,
    "other-error": Reason.PRINTER_ERROR,
    "offline": Reason.PRINTER_OFFLINE,
    "connecting-to-device": Reason.PRINTER_OFFLINE,
    "shutdown": Reason.PRINTER_OFFLINE,
    "timed-out": Reason.PRINTER_OFFLINE,
    "paused": Reason.PRINTER_OFFLINE,
}
_WARNINGS = {
    "media-low": Reason.PAPER_NEAR_END,
    "toner-low": Reason.TONER_NEAR_END,
    "marker-supply-low": Reason.TONER_NEAR_END,
}
_SUPPLIES = {
    "paper": (Reason.PAPER_OUT, Reason.PAPER_NEAR_END),
    "toner": (Reason.TONER_OUT, Reason.TONER_NEAR_END),
}
_UNKNOWN_SUPPLIES = dict.fromkeys(_SUPPLIES, Reason.UNKNOWN)


@dataclass(frozen=True)
class Queue:
    """What a print service says about a queue.

    Attributes:
        device: Where its printer is, as the service sees it.
        serves: Whether it takes jobs and prints them.
        words: Its reasons, which for an idle queue are those of the last job.
    """

    device: str
    serves: bool
    words: tuple[str, ...]


def queue_of(attributes: Attributes) -> Queue:
    """Read a queue's attributes; what is missing is no proof that it serves."""
    state = attributes.get("printer-state", [None])[0]
    accepting = attributes.get("printer-is-accepting-jobs", [None])[0]
    device = attributes.get("device-uri", [""])[0]
    words = words_of(attributes)
    serves = state in (3, 4) and accepting is True and "paused" not in words
    return Queue(str(device or ""), serves, words)


def words_of(attributes: Attributes) -> tuple[str, ...]:
    """The reasons, without severities."""
    words = [str(word) for word in attributes.get("printer-state-reasons", []) if word]
    return tuple(_bare(word) for word in words)


def status_of_printer(attributes: Attributes) -> DeviceStatus:
    """What a printer's own answer means."""
    words = words_of(attributes)
    state = attributes.get("printer-state", [None])[0]
    if state not in (3, 4, _STOPPED) or not words:
        return DeviceStatus(State.UNKNOWN, Reason.UNKNOWN, dict(_UNKNOWN_SUPPLIES))
    said = {_FAULTS[w] for w in words if w in _FAULTS}
    said |= {_WARNINGS[w] for w in words if w in _WARNINGS}
    supplies = {
        name: next((reason for reason in troubles if reason in said), Reason.OK)
        for name, troubles in _SUPPLIES.items()
    }
    detail = ",".join(words)
    if fault := trouble(words):
        return DeviceStatus(State.FAULT, fault, supplies, detail)
    if state == _STOPPED:
        return DeviceStatus(State.FAULT, Reason.PRINTER_ERROR, supplies, detail)
    for word, reason in _WARNINGS.items():
        if word in words:
            return DeviceStatus(State.WARNING, reason, supplies, detail)
    return DeviceStatus(State.READY, Reason.OK, supplies, detail)


def status_of_queue(queue: Queue) -> DeviceStatus:
    """What is known of a printer that cannot be asked itself.

    What its queue remembers may be over long since: it warns, and does not refuse.
    """
    supplies, detail = dict(_UNKNOWN_SUPPLIES), ",".join(queue.words)
    if not queue.serves:
        return DeviceStatus(State.FAULT, Reason.PRINTER_OFFLINE, supplies, detail)
    if fault := trouble(queue.words):
        return DeviceStatus(State.WARNING, fault, supplies, detail)
    return DeviceStatus(State.READY, Reason.OK, supplies, detail)


def trouble(words: tuple[str, ...]) -> Reason | None:
    """The first reason that keeps a printer from printing; None if there is none."""
    return next((reason for word, reason in _FAULTS.items() if word in words), None)


def _bare(word: str) -> str:
    if word == "other-error":
        return word
    stem, _, severity = word.rpartition("-")
    return stem if severity in ("report", "warning", "error") else word
