"""Interprets a printer's status attributes of IPP. Pure.

`printer-state-reasons` are keywords (RFC 8011, 5.4.12; PWG 5100.9; protocols A) with
or without `-report`, `-warning` or `-error`. For known words the ending is ignored:
CUPS' own ippeveprinter reports `media-empty-report` for a printer without any paper,
so a word that means "cannot print" always does. A printer for terminals has one tray.

Of an unknown, vendor-specific word only the ending can be interpreted: `-error` is out
of order, `-warning` needs staff, `-report` means nothing. Without an ending it is an
error by the standard, which then stops the printer as well; if the printer is not
stopped, it counts as a warning. The word itself is kept for technicians.
"""

from dataclasses import dataclass

from drivers.base import DeviceStatus, State
from drivers.document_printer.message import Attributes
from drivers.errors import Reason

_STOPPED = 5  # printer-state: 3 idle, 4 processing, 5 stopped

# Sorted by importance: the first match is reported.
_FAULTS = {
    "cover-open": Reason.COVER_OPEN,
    "door-open": Reason.COVER_OPEN,
    "interlock-open": Reason.COVER_OPEN,
    "media-jam": Reason.PAPER_JAM,
    "media-empty": Reason.PAPER_OUT,
    "media-needed": Reason.PAPER_OUT,
    "media-tray-empty": Reason.PAPER_OUT,
    "input-tray-missing": Reason.PAPER_OUT,
    "toner-empty": Reason.TONER_OUT,
    "marker-supply-empty": Reason.TONER_OUT,
    "marker-supply-missing": Reason.TONER_OUT,
    "developer-empty": Reason.TONER_OUT,
    "output-area-full": Reason.PRINTER_ERROR,
    "output-tray-missing": Reason.PRINTER_ERROR,
    "marker-waste-full": Reason.PRINTER_ERROR,
    "fuser-over-temp": Reason.PRINTER_ERROR,
    "fuser-under-temp": Reason.PRINTER_ERROR,
    "opc-life-over": Reason.PRINTER_ERROR,
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
_HARMLESS = ("none",)
_ERROR, _REPORT = "-error", "-report"
_ENDINGS = (_REPORT, "-warning", _ERROR)
_SUPPLIES = {
    "paper": (Reason.PAPER_OUT, Reason.PAPER_NEAR_END),
    "toner": (Reason.TONER_OUT, Reason.TONER_NEAR_END),
}
_UNKNOWN_SUPPLIES = dict.fromkeys(_SUPPLIES, Reason.UNKNOWN)


@dataclass(frozen=True)
class Queue:
    """The state of a queue as the print service reports it.

    Attributes:
        device: URI of its printer, as the service has it.
        serves: Whether it accepts and prints jobs.
        words: Its reasons as received; those of an idle queue are from its last job.
    """

    device: str
    serves: bool
    words: tuple[str, ...]


def queue_of(attributes: Attributes) -> Queue:
    """Read a queue's attributes; a queue with missing ones does not serve."""
    state = attributes.get("printer-state", [None])[0]
    accepting = attributes.get("printer-is-accepting-jobs", [None])[0]
    device = attributes.get("device-uri", [""])[0]
    words = words_of(attributes)
    paused = "paused" in map(_bare, words)
    serves = state in (3, 4) and accepting is True and not paused
    return Queue(str(device or ""), serves, words)


def words_of(attributes: Attributes) -> tuple[str, ...]:
    """Return the reasons, with their endings."""
    return tuple(
        str(word) for word in attributes.get("printer-state-reasons", []) if word
    )


def status_of_printer(attributes: Attributes) -> DeviceStatus:
    """Return the status for a printer's own answer."""
    words = words_of(attributes)
    state = attributes.get("printer-state", [None])[0]
    if state not in (3, 4, _STOPPED) or not (words or state == _STOPPED):
        return DeviceStatus(State.UNKNOWN, Reason.UNKNOWN, dict(_UNKNOWN_SUPPLIES))
    bare = {_bare(word) for word in words}
    reasons = {reason for word, reason in (_FAULTS | _WARNINGS).items() if word in bare}
    supplies = {
        name: next((reason for reason in troubles if reason in reasons), Reason.OK)
        for name, troubles in _SUPPLIES.items()
    }
    detail = ",".join(words)
    if fault := trouble(words):
        return DeviceStatus(State.FAULT, fault, supplies, detail)
    if state == _STOPPED:
        return DeviceStatus(State.FAULT, Reason.PRINTER_ERROR, supplies, detail)
    if warning := _warning(words):
        return DeviceStatus(State.WARNING, warning, supplies, detail)
    return DeviceStatus(State.READY, Reason.OK, supplies, detail)


def status_of_queue(queue: Queue) -> DeviceStatus:
    """Return the status of a printer that cannot be queried itself.

    The queue's reasons may be long out of date: they cause a warning, not a fault.
    """
    supplies, detail = dict(_UNKNOWN_SUPPLIES), ",".join(queue.words)
    if not queue.serves:
        return DeviceStatus(State.FAULT, Reason.PRINTER_OFFLINE, supplies, detail)
    if fault := trouble(queue.words):
        return DeviceStatus(State.WARNING, fault, supplies, detail)
    return DeviceStatus(State.READY, Reason.OK, supplies, detail)


def trouble(words: tuple[str, ...]) -> Reason | None:
    """Return the first reason that keeps a printer from printing, or None."""
    bare = {_bare(word) for word in words}
    if known := next((_FAULTS[word] for word in _FAULTS if word in bare), None):
        return known
    unknown_error = any(word.endswith(_ERROR) for word in words if not _known(word))
    return Reason.PRINTER_ERROR if unknown_error else None


def _warning(words: tuple[str, ...]) -> Reason | None:
    """Return the first reason for which staff is needed soon, or None."""
    bare = {_bare(word) for word in words}
    if known := next((_WARNINGS[word] for word in _WARNINGS if word in bare), None):
        return known
    unknown = any(not word.endswith(_REPORT) for word in words if not _known(word))
    return Reason.PRINTER_WARNING if unknown else None


def _known(word: str) -> bool:
    bare = _bare(word)
    return bare in _FAULTS or bare in _WARNINGS or bare in _HARMLESS


def _bare(word: str) -> str:
    """Return the word without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending)
    return word
