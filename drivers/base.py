"""The interface of every driver: roles as Protocols, status, readings, outcomes.

A driver is used by one thread at a time, which `drivers.supervisor` assigns. Every
call returns within a bounded time, stated in the driver's docstring, and raises only
`drivers.errors.DriverError`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from drivers.errors import Reason
from drivers.leftover import Leftover


class Role(StrEnum):
    """The purpose of a device; the names used in folders, settings and commands."""

    ID_CARD_READER = "id_card_reader"
    SOCIAL_SECURITY_CARD_READER = "social_security_card_reader"
    RECEIPT_PRINTER = "receipt_printer"
    DOCUMENT_PRINTER = "document_printer"
    LOCKER = "locker"
    CODE_SCANNER = "code_scanner"
    QR_DISPLAY = "qr_display"


class State(StrEnum):
    """The state of a device, from best to worst."""

    READY = "ready"
    WARNING = "warning"  # works, but needs staff soon (paper near end)
    FAULT = "fault"  # answers, but cannot work (paper out, cover open)
    UNKNOWN = "unknown"  # not queried yet, or the answer is inconclusive
    GONE = "gone"  # does not answer


@dataclass(frozen=True)
class DeviceStatus:
    """The state of a device, the reason, and its supplies.

    Attributes:
        state: The state, as one word.
        reason: The reason, as a word for machines.
        supplies: Name of each supply (`paper`) to its own reason
            (`ok`, `paper_near_end`, `paper_out`, `unknown`).
        detail: For technicians: port, firmware, received data.
        since: Since when state and reason hold, in UTC; set by the supervisor.
    """

    state: State
    reason: Reason
    supplies: dict[str, Reason] = field(default_factory=dict)
    detail: str = ""
    since: datetime | None = field(default=None, compare=False)

    @property
    def can_serve(self) -> bool:
        """Return whether a citizen could be served now."""
        return self.state in (State.READY, State.WARNING)


class Device(Protocol):
    """The methods that all devices have."""

    def open(self) -> None:
        """Claim the port and initialise the device; raises `DriverError`."""

    def close(self) -> None:
        """Release the port. Never raises, and may be called twice."""

    def status(self) -> DeviceStatus:
        """Query the device. Raises `DriverError` if it does not answer."""


class CardType(StrEnum):
    """The kinds of cards."""

    RESIDENT = "resident"
    FOREIGNER_2017 = "foreigner_2017"
    FOREIGNER_2023 = "foreigner_2023"
    HK_MACAU_TAIWAN = "hk_macau_taiwan"
    SOCIAL_SECURITY = "social_security"


@dataclass(frozen=True)
class CardReading:
    """A card's fields, in the words of the public interface; absent ones are None.

    Attributes:
        sex: `male`, `female`, `unknown` or `not_stated` (GB/T 2261.1).
        nation: Two digits of GB 3304, including codes that the table lacks.
        address: The current one: last appended to the chip, else the printed one.
        photo: `WLf` bytes from the reader, which only the ministry's library can
            decode; never shown and never stored.
    """

    card_type: CardType
    number: str
    name: str | None = None
    english_name: str | None = None
    sex: str | None = None
    nation: str | None = None
    birth_date: date | None = None
    address: str | None = None
    issuer: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    long_term: bool = False
    pass_number: str | None = None
    issue_count: str | None = None
    nationality: str | None = None
    old_number: str | None = None
    card_number: str | None = None
    photo: bytes | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        """Show only the card type: readings must never reach a log."""
        return f"<CardReading {self.card_type}>"


class CardReader(Device, Protocol):
    """A card reader, polled by the supervisor."""

    def read_card(self) -> CardReading | None:
        """Check once for a card and read it.

        Returns:
            The reading, or None while there is no unread card on the reader.

        Raises:
            CardError: The card must be lifted and put back.
            DriverError: The reader itself is at fault.
        """

    def card_present(self) -> bool:
        """Return whether a card, read or not, is on the reader."""


class Align(StrEnum):
    """Alignment of a line of a receipt."""

    LEFT = "left"
    CENTRE = "centre"


class Size(StrEnum):
    """Height of a receipt's text, in dots at 203 dpi: 24, 32 and 48."""

    NORMAL = "normal"
    EMPHASISED = "emphasised"
    LARGE = "large"


@dataclass(frozen=True)
class Text:
    """A paragraph, wrapped to the paper's width."""

    text: str
    size: Size = Size.NORMAL
    align: Align = Align.LEFT
    bold: bool = False


@dataclass(frozen=True)
class Pair:
    """A label at the left and its value at the right, wrapped if too long."""

    label: str
    value: str
    bold: bool = False


@dataclass(frozen=True)
class Table:
    """A table whose columns fit their content; numbers are aligned at the right.

    Attributes:
        header: One heading for each column.
        rows: Each row has as many cells as the header.
        right: Indexes of the columns that are aligned at the right.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Rule:
    """A horizontal line across the paper."""


@dataclass(frozen=True)
class QrCode:
    """A centred QR code; level M, at least 25 mm wide."""

    data: str


Block = Text | Pair | Table | Rule | QrCode


@dataclass(frozen=True)
class Receipt:
    """The content of a receipt, from top to bottom; the driver lays it out and cuts."""

    blocks: tuple[Block, ...]


class PrintOutcome(StrEnum):
    """What is known about the paper after printing."""

    PRINTED = "printed"  # status before and after agree, and all data was accepted
    NOTHING_CAME_OUT = "nothing_came_out"  # certain: refused before the first byte
    UNKNOWN = "unknown"  # all or part of it may have come out


@dataclass(frozen=True)
class PrintResult:
    """The outcome of printing, and the reason if it failed."""

    outcome: PrintOutcome
    reason: Reason = Reason.OK


class ReceiptPrinter(Device, Protocol):
    """A printer of receipts that reports the outcome.

    Attributes:
        leftover: What may hang in it; the supervisor passes it to each driver.
    """

    leftover: Leftover

    def print(self, receipt: Receipt) -> PrintResult:
        """Print and cut one receipt; the outcome is returned, not raised."""


class DocumentPrinter(Device, Protocol):
    """A printer of A4 documents that monitors each job to its end."""

    def print(self, pdf: bytes, title: str) -> PrintResult:
        """Print one document; the outcome is returned, not raised.

        Args:
            pdf: The document.
            title: Name of the job at the printer; never personal data.
        """

    def cancel(self) -> None:
        """End the current job, and leave nothing of it in a spool.

        May be called from another thread while `print` runs.
        """


class Door(StrEnum):
    """The state of a cell's door."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Locker(Device, Protocol):
    """A cabinet of cells (格口), each with an electric lock and possibly a sensor.

    Attributes:
        cells: Number of cells; they are numbered from 1.
        poll_interval: Seconds between two calls of `doors` while a door is monitored.
    """

    cells: int
    poll_interval: float

    def unlock(self, cell: int) -> None:
        """Open one cell's lock; `doors` reports whether the door opened.

        Raises:
            ValueError: The cell does not exist.
        """

    def doors(self) -> dict[int, Door]:
        """Return the state of each door from its sensor; UNKNOWN without a sensor."""


class CodeKind(StrEnum):
    """The kind of a scanned text, judged by its format."""

    PAYMENT_CODE = "payment_code"  # a citizen's WeChat or Alipay code
    BILL_CODE = "bill_code"  # of a bill to pay
    DOCUMENT_CODE = "document_code"  # of a printed document or slip
    ELECTRONIC_CARD = "electronic_card"  # the electronic social-security card
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ScannedCode:
    """A scanned code; its text may be personal data and never reaches a log."""

    kind: CodeKind
    text: str = field(repr=False)


class CodeScanner(Device, Protocol):
    """A scanner of bar codes and QR codes."""

    def read_code(self, timeout: float) -> ScannedCode | None:
        """Wait for the next code, at most `timeout` seconds; None if none came.

        Raises:
            ProtocolError: The received data is too long or not text.
            DriverError: The scanner itself is at fault.
        """

    def drop_pending(self) -> None:
        """Discard earlier scans, which belong to no citizen of this visit."""


@dataclass(frozen=True)
class ShownCode:
    """The content of a QR display.

    Attributes:
        data: Content of the code; a text-only display omits it.
        caption: One line above the code, in the citizen's language.
        amount: In fen; None if there is nothing to pay.
    """

    data: str = field(repr=False)
    caption: str = ""
    amount: int | None = None


class QrDisplay(Device, Protocol):
    """A display for a code to scan, or at least for the amount to pay."""

    def show(self, code: ShownCode) -> None:
        """Show a code until `clear`, or until another one is shown."""

    def clear(self) -> None:
        """Remove everything that belongs to a citizen."""


Clock = Callable[[], float]
"""Monotonic seconds."""
